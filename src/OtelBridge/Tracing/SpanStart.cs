using System.Diagnostics;
using OtelBridge.Attributes;
using OtelBridge.Diagnostics;

namespace OtelBridge.Tracing;

/// <summary>Starts spans. A failure of a sampler or processor of the program costs the span, never the program.</summary>
internal static class SpanStart
{
    private const string DefaultName = "span";

    public static MlflowSpan Begin(string name, string spanType) =>
        Open(name, spanType) is { } activity ? MlflowSpan.Own(activity) : MlflowSpan.NoOp;

    /// <summary>The activity of a new span, which is current now; null when nobody listens.</summary>
    public static Activity? Open(string name, string spanType)
    {
        if (!SpanSource.Instance.HasListeners())
        {
            return null;
        }

        try
        {
            var activity = SpanSource.Instance.StartActivity(name ?? DefaultName);
            if (activity is { IsAllDataRequested: true })
            {
                activity.SetTag(MlflowKeys.TraceRequestId, TraceIds.TextOf(activity));
                activity.SetTag(MlflowKeys.SpanType, spanType ?? SpanType.Unknown);
            }

            return activity;
        }
        catch (Exception e)
        {
            BridgeEventSource.Log.SpanCallFailed(nameof(Mlflow.StartSpan), e);
            return null;
        }
    }

    public static MlflowSpan Begin(
        string name, string spanType, object? inputs, IEnumerable<KeyValuePair<string, object?>>? attributes)
    {
        var span = Begin(name, spanType);
        if (inputs is not null)
        {
            span.SetInputs(inputs);
        }

        if (attributes is not null)
        {
            span.SetAttributes(attributes);
        }

        return span;
    }
}
