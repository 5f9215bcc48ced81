using System.Text.Json.Serialization;

namespace RagService.Corpus;

/// <summary>Where a document comes from, and how well it fits.</summary>
/// <param name="DocUri">File and heading.</param>
/// <param name="Title">The heading.</param>
/// <param name="Score">The cosine of the angle between question and passage: 1 is the same direction.</param>
internal sealed record DocumentMetadata(
    [property: JsonPropertyName("doc_uri")] string DocUri,
    [property: JsonPropertyName("title")] string Title,
    [property: JsonPropertyName("score")] double Score);
