using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage.Sql;

/// <summary>Stores the assessments that come with a trace record; one whose id is stored stays as it is.</summary>
internal static class SqlRecordAssessments
{
    public static void Put(SqlSession session, long traceKey, TraceRecord record, long nowMs)
    {
        foreach (var assessment in NewAssessments.Of(record, nowMs))
        {
            if (SqlAssessments.Insert(session, traceKey, assessment) && assessment.Overrides.Length > 0)
            {
                SqlAssessments.SetValid(session, traceKey, assessment.Overrides, valid: false);
            }
        }
    }
}
