using System.Collections.Frozen;
using OtelBridge.Attributes;

namespace OtelBridge.Store.Translation.Dialects;

/// <summary>OpenInference (Arize Phoenix and its instrumentations).</summary>
internal static class OpenInferenceDialect
{
    public static Dialect Instance { get; } = new()
    {
        Kinds = [OpenInferenceKeys.SpanKind],
        SpanTypes = new[]
        {
            SpanType.Tool, SpanType.Chain, SpanType.Llm, SpanType.Retriever, SpanType.Embedding, SpanType.Agent, SpanType.Reranker, SpanType.Unknown,
            SpanType.Guardrail, SpanType.Evaluator,
        }.ToFrozenDictionary(type => type, StringComparer.Ordinal),
        Inputs = [OpenInferenceKeys.InputValue],
        Outputs = [OpenInferenceKeys.OutputValue],
        InputTokens = [OpenInferenceKeys.PromptTokens],
        OutputTokens = [OpenInferenceKeys.CompletionTokens],
        TotalTokens = [OpenInferenceKeys.TotalTokens],
        Models =
        [
            OpenInferenceKeys.ResponseModelName, OpenInferenceKeys.ModelName, OpenInferenceKeys.RequestModelName,
            OpenInferenceKeys.EmbeddingModelName, OpenInferenceKeys.RerankerModelName,
        ],
        Sessions = [OpenInferenceKeys.SessionId],
        Users = [OpenInferenceKeys.UserId],
    };
}
