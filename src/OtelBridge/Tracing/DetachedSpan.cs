using System.Diagnostics;
using OtelBridge.Tracing.Ambient;

namespace OtelBridge.Tracing;

/// <summary>Starts spans that are never current, with all that they can be given at once.</summary>
internal static class DetachedSpan
{
    public static MlflowSpan Begin(
        string name,
        string spanType,
        MlflowSpan? parent,
        object? inputs,
        IEnumerable<KeyValuePair<string, object?>>? attributes,
        IEnumerable<KeyValuePair<string, string>>? tags,
        string? experimentId,
        DateTimeOffset? startTime,
        ActivityTraceId traceId = default)
    {
        var span = SpanStart.BeginDetached(name, spanType, parent, startTime, traceId);
        if (span is not { IsRecording: true, Activity: { } activity })
        {
            return span;
        }

        SpanStart.Fill(span, inputs, attributes);
        if (tags is not null)
        {
            TraceFacts.Set(ActiveTrace.LocalRoot(activity) ?? activity, tags: tags);
        }

        if (!string.IsNullOrEmpty(experimentId))
        {
            TraceExperiment.TrySet(activity, MlflowDestination.Experiment(experimentId));
        }

        return span;
    }
}
