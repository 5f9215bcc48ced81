using Microsoft.Extensions.AI;

namespace OtelBridge.Testing.Tests.Recording;

/// <summary>Vectors made of the lengths of texts.</summary>
internal sealed class ScriptedEmbeddings : IEmbeddingGenerator<string, Embedding<float>>
{
    public int Calls { get; private set; }

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        Calls++;
        return new GeneratedEmbeddings<Embedding<float>>(values.Select(static text => new Embedding<float>(Enumerable.Range(1, 6).Select(n => (float)text.Length / n).ToArray()) { ModelId = "small" }))
        {
            Usage = new UsageDetails { InputTokenCount = 4 },
        };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(EmbeddingGeneratorMetadata) ? new EmbeddingGeneratorMetadata("openai", null, "text-embedding-3-small", 6) : null;

    public void Dispose()
    {
    }
}
