using System.Text.Json.Serialization;
using QuickStart.Documents;

namespace QuickStart.Answering;

/// <summary>A section as retriever and reranker hand it on, in the shape that MLflow shows and evaluates documents in.</summary>
internal sealed record RetrievedDocument(
    [property: JsonPropertyName("page_content")] string PageContent,
    [property: JsonPropertyName("metadata")] DocumentMetadata Metadata,
    [property: JsonPropertyName("id")] string Id)
{
    public static RetrievedDocument From(DocumentSection section, double score) =>
        new(section.Text, new DocumentMetadata(section.Uri, section.Title, Math.Round(score, 3)), section.Id);

    /// <summary>The same document with another judge's score.</summary>
    public RetrievedDocument WithScore(double score) => this with { Metadata = Metadata with { Score = Math.Round(score, 3) } };
}
