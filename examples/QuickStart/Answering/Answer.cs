using System.Text.Json.Serialization;

namespace QuickStart.Answering;

/// <summary>The end of the pipeline: an answer that a program can use.</summary>
internal sealed record Answer(
    [property: JsonPropertyName("text")] string Text,
    [property: JsonPropertyName("sources")] IReadOnlyList<CitedSource> Sources);
