using System.Text.Json.Nodes;

namespace OtelBridge.TestSupport.Zipkin;

/// <summary>Finds things in Zipkin's JSON.</summary>
public static class ZipkinReading
{
    /// <summary>The one span of that name in a list of traces.</summary>
    public static JsonObject ZipkinSpan(this JsonArray traces, string name) =>
        traces.SelectMany(trace => trace!.AsArray()).Single(span => string.Equals((string?)span!["name"], name, StringComparison.OrdinalIgnoreCase))!.AsObject();

    /// <summary>The text of a tag; null when the span has none.</summary>
    public static string? ZipkinTag(this JsonNode span, string key) => (string?)span["tags"]?[key];

    /// <summary>The texts of the annotations.</summary>
    public static IReadOnlyList<string> ZipkinAnnotations(this JsonNode span) =>
        [.. (span["annotations"]?.AsArray() ?? []).Select(annotation => (string)annotation!["value"]!)];
}
