using System.Diagnostics;
using Microsoft.Extensions.AI;
using OtelBridge.Attributes;
using OtelBridge.GenAI.Calls;

namespace OtelBridge.GenAI.Embeddings;

/// <summary>What one call of an embedding generator says of itself.</summary>
internal sealed class EmbeddingCall<TInput, TEmbedding> : ICallRecord<GeneratedEmbeddings<TEmbedding>>
    where TEmbedding : Embedding
{
    private readonly CalledModel _model;
    private readonly int? _dimensions;

    public EmbeddingCall(EmbeddingGeneratorMetadata? known, IEnumerable<TInput> values, EmbeddingGenerationOptions? options)
    {
        _model = new CalledModel(options?.ModelId ?? known?.DefaultModelId, known?.ProviderName, known?.ProviderUri);
        _dimensions = options?.Dimensions ?? known?.DefaultModelDimensions;
        Values = values;
    }

    public string SpanName => _model.SpanName(Operation);

    public string SpanType => OtelBridge.SpanType.Embedding;

    public string Operation => GenAiOperations.Embeddings;

    public ActivityKind Kind => ActivityKind.Client;

    /// <summary>The values, which may be read more than once.</summary>
    public IEnumerable<TInput> Values { get; private set; }

    public void Prepare()
    {
        if (Values is not (null or ICollection<TInput> or IReadOnlyCollection<TInput>))
        {
            Values = [.. Values];
        }
    }

    public void Ask(Activity activity)
    {
        _model.Ask(activity);
        CallTags.Set(activity, GenAiKeys.EmbeddingsDimensionCount, _dimensions);
        CallContent.Set(activity, MlflowKeys.SpanInputs, new CallMembers
        {
            { "model", _model.Name },
            { "dimensions", _dimensions },
            { "input", Values },
        });
    }

    public void Answer(Activity activity, GeneratedEmbeddings<TEmbedding> answer)
    {
        var first = answer.Count > 0 ? answer[0] : null;
        if (first?.Dimensions is > 0 and var dimensions)
        {
            CallTags.Set(activity, GenAiKeys.EmbeddingsDimensionCount, dimensions);
        }

        CalledModel.Answer(activity, first?.ModelId);
        CallUsage.Set(activity, answer.Usage);
        CallContent.Set(activity, MlflowKeys.SpanOutputs, VectorList.Of(answer, first?.ModelId ?? _model.Name));
    }
}
