using Google.Protobuf.Collections;
using OtelBridge.Attributes;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Migration;

/// <summary>What a trace record of another store says that the spans do not: only that is said as a record, the rest goes on following from the spans.</summary>
public static class TraceDifference
{
    /// <summary>Gives the record that makes a stored trace say what is wanted; null when it does.</summary>
    /// <param name="wanted">What the other store says.</param>
    /// <param name="stored">What is stored after its spans were; null for a trace without spans.</param>
    /// <param name="experimentId">The experiment it belongs to here.</param>
    public static TraceRecord? Of(TraceInfo wanted, TraceInfo? stored, string experimentId)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        var actual = stored ?? new TraceInfo();
        var record = new TraceRecord { TraceId = wanted.TraceId };
        if (actual.ExperimentId != experimentId)
        {
            record.ExperimentId = experimentId;
        }

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
        AddMeant(record, wanted, actual);
        AddAssessments(record, wanted, actual);
        return record.Equals(new TraceRecord { TraceId = wanted.TraceId }) ? null : record;
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

    // A tag that names the trace, and the statistics that count its spans, mean more where a record says them than where a span does.
    private static void AddMeant(TraceRecord record, TraceInfo wanted, TraceInfo actual)
    {
        if (wanted.Name != actual.Name && wanted.Tags.TryGetValue(MlflowKeys.TraceName, out var name))
        {
            record.Tags[MlflowKeys.TraceName] = name;
        }

        if (wanted.HasExpectedSpanCount
            && (!actual.HasExpectedSpanCount || wanted.ExpectedSpanCount != actual.ExpectedSpanCount)
            && wanted.Metadata.TryGetValue(MlflowKeys.TraceSizeStats, out var stats))
        {
            record.Metadata[MlflowKeys.TraceSizeStats] = stats;
        }
    }

    // The latest first: an assessment makes the one that it overrides invalid, which then comes with what became of it since.
    private static void AddAssessments(TraceRecord record, TraceInfo wanted, TraceInfo actual)
    {
        var known = actual.Assessments.Select(static assessment => assessment.AssessmentId).ToHashSet(StringComparer.Ordinal);
        record.Assessments.AddRange(wanted.Assessments.Where(assessment => !known.Contains(assessment.AssessmentId)).Reverse());
    }
}
