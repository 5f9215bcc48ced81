using System.Text.Json.Serialization;

namespace QuickStart.Answering;

/// <summary>A document that the answer cites.</summary>
internal sealed record CitedSource(
    [property: JsonPropertyName("number")] int Number,
    [property: JsonPropertyName("doc_uri")] string DocUri,
    [property: JsonPropertyName("title")] string Title);
