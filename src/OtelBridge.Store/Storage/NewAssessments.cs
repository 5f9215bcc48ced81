using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Google.Protobuf;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage;

/// <summary>Gives assessments what they lack before they are stored: id and times. The rules of every backend.</summary>
internal static class NewAssessments
{
    private const string IdPrefix = "a-";
    private const int IdBytes = 16;

    /// <summary>Makes one that a client adds: under a new id.</summary>
    public static Assessment Of(Assessment assessment, long nowMs)
    {
        var made = assessment.Clone();
        made.AssessmentId = IdPrefix + Guid.NewGuid().ToString("N");
        return WithTimes(made, nowMs);
    }

    /// <summary>Makes those that come with a trace record.</summary>
    /// <remarks>A record may be sent again: one without an id gets one that follows from what it says, so that it is stored once.</remarks>
    public static IEnumerable<Assessment> Of(TraceRecord record, long nowMs)
    {
        for (var i = 0; i < record.Assessments.Count; i++)
        {
            var assessment = record.Assessments[i].Clone();
            if (assessment.AssessmentId.Length == 0)
            {
                assessment.AssessmentId = IdOf(record.TraceId, i, assessment);
            }

            yield return WithTimes(assessment, nowMs);
        }
    }

    private static Assessment WithTimes(Assessment assessment, long nowMs)
    {
        assessment.CreateTimeMs = assessment.CreateTimeMs == 0 ? nowMs : assessment.CreateTimeMs;
        assessment.LastUpdateTimeMs = assessment.LastUpdateTimeMs == 0 ? assessment.CreateTimeMs : assessment.LastUpdateTimeMs;
        return assessment;
    }

    // The position tells two that say the same apart.
    private static string IdOf(string traceId, int position, Assessment assessment)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(number, position);
        hash.AppendData(Encoding.UTF8.GetBytes(traceId));
        hash.AppendData(number);
        hash.AppendData(assessment.ToByteArray());
        return IdPrefix + Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, IdBytes));
    }
}
