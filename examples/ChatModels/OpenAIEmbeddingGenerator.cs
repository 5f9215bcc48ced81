using System.ClientModel;
using ChatModels.Conversion;
using Microsoft.Extensions.AI;
using OpenAI;
using OpenAI.Embeddings;
using EmbeddingGenerationOptions = Microsoft.Extensions.AI.EmbeddingGenerationOptions;
using OpenAIOptions = OpenAI.Embeddings.EmbeddingGenerationOptions;

namespace ChatModels;

/// <summary>OpenAI's embedding client as an <see cref="IEmbeddingGenerator{TInput, TEmbedding}"/>.</summary>
public sealed class OpenAIEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly EmbeddingClient _client;
    private readonly EmbeddingGeneratorMetadata _metadata;

    /// <summary>Wraps a client, which stays the caller's.</summary>
    public OpenAIEmbeddingGenerator(EmbeddingClient client)
    {
        _client = client;
        _metadata = new EmbeddingGeneratorMetadata(ProviderNames.Of(client.Endpoint), client.Endpoint, client.Model);
    }

    /// <summary>A generator of a server that speaks OpenAI's protocol.</summary>
    /// <param name="model">The model.</param>
    /// <param name="key">The key; a scripted server takes any.</param>
    /// <param name="address">The base address with <c>/v1</c>; OpenAI's when null.</param>
    public OpenAIEmbeddingGenerator(string model, string key, Uri? address = null)
        : this(new EmbeddingClient(model, new ApiKeyCredential(key), address is null ? null : new OpenAIClientOptions { Endpoint = address }))
    {
    }

    /// <inheritdoc/>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values,
        EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var request = new OpenAIOptions { Dimensions = options?.Dimensions };
        OpenAIEmbeddingCollection result = await _client.GenerateEmbeddingsAsync(values, request, cancellationToken);
        var embeddings = result.Select(embedding => new Embedding<float>(embedding.ToFloats()) { ModelId = result.Model });
        return new GeneratedEmbeddings<Embedding<float>>(embeddings)
        {
            Usage = result.Usage is not { } usage
                ? null
                : new UsageDetails { InputTokenCount = usage.InputTokenCount, TotalTokenCount = usage.TotalTokenCount },
        };
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        if (serviceKey is not null)
        {
            return null;
        }

        return serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
            : serviceType == typeof(EmbeddingClient) ? _client
            : serviceType.IsInstanceOfType(this) ? this
            : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing of its own: OpenAI's clients share their connections.
    }
}
