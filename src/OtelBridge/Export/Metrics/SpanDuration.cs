using System.Diagnostics;
using System.Diagnostics.Metrics;
using OtelBridge.Attributes;
using OtelBridge.Diagnostics;
using OtelBridge.Export.Masking;
using OtelBridge.Tracing;
using OtelBridge.Tracing.Ambient;

namespace OtelBridge.Export.Metrics;

/// <summary>MLflow's metric of spans: <c>mlflow.trace.span.duration</c>, in milliseconds, one record for each span that ended, whatever filters and sampling of destinations do with it.</summary>
/// <remarks>Source: MLflow's client. Tags and metadata of the trace are those that its root has when the span ends.</remarks>
internal static class SpanDuration
{
    public const string MeterName = "mlflow.tracing";

    /// <summary>Tags and metadata of one trace that become attributes; a metric with more has no use.</summary>
    private const int MaxFacts = 32;

    private static readonly Meter Meter = new(MeterName);
    private static readonly Histogram<double> Duration = Meter.CreateHistogram<double>("mlflow.trace.span.duration", "ms", "How long spans took.");

    public static void Record(Activity span, string? experimentId, FactMask? mask)
    {
        if (!Duration.Enabled)
        {
            return;
        }

        var root = RootOf(span);
        var tags = new TagList
        {
            { "root", ReferenceEquals(root, span) },
            { "span_type", span.GetTagItem(MlflowKeys.SpanType) as string ?? SpanType.Unknown },
            { "span_status", span.Status switch { ActivityStatusCode.Error => "ERROR", ActivityStatusCode.Ok => "OK", _ => "UNSET" } },
            { "experiment_id", TraceExperiment.Of(span)?.ExperimentId ?? experimentId ?? root.GetTagItem(MlflowKeys.ExperimentId) as string ?? "0" },
        };
        AddFacts(ref tags, root, mask);
        try
        {
            Duration.Record(span.Duration.TotalMilliseconds, tags);
        }
        catch (Exception e)
        {
            // Who listens is the program's code, and the destinations wait for the span.
            BridgeEventSource.Log.SpanCallFailed(nameof(SpanDuration), e);
        }
    }

    private static void AddFacts(ref TagList tags, Activity root, FactMask? mask)
    {
        var facts = 0;
        foreach (ref readonly var tag in root.EnumerateTagObjects())
        {
            if (facts == MaxFacts || tag is not { Key: { } key, Value: string value })
            {
                continue;
            }

            var (kind, fact) = key.StartsWith(MlflowKeys.TraceTagPrefix, StringComparison.Ordinal) ? ("tags.", key[MlflowKeys.TraceTagPrefix.Length..])
                : key.StartsWith(MlflowKeys.TraceMetadataPrefix, StringComparison.Ordinal) ? ("metadata.", key[MlflowKeys.TraceMetadataPrefix.Length..])
                : key is MlflowKeys.TraceSession or MlflowKeys.TraceUser ? ("metadata.", key)
                : (string.Empty, string.Empty);
            if (kind.Length > 0 && (mask is null ? value : mask.Mask(key, fact, value)) is { } shown)
            {
                tags.Add(kind + fact, shown);
                facts++;
            }
        }
    }

    private static Activity RootOf(Activity span)
    {
        while (!ActiveTrace.IsLocalRoot(span) && span.Parent is { } parent)
        {
            span = parent;
        }

        return span;
    }
}
