using System.Diagnostics;
using OtelBridge.Attributes;
using OtelBridge.Tracing;

namespace OtelBridge.Export.Masking;

/// <summary>The attributes without which nobody knows which trace a span belongs to, and which say nothing else.</summary>
internal static class SpanIdentity
{
    public static bool IsPart(Activity span, string key, object value) => value is string text && key switch
    {
        MlflowKeys.TraceRequestId => text == TraceIds.TextOf(span),
        MlflowKeys.ExperimentId => text.Length <= 20 && !text.AsSpan().ContainsAnyExceptInRange('0', '9'),
        _ => false,
    };
}
