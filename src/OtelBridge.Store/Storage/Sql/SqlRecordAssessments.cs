using System.Buffers.Binary;
using System.Security.Cryptography;
using Google.Protobuf;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage.Sql;

/// <summary>Stores the assessments that come with a trace record.</summary>
/// <remarks>A record may be sent again: an assessment whose id is stored stays as it is, and one without an id gets one that follows from what it
/// says, so that it is stored once.</remarks>
internal static class SqlRecordAssessments
{
    private const int IdBytes = 16;

    public static void Put(SqlSession session, long traceKey, TraceRecord record, long nowMs)
    {
        for (var i = 0; i < record.Assessments.Count; i++)
        {
            var assessment = record.Assessments[i].Clone();
            if (assessment.AssessmentId.Length == 0)
            {
                assessment.AssessmentId = IdOf(record.TraceId, i, assessment);
            }

            assessment.CreateTimeMs = assessment.CreateTimeMs == 0 ? nowMs : assessment.CreateTimeMs;
            assessment.LastUpdateTimeMs = assessment.LastUpdateTimeMs == 0 ? assessment.CreateTimeMs : assessment.LastUpdateTimeMs;
            if (SqlAssessments.Insert(session, traceKey, assessment) && assessment.Overrides.Length > 0)
            {
                SqlAssessments.SetValid(session, traceKey, assessment.Overrides, valid: false);
            }
        }
    }

    // The position tells two that say the same apart.
    private static string IdOf(string traceId, int position, Assessment assessment)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(number, position);
        hash.AppendData(System.Text.Encoding.UTF8.GetBytes(traceId));
        hash.AppendData(number);
        hash.AppendData(assessment.ToByteArray());
        return SqlAssessmentCatalog.IdPrefix + Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, IdBytes));
    }
}
