using static OtelBridge.Otlp.Span.Types;

namespace OtelBridge.Server.Jaeger;

/// <summary>How Jaeger writes the kinds of spans.</summary>
internal static class JaegerSpanKind
{
    /// <summary>Gives the text of a kind; empty where there is none.</summary>
    public static string Of(SpanKind kind) => kind switch
    {
        SpanKind.Internal => "internal",
        SpanKind.Server => "server",
        SpanKind.Client => "client",
        SpanKind.Producer => "producer",
        SpanKind.Consumer => "consumer",
        _ => string.Empty,
    };
}
