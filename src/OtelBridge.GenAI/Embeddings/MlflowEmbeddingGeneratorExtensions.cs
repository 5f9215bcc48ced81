using OtelBridge.GenAI.Embeddings;

namespace Microsoft.Extensions.AI;

/// <summary>Traces the calls of an embedding generator.</summary>
public static class MlflowEmbeddingGeneratorExtensions
{
    /// <summary>Makes each call an EMBEDDING span <c>embeddings MODEL</c>: texts, model, dimensions, tokens, fault or cancellation.</summary>
    /// <param name="generator">The generator.</param>
    /// <returns>A generator that does the same, and traces. The same one when it, or one inside it, traces already.</returns>
    /// <remarks>
    /// Vectors are recorded whole or not at all, the first ones, as many as have 2,048 numbers together: one of 1,536 or five of 384. Of all of them
    /// the number and the dimensions are. Values that are a sequence and no collection are read into a list once, which the generator inside is
    /// given.
    /// </remarks>
    public static IEmbeddingGenerator<TInput, TEmbedding> UseMlflowTracing<TInput, TEmbedding>(this IEmbeddingGenerator<TInput, TEmbedding> generator)
        where TEmbedding : Embedding
    {
        ArgumentNullException.ThrowIfNull(generator);
        return generator.GetService(typeof(ITracedGenerator)) is null ? new TracedEmbeddingGenerator<TInput, TEmbedding>(generator) : generator;
    }
}
