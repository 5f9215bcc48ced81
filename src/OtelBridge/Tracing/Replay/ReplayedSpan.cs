using System.Diagnostics;
using System.Text.Json;
using OtelBridge.Attributes;
using OtelBridge.Diagnostics;
using OtelBridge.Entities;
using OtelBridge.Tracing.Json;

namespace OtelBridge.Tracing.Replay;

/// <summary>One span of a recorded trace as a span of this process.</summary>
internal static class ReplayedSpan
{
    public static MlflowSpan Start(Span recorded, MlflowSpan parent)
    {
        var span = SpanStart.BeginDetached(recorded.Name, recorded.SpanType, parent, Time(recorded.StartTimeNs));
        if (span is not { IsRecording: true, Activity: { } activity })
        {
            return span;
        }

        foreach (var key in recorded.Attributes.Keys.Where(static key => !IsOfTrace(key)))
        {
            CopyAttribute(span, recorded, key);
        }

        foreach (var e in recorded.Events)
        {
            var tags = new ActivityTagsCollection();
            foreach (var (key, value) in e.Attributes)
            {
                tags[key] = Native(value);
            }

            activity.AddEvent(new ActivityEvent(e.Name, Time(e.TimestampNs), tags));
        }

        span.SetStatus(recorded.Status, recorded.StatusDescription);
        return span;
    }

    /// <summary>Copies an attribute in the form in which spans of this process have it: inputs and outputs as JSON text, even a plain text.</summary>
    public static void CopyAttribute(MlflowSpan span, Span recorded, string key)
    {
        if (recorded.Attributes.TryGetValue(key, out var value) && key.Length > 0)
        {
            span.Activity?.SetTag(key, key is MlflowKeys.SpanInputs or MlflowKeys.SpanOutputs ? JsonText.Of(value) : Native(value));
        }
    }

    /// <summary>Ends it as it was recorded; a status that nobody set stays so.</summary>
    public static void End(MlflowSpan span, long endTimeNs)
    {
        if (span.Activity is not { IsStopped: false } activity)
        {
            return;
        }

        try
        {
            var end = Time(endTimeNs).UtcDateTime;
            activity.SetEndTime(end > activity.StartTimeUtc ? end : activity.StartTimeUtc);
            ActivityEnd.Process(activity);
            ActivityEnd.Stop(activity);
        }
        catch (Exception e)
        {
            // Processors of the program run inside the stop.
            BridgeEventSource.Log.SpanCallFailed(nameof(Mlflow.AddTrace), e);
        }
    }

    public static DateTimeOffset Time(long unixNs) => DateTimeOffset.UnixEpoch.AddTicks(unixNs / TimeSpan.NanosecondsPerTick);

    // The new trace has an id of its own, and facts of its own: what is to be kept of those is merged apart.
    private static bool IsOfTrace(string key) =>
        key is MlflowKeys.TraceRequestId or MlflowKeys.ExperimentId or MlflowKeys.SpanType
        || (key.StartsWith(MlflowKeys.TracePrefix, StringComparison.Ordinal) && key != MlflowKeys.TraceIntermediateOutputs);

    private static object? Native(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => AttributeValue.Of(value.GetString()),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number when value.TryGetInt64(out var whole) => whole,
        JsonValueKind.Number when value.TryGetDouble(out var real) && double.IsFinite(real) => real,
        JsonValueKind.Null or JsonValueKind.Undefined => null,
        _ => JsonText.Of(value),
    };
}
