using System.Diagnostics;
using OtelBridge.Identifiers;

namespace OtelBridge.Tracing;

/// <summary>MLflow's text of an activity's trace id.</summary>
internal static class TraceIds
{
    /// <summary>What MLflow calls the trace of a span that is not recorded.</summary>
    public const string NoOp = "MLFLOW_NO_OP_SPAN_TRACE_ID";

    // Spans of one trace follow each other on a thread, and share the string of the hex digits.
    [ThreadStatic]
    private static (string? Hex, string? Text) _last;

    public static string TextOf(Activity activity)
    {
        var hex = activity.TraceId.ToHexString();
        ref var last = ref _last;
        if (ReferenceEquals(hex, last.Hex) && last.Text is { } known)
        {
            return known;
        }

        var text = TraceIdText.FromHex(hex);
        last = (hex, text);
        return text;
    }
}
