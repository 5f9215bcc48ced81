using Microsoft.Extensions.AI;
using OtelBridge.GenAI.Calls;

namespace OtelBridge.GenAI.Embeddings;

/// <summary>A generator whose every call is a span.</summary>
internal sealed class TracedEmbeddingGenerator<TInput, TEmbedding>(IEmbeddingGenerator<TInput, TEmbedding> generator)
    : DelegatingEmbeddingGenerator<TInput, TEmbedding>(generator), ITracedGenerator, IAsyncDisposable
    where TEmbedding : Embedding
{
    private readonly EmbeddingGeneratorMetadata? _known = ClientMetadata.Of<EmbeddingGeneratorMetadata>(generator.GetService);

    public override Task<GeneratedEmbeddings<TEmbedding>> GenerateAsync(
        IEnumerable<TInput> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (!ModelCall.IsListening)
        {
            return base.GenerateAsync(values, options, cancellationToken);
        }

        var record = new EmbeddingCall<TInput, TEmbedding>(_known, values, options);
        return ModelCall.RunAsync(
            record,
            static call => call.Generator.GenerateAsync(call.Record.Values, call.Options, call.CancellationToken),
            (Generator: InnerGenerator, Record: record, Options: options, CancellationToken: cancellationToken));
    }

    public ValueTask DisposeAsync() => AsyncDisposal.Of(InnerGenerator, this);
}
