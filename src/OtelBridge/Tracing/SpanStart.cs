using OtelBridge.Attributes;
using OtelBridge.Diagnostics;

namespace OtelBridge.Tracing;

/// <summary>Starts spans. A failure of a sampler or processor of the program costs the span, never the program.</summary>
internal static class SpanStart
{
    private const string DefaultName = "span";

    public static MlflowSpan Begin(string name, string spanType)
    {
        if (!SpanSource.Instance.HasListeners())
        {
            return MlflowSpan.NoOp;
        }

        try
        {
            var activity = SpanSource.Instance.StartActivity(name ?? DefaultName);
            if (activity is null)
            {
                return MlflowSpan.NoOp;
            }

            if (activity.IsAllDataRequested)
            {
                activity.SetTag(MlflowKeys.TraceRequestId, TraceIds.TextOf(activity));
                activity.SetTag(MlflowKeys.SpanType, spanType ?? SpanType.Unknown);
            }

            return MlflowSpan.Own(activity);
        }
        catch (Exception e)
        {
            BridgeEventSource.Log.SpanCallFailed(nameof(Mlflow.StartSpan), e);
            return MlflowSpan.NoOp;
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
