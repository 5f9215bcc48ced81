using Microsoft.Extensions.AI;

namespace OtelBridge.GenAI.Tests.Embeddings;

/// <summary>A generator of vectors of a given length.</summary>
internal sealed class FakeGenerator(int dimensions, Func<CancellationToken, Task>? before = null) : IEmbeddingGenerator<string, Embedding<float>>
{
    public List<string> Seen { get; } = [];

    public int Disposed { get; private set; }

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        await (before?.Invoke(cancellationToken) ?? Task.CompletedTask);
        Seen.AddRange(values);
        return new(Seen.Select(_ => new Embedding<float>(Enumerable.Repeat(0.25f, dimensions).ToArray()) { ModelId = "vectors-2026" }))
        {
            Usage = new() { InputTokenCount = 7, TotalTokenCount = 7 },
        };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(EmbeddingGeneratorMetadata) ? new EmbeddingGeneratorMetadata("openai", new Uri("http://127.0.0.1:8080/v1"), "vectors", null)
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose() => Disposed++;
}
