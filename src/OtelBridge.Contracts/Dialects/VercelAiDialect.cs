using System.Collections.Frozen;
using OtelBridge.Attributes;

namespace OtelBridge.Dialects;

/// <summary>The Vercel AI SDK. Its model calls name tokens as the GenAI conventions do as well.</summary>
internal static class VercelAiDialect
{
    private const string GenerateTextCall = "ai.generateText.doGenerate";

    public static Dialect Instance { get; } = new()
    {
        Kinds = [VercelAiKeys.OperationId],
        SpanTypes = new Dictionary<string, string>
        {
            ["ai.generateText"] = SpanType.Llm,
            [GenerateTextCall] = SpanType.Llm,
            ["ai.streamText"] = SpanType.Llm,
            ["ai.streamText.doStream"] = SpanType.Llm,
            ["ai.generateObject"] = SpanType.Llm,
            ["ai.generateObject.doGenerate"] = SpanType.Llm,
            ["ai.streamObject"] = SpanType.Llm,
            ["ai.streamObject.doStream"] = SpanType.Llm,
            ["ai.toolCall"] = SpanType.Tool,
            ["ai.embed"] = SpanType.Embedding,
            ["ai.embed.doEmbed"] = SpanType.Embedding,
            ["ai.embedMany"] = SpanType.Embedding,
            ["ai.embedMany.doEmbed"] = SpanType.Embedding,
            ["ai.rerank"] = SpanType.Reranker,
            ["ai.rerank.doRerank"] = SpanType.Reranker,
        }.ToFrozenDictionary(StringComparer.Ordinal),
        Inputs =
        [
            VercelAiKeys.Prompt, VercelAiKeys.ToolCallArgs, VercelAiKeys.Value, VercelAiKeys.Values, VercelAiKeys.PromptMessages, VercelAiKeys.Documents,
        ],
        Outputs =
        [
            VercelAiKeys.ResponseText, VercelAiKeys.ToolCallResult, VercelAiKeys.ResponseObject, VercelAiKeys.Embedding, VercelAiKeys.Embeddings,
            VercelAiKeys.ResponseToolCalls, VercelAiKeys.Ranking,
        ],
        ChatInputs = [VercelAiKeys.PromptMessages, VercelAiKeys.Prompt],
        Tools = [VercelAiKeys.PromptTools],
        InputTokens = [VercelAiKeys.InputTokens, VercelAiKeys.PromptTokens, VercelAiKeys.EmbeddingTokens],
        OutputTokens = [VercelAiKeys.OutputTokens, VercelAiKeys.CompletionTokens],
        TotalTokens = [VercelAiKeys.TotalTokens],
        CacheReadTokens = [VercelAiKeys.CacheReadTokens, VercelAiKeys.CachedInputTokens],
        CacheWriteTokens = [VercelAiKeys.CacheWriteTokens],
        ReasoningTokens = [VercelAiKeys.ReasoningTokenDetails, VercelAiKeys.ReasoningTokens],
        KindsThatRepeatTokens = new[] { "ai.generateText", "ai.streamText", "ai.generateObject", "ai.streamObject", "ai.embed", "ai.embedMany" }
            .ToFrozenSet(StringComparer.Ordinal),
        Providers = [VercelAiKeys.ModelProvider],
        Sessions = [VercelAiKeys.SessionId],
        Users = [VercelAiKeys.UserId],
        Models = [VercelAiKeys.ResponseModel, VercelAiKeys.ModelId],
        Spread = new SpreadContent(GenerateTextCall, VercelAiKeys.PromptPrefix, VercelAiKeys.ResponsePrefix),
    };
}
