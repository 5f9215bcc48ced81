using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace OtelBridge.Testing.Recording;

/// <summary>A generator of embeddings that keeps what a real one answers, or answers as that did.</summary>
internal sealed class RecordedEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    private const string Model = "model";
    private const string Vectors = "vectors";
    private const string Usage = "usage";

    private readonly Exchanges _exchanges;
    private readonly IEmbeddingGenerator<string, Embedding<float>>? _real;
    private readonly ClientFacts _facts;

    /// <summary>Makes one.</summary>
    /// <param name="exchanges">What was recorded, or is.</param>
    /// <param name="real">The real generator; null in a replay.</param>
    /// <param name="facts">What the real generator says of itself; what it said, when absent.</param>
    public RecordedEmbeddingGenerator(Exchanges exchanges, IEmbeddingGenerator<string, Embedding<float>>? real, ClientFacts? facts)
    {
        _exchanges = exchanges;
        _real = real;
        _facts = facts ?? exchanges.Recorded(ClientFacts.Embeddings);
        if (real is not null)
        {
            exchanges.Note(_facts);
        }
    }

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        string[] asked = [.. values];
        var exchange = new Exchange(RequestForm.OfEmbeddings(asked, options, _facts.Model));
        if (_real is null)
        {
            return Replay(exchange, cancellationToken);
        }

        GeneratedEmbeddings<Embedding<float>> embeddings;
        try
        {
            embeddings = await _real.GenerateAsync(asked, options, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            exchange.Failure = RecordedFailure.Of(e);
            _exchanges.Add(exchange);
            throw;
        }

        exchange.Response = Write(embeddings);
        _exchanges.Add(exchange);
        return embeddings;
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is null && serviceType.IsInstanceOfType(this) ? this
            : serviceKey is null && serviceType == typeof(EmbeddingGeneratorMetadata) ? new EmbeddingGeneratorMetadata(_facts.Provider, providerUri: null, _facts.Model, _facts.Dimensions)
            : _real?.GetService(serviceType, serviceKey);
    }

    public void Dispose() => _real?.Dispose();

    private static JsonObject Write(GeneratedEmbeddings<Embedding<float>> embeddings)
    {
        var node = new JsonObject();
        if (embeddings.FirstOrDefault()?.ModelId is { } model)
        {
            node[Model] = model;
        }

        node[Vectors] = new JsonArray([.. embeddings.Select(static embedding => new JsonArray([.. embedding.Vector.ToArray().Select(static number => JsonValue.Create(number))]))]);
        if (embeddings.Usage is { } usage)
        {
            node[Usage] = AiJson.Write(usage);
        }

        return node;
    }

    private GeneratedEmbeddings<Embedding<float>> Replay(Exchange asked, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var exchange = _exchanges.Find(asked.Request);
        if (exchange.Failure is { } failure)
        {
            throw failure.Exception();
        }

        var response = exchange.Response!;
        var model = response[Model]?.GetValue<string>();
        return new GeneratedEmbeddings<Embedding<float>>(response[Vectors]!.AsArray().Select(vector =>
            new Embedding<float>(vector!.AsArray().Select(static number => number!.GetValue<float>()).ToArray()) { ModelId = model }))
        {
            Usage = response[Usage] is { } usage ? AiJson.Read<UsageDetails>(usage) : null,
        };
    }
}
