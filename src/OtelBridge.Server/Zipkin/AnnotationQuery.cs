using OtelBridge.Attributes;
using OtelBridge.Store.Model;

namespace OtelBridge.Server.Zipkin;

/// <summary>Reads Zipkin's search for tags and annotations: <c>http.method=GET and error and retry</c>.</summary>
internal static class AnnotationQuery
{
    private const string And = " and ";

    /// <summary>What one span must say: a tag with a value, or else a tag or an annotation of that name.</summary>
    public static IReadOnlyList<SpanAttributeMatch> Read(string? text) => text is null
        ? []
        : [.. text.Split(And, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(ReadTerm)];

    private static SpanAttributeMatch ReadTerm(string term)
    {
        var equals = term.IndexOf('=', StringComparison.Ordinal);
        return equals > 0
            ? new SpanAttributeMatch(KeysOf(term[..equals].TrimEnd()), term[(equals + 1)..].TrimStart())
            : new SpanAttributeMatch([term], null);
    }

    // The tag error shows what OTLP has in the status.
    private static string[] KeysOf(string key) => key == OTelKeys.Error ? [key, OTelKeys.StatusDescription] : [key];
}
