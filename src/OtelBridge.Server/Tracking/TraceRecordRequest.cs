using System.Globalization;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Tracking;

/// <summary>Checks what a client says of a whole trace.</summary>
internal static class TraceRecordRequest
{
    // Each of them is a row. MLflow's clients write some twenty.
    private const int MaxEntries = 1000;

    /// <summary>Gives the record with its trace id in the one spelling.</summary>
    public static TraceRecord Check(TraceRecord? record)
    {
        if (record is null)
        {
            throw TrackingRequest.Missing("record");
        }

        record.TraceId = TrackingRequest.TraceId(record.TraceId);
        if (record.ExperimentId.Length > 0)
        {
            TrackingRequest.ExperimentId(record.ExperimentId);
        }

        if (record.StartTimeUnixNano > long.MaxValue)
        {
            throw TrackingRequest.Invalid(
                record.StartTimeUnixNano.ToString(CultureInfo.InvariantCulture), "start_time_unix_nano", "times reach to the year 2262");
        }

        Bound(record.Tags.Count, "tags");
        Bound(record.Metadata.Count, "metadata");
        Bound(record.Assessments.Count, "assessments");
        foreach (var assessment in record.Assessments)
        {
            AssessmentRequest.Check(assessment);
        }

        return record;
    }

    private static void Bound(int count, string parameter)
    {
        if (count > MaxEntries)
        {
            throw TrackingRequest.Invalid($"of {count} entries", parameter, $"at most {MaxEntries} are allowed");
        }
    }
}
