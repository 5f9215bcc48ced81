using System.Text.Json.Serialization;

namespace QuickStart.Answering;

/// <summary>Where a document comes from, and how well it fits.</summary>
internal sealed record DocumentMetadata(
    [property: JsonPropertyName("doc_uri")] string DocUri,
    [property: JsonPropertyName("title")] string Title,
    [property: JsonPropertyName("score")] double Score);
