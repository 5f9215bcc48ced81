using OtelBridge.Attributes;
using OtelBridge.Diagnostics;
using OtelBridge.Tracing.Json;

namespace OtelBridge.Tracing;

/// <summary>Attributes whose form is fixed, set under their own name: the value takes that form, as it does in MLflow.</summary>
internal static class ReservedAttribute
{
    private const string Prefix = "mlflow.";

    /// <summary>Sets it the way that its own setter does; false when the key is no such one, or the attribute is to be removed.</summary>
    public static bool TrySet(MlflowSpan span, string key, object? value)
    {
        if (!key.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        switch (key)
        {
            case MlflowKeys.TraceRequestId:
                // It is the trace's id in other words; a server would file the span under another trace.
                BridgeEventSource.Log.SpanContentRefused($"the attribute {key}, which is not the program's to set");
                return true;
            case MlflowKeys.SpanInputs when value is not null: span.SetInputs(value); return true;
            case MlflowKeys.SpanOutputs when value is not null: span.SetOutputs(value); return true;
            case MlflowKeys.SpanType when value is not null: span.SetSpanType(value as string ?? JsonText.Of(value).Trim('"')); return true;
            default: return false;
        }
    }
}
