using System.Collections.Frozen;
using OtelBridge.Attributes;

namespace OtelBridge.Store.Translation.Dialects;

/// <summary>The Vercel AI SDK. It names tokens as the GenAI conventions do.</summary>
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
        }.ToFrozenDictionary(StringComparer.Ordinal),
        Inputs = [VercelAiKeys.Prompt, VercelAiKeys.ToolCallArgs, VercelAiKeys.Value, VercelAiKeys.Values],
        Outputs =
        [
            VercelAiKeys.ResponseText, VercelAiKeys.ToolCallResult, VercelAiKeys.ResponseObject, VercelAiKeys.Embedding, VercelAiKeys.Embeddings,
        ],
        Models = [VercelAiKeys.ResponseModel, VercelAiKeys.ModelId],
        Spread = new SpreadContent(GenerateTextCall, VercelAiKeys.PromptPrefix, VercelAiKeys.ResponsePrefix),
    };
}
