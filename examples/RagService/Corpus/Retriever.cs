using Microsoft.Extensions.AI;
using OtelBridge;

namespace RagService.Corpus;

/// <summary>Finds the passages that are nearest to a question by their embeddings.</summary>
/// <param name="passages">The whole corpus.</param>
/// <param name="embeddings">Turns texts into vectors.</param>
internal sealed class Retriever(IReadOnlyList<Passage> passages, IEmbeddingGenerator<string, Embedding<float>> embeddings) : IDisposable
{
    private const int Found = 3;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private IReadOnlyList<Embedding<float>>? _vectors; // one a passage

    /// <summary>The nearest passages first.</summary>
    public async Task<IReadOnlyList<RetrievedDocument>> RetrieveAsync(string question, CancellationToken cancellationToken)
    {
        var vectors = await IndexAsync(cancellationToken);

        // The body's result becomes the span's outputs, an exception of it the span's error; the embedding of the question is its child.
        return await Mlflow.TraceAsync(
            "retrieve",
            async () => Nearest(await embeddings.GenerateAsync(question, cancellationToken: cancellationToken), vectors),
            SpanType.Retriever,
            inputs: new { query = question, top_k = Found });
    }

    /// <summary>The vectors of the corpus; made by whoever needs them first.</summary>
    public async Task<IReadOnlyList<Embedding<float>>> IndexAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            // When it fails nothing is kept, and the next one tries again.
            return _vectors ??= await embeddings.GenerateAsync(passages.Select(Text), cancellationToken: cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private static string Text(Passage passage) => $"{passage.Title}. {passage.Text}";

    private IReadOnlyList<RetrievedDocument> Nearest(Embedding<float> asked, IReadOnlyList<Embedding<float>> vectors) =>
    [
        .. passages
            .Select((passage, i) => (passage, Score: Cosine(asked.Vector.Span, vectors[i].Vector.Span)))
            .OrderByDescending(static hit => hit.Score)
            .Take(Found)
            .Select(static hit => new RetrievedDocument(
                hit.passage.Text,
                new DocumentMetadata($"handbook.md#{hit.passage.Title.ToLowerInvariant().Replace(' ', '-')}", hit.passage.Title, Math.Round(hit.Score, 3)),
                $"handbook:{hit.passage.Id}")),
    ];

    private static double Cosine(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double dot = 0, left = 0, right = 0;
        for (var i = 0; i < Math.Min(a.Length, b.Length); i++)
        {
            dot += a[i] * b[i];
            left += a[i] * a[i];
            right += b[i] * b[i];
        }

        return left > 0 && right > 0 ? dot / Math.Sqrt(left * right) : 0;
    }
}
