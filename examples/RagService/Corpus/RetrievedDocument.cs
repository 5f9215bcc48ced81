using System.Text.Json.Serialization;

namespace RagService.Corpus;

/// <summary>A passage as the retriever hands it on, in the shape that MLflow shows and evaluates documents in.</summary>
internal sealed record RetrievedDocument(
    [property: JsonPropertyName("page_content")] string PageContent,
    [property: JsonPropertyName("metadata")] DocumentMetadata Metadata,
    [property: JsonPropertyName("id")] string Id);
