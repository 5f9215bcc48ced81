namespace OtelBridge.Attributes;

/// <summary>Attribute keys of OpenLLMetry (Traceloop).</summary>
/// <remarks>Source: MLflow 3.6's translator of this dialect. Token counts use <see cref="GenAiKeys.PromptTokens"/> and <see cref="GenAiKeys.CompletionTokens"/>.</remarks>
public static class TraceloopKeys
{
    /// <summary>Kind of the span: <c>workflow</c>, <c>task</c>, <c>agent</c>, <c>tool</c>.</summary>
    public const string SpanKind = "traceloop.span.kind";

    /// <summary>Kind of a model call: <c>chat</c>, <c>completion</c>, <c>embedding</c>, <c>rerank</c>.</summary>
    public const string RequestType = "llm.request.type";

    /// <summary>What the operation works on.</summary>
    public const string EntityInput = "traceloop.entity.input";

    /// <summary>What came out of it.</summary>
    public const string EntityOutput = "traceloop.entity.output";

    /// <summary>Beginning of the flattened chat: index, then <c>.role</c> or <c>.content</c>.</summary>
    public const string PromptPrefix = "gen_ai.prompt.";

    /// <summary>Beginning of the flattened answer: index, then <c>.content</c> or <c>.tool_calls.…</c>.</summary>
    public const string CompletionPrefix = "gen_ai.completion.";

    /// <summary>Tokens of the prompt that the provider had in its cache.</summary>
    public const string CacheReadTokens = "gen_ai.usage.cache_read_input_tokens";

    /// <summary>Tokens of the prompt that the provider put into its cache.</summary>
    public const string CacheWriteTokens = "gen_ai.usage.cache_creation_input_tokens";

    /// <summary>Tokens of the completion that the model thought and did not say.</summary>
    public const string ReasoningTokens = "gen_ai.usage.reasoning_tokens";

    /// <summary>Beginning of the flattened tools that were offered to the model.</summary>
    public const string FunctionsPrefix = "llm.request.functions.";

    /// <summary>The conversation, where the program says so.</summary>
    public const string SessionId = "traceloop.association.properties.session_id";

    /// <summary>The user, where the program says so.</summary>
    public const string UserId = "traceloop.association.properties.user_id";

    /// <summary>All tokens.</summary>
    public const string TotalTokens = "llm.usage.total_tokens";
}
