using System.Collections.Frozen;
using OtelBridge.Attributes;

namespace OtelBridge.Dialects;

/// <summary>OpenLLMetry (Traceloop), which flattens a chat into one attribute a message.</summary>
/// <remarks>The types of model calls, which its older instrumentations name by a key of their own, are ours beyond MLflow 3.6.</remarks>
internal static class TraceloopDialect
{
    public static Dialect Instance { get; } = new()
    {
        Kinds = [TraceloopKeys.SpanKind, TraceloopKeys.RequestType],
        SpanTypes = new Dictionary<string, string>
        {
            ["workflow"] = SpanType.Workflow,
            ["task"] = SpanType.Task,
            ["agent"] = SpanType.Agent,
            ["tool"] = SpanType.Tool,
            ["unknown"] = SpanType.Unknown,
            ["chat"] = SpanType.ChatModel,
            ["completion"] = SpanType.Llm,
            ["embedding"] = SpanType.Embedding,
            ["rerank"] = SpanType.Reranker,
        }.ToFrozenDictionary(StringComparer.Ordinal),
        Inputs = [TraceloopKeys.EntityInput],
        Outputs = [TraceloopKeys.EntityOutput],
        FlattenedInputs = [new(TraceloopKeys.PromptPrefix, "messages", PlainText: "content")],
        FlattenedOutputs = [new(TraceloopKeys.CompletionPrefix, "messages", PlainText: "content")],
        FlattenedTools = [new(TraceloopKeys.FunctionsPrefix, "tools")],
        IndexedInputs = [new(TraceloopKeys.PromptPrefix, ".content"), new(TraceloopKeys.CompletionPrefix, ".tool_calls.#.arguments")],
        IndexedOutputs = [new(TraceloopKeys.CompletionPrefix, ".content")],
        InputTokens = [GenAiKeys.PromptTokens],
        OutputTokens = [GenAiKeys.CompletionTokens],
        TotalTokens = [TraceloopKeys.TotalTokens],
        CacheReadTokens = [TraceloopKeys.CacheReadTokens],
        CacheWriteTokens = [TraceloopKeys.CacheWriteTokens],
        ReasoningTokens = [TraceloopKeys.ReasoningTokens],
        Sessions = [TraceloopKeys.SessionId],
        Users = [TraceloopKeys.UserId],
    };
}
