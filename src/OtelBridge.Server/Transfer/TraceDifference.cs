using Google.Protobuf.Collections;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Transfer;

/// <summary>What a trace record of a file says that its spans do not: only that is imported as a record, the rest goes on following from the spans.</summary>
internal static class TraceDifference
{
    /// <summary>Gives the record that makes a stored trace say what the file says; null when it does.</summary>
    /// <param name="wanted">What the file says.</param>
    /// <param name="stored">What is stored after its spans were; null for a trace without spans.</param>
    /// <param name="experimentId">The experiment it belongs to here.</param>
    public static TraceRecord? Of(TraceInfo wanted, TraceInfo? stored, string experimentId)
    {
        var actual = stored ?? new TraceInfo();
        var record = new TraceRecord { TraceId = wanted.TraceId, ExperimentId = experimentId };
        SetTimes(record, wanted, actual);
        if (wanted.State != actual.State)
        {
            record.State = wanted.State;
        }

        if (wanted.HasRequestPreview && (!actual.HasRequestPreview || wanted.RequestPreview != actual.RequestPreview))
        {
            record.RequestPreview = wanted.RequestPreview;
        }

        if (wanted.HasResponsePreview && (!actual.HasResponsePreview || wanted.ResponsePreview != actual.ResponsePreview))
        {
            record.ResponsePreview = wanted.ResponsePreview;
        }

        if (wanted.HasClientRequestId && (!actual.HasClientRequestId || wanted.ClientRequestId != actual.ClientRequestId))
        {
            record.ClientRequestId = wanted.ClientRequestId;
        }

        AddMissing(record.Tags, wanted.Tags, actual.Tags);
        AddMissing(record.Metadata, wanted.Metadata, actual.Metadata);
        var known = actual.Assessments.Select(static assessment => assessment.AssessmentId).ToHashSet();
        record.Assessments.AddRange(wanted.Assessments.Where(assessment => !known.Contains(assessment.AssessmentId)));
        return actual.ExperimentId == experimentId && record.CalculateSize() == Empty(record).CalculateSize() ? null : record;
    }

    // The end is the start and the duration: one without the other would move it.
    private static void SetTimes(TraceRecord record, TraceInfo wanted, TraceInfo actual)
    {
        if (wanted.StartTimeUnixNano == actual.StartTimeUnixNano
            && (!wanted.HasDurationNano || (actual.HasDurationNano && wanted.DurationNano == actual.DurationNano)))
        {
            return;
        }

        record.StartTimeUnixNano = wanted.StartTimeUnixNano;
        if (wanted.HasDurationNano)
        {
            record.DurationNano = wanted.DurationNano;
        }
    }

    private static void AddMissing(MapField<string, string> target, MapField<string, string> wanted, MapField<string, string> actual)
    {
        foreach (var (key, value) in wanted.Where(item => !actual.TryGetValue(item.Key, out var stored) || stored != item.Value))
        {
            target[key] = value;
        }
    }

    private static TraceRecord Empty(TraceRecord record) => new() { TraceId = record.TraceId, ExperimentId = record.ExperimentId };
}
