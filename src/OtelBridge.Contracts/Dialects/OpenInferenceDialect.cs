using System.Collections.Frozen;
using OtelBridge.Attributes;

namespace OtelBridge.Dialects;

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
        Inputs = [OpenInferenceKeys.InputValue, OpenInferenceKeys.RerankerQuery],
        Outputs = [OpenInferenceKeys.OutputValue],
        FlattenedInputs =
        [
            new(OpenInferenceKeys.InputMessagesPrefix, "messages"), new(OpenInferenceKeys.PromptsPrefix, "prompts"),
            new(OpenInferenceKeys.EmbeddingsPrefix, "embeddings"), new(OpenInferenceKeys.RerankerInputPrefix, "documents"),
        ],
        FlattenedOutputs =
        [
            new(OpenInferenceKeys.OutputMessagesPrefix, "messages"), new(OpenInferenceKeys.ChoicesPrefix, "choices"),
            new(OpenInferenceKeys.DocumentsPrefix, "documents"), new(OpenInferenceKeys.RerankerOutputPrefix, "documents"),
            new(OpenInferenceKeys.EmbeddingsPrefix, "embeddings"),
        ],
        FlattenedTools = [new(OpenInferenceKeys.ToolsPrefix, "tools")],
        InputTokens = [OpenInferenceKeys.PromptTokens],
        OutputTokens = [OpenInferenceKeys.CompletionTokens],
        TotalTokens = [OpenInferenceKeys.TotalTokens],
        CacheReadTokens = [OpenInferenceKeys.CacheReadTokens],
        CacheWriteTokens = [OpenInferenceKeys.CacheWriteTokens],
        ReasoningTokens = [OpenInferenceKeys.ReasoningTokens],
        TotalCosts = [OpenInferenceKeys.TotalCost],
        InputCosts = [OpenInferenceKeys.PromptCost],
        OutputCosts = [OpenInferenceKeys.CompletionCost],
        CacheReadCosts = [OpenInferenceKeys.CacheReadCost],
        CacheWriteCosts = [OpenInferenceKeys.CacheWriteCost],
        ReasoningCosts = [OpenInferenceKeys.ReasoningCost],
        Providers = [OpenInferenceKeys.Provider, OpenInferenceKeys.System],
        Agents = [OpenInferenceKeys.AgentName],
        Models =
        [
            OpenInferenceKeys.ResponseModelName, OpenInferenceKeys.ModelName, OpenInferenceKeys.RequestModelName,
            OpenInferenceKeys.EmbeddingModelName, OpenInferenceKeys.RerankerModelName,
        ],
        Sessions = [OpenInferenceKeys.SessionId],
        Users = [OpenInferenceKeys.UserId],
    };
}
