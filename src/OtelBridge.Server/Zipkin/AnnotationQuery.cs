using OtelBridge.Attributes;
using OtelBridge.Server.Zipkin.Spans;
using OtelBridge.Store.Model;

namespace OtelBridge.Server.Zipkin;

/// <summary>Reads Zipkin's search for tags and annotations: <c>http.method=GET and error and retry</c>.</summary>
internal static class AnnotationQuery
{
    /// <summary>The most terms of one search; each is looked for in every span that the rest of the search leaves.</summary>
    public const int MaxTerms = 64;

    private const string And = " and ";

    /// <summary>What one span must say: a tag with a value, or else a tag or an annotation of that name.</summary>
    public static IReadOnlyList<SpanAttributeMatch> Read(string? text)
    {
        var terms = text?.Split(And, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
        return terms.Length <= MaxTerms
            ? [.. terms.Select(ReadTerm)]
            : throw ZipkinFormat.BadRequest($"The parameter annotationQuery has at most {MaxTerms} terms.");
    }

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
