using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage.Sql;

/// <summary>The assessments of traces in a SQL database.</summary>
internal sealed class SqlAssessmentCatalog(ISqlDatabase database, TimeProvider time) : IAssessmentCatalog
{
    public Task<Assessment> CreateAsync(Assessment assessment, CancellationToken cancellationToken)
    {
        var made = NewAssessments.Of(assessment, time.GetUtcNow().ToUnixTimeMilliseconds());
        return database.WriteAsync(session => Create(session, made), made.CalculateSize(), cancellationToken);
    }

    public Task<Assessment> GetAsync(string traceId, string assessmentId, CancellationToken cancellationToken) => database.ReadAsync(
        session => Find(session, SqlTraceFacts.Key(session, traceId), traceId, assessmentId), cancellationToken);

    public Task<Assessment> UpdateAsync(Assessment assessment, IReadOnlyList<string> updateMask, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return database.WriteAsync(session => Update(session, assessment, updateMask, now), assessment.CalculateSize(), cancellationToken);
    }

    public Task DeleteAsync(string traceId, string assessmentId, CancellationToken cancellationToken) =>
        database.WriteAsync(session => Delete(session, traceId, assessmentId), 0, cancellationToken);

    public static NotStoredException NotStored(string traceId, string assessmentId) =>
        new($"Assessment with ID '{assessmentId}' not found for trace '{traceId}'.");

    private static Assessment Create(SqlSession session, Assessment assessment)
    {
        var key = SqlTraceFacts.Lock(session, assessment.TraceId);
        if (assessment.Overrides.Length > 0 && !SqlAssessments.SetValid(session, key, assessment.Overrides, valid: false))
        {
            throw NotStored(assessment.TraceId, assessment.Overrides);
        }

        SqlAssessments.Insert(session, key, assessment);
        return Find(session, key, assessment.TraceId, assessment.AssessmentId);
    }

    private static Assessment Update(SqlSession session, Assessment change, IReadOnlyList<string> updateMask, long now)
    {
        var key = SqlTraceFacts.Lock(session, change.TraceId);
        var assessment = Find(session, key, change.TraceId, change.AssessmentId);
        foreach (var field in updateMask)
        {
            AssessmentChange.Apply(assessment, change, field);
        }

        assessment.LastUpdateTimeMs = now;
        SqlAssessments.Update(session, key, assessment);
        return Find(session, key, change.TraceId, change.AssessmentId);
    }

    private static bool Delete(SqlSession session, string traceId, string assessmentId)
    {
        var key = SqlTraceFacts.Lock(session, traceId);
        if (SqlAssessments.Find(session, key, assessmentId) is not { } assessment)
        {
            return false;
        }

        SqlAssessments.Delete(session, key, assessmentId);
        if (assessment.Overrides.Length > 0)
        {
            SqlAssessments.SetValid(session, key, assessment.Overrides, valid: true);
        }

        return true;
    }

    private static Assessment Find(SqlSession session, long traceKey, string traceId, string assessmentId) =>
        SqlAssessments.Find(session, traceKey, assessmentId) ?? throw NotStored(traceId, assessmentId);
}
