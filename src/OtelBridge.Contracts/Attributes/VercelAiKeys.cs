namespace OtelBridge.Attributes;

/// <summary>Attribute keys of the Vercel AI SDK.</summary>
/// <remarks>Source: MLflow 3.6's translator of this dialect. Token counts use the keys of <see cref="GenAiKeys"/>.</remarks>
public static class VercelAiKeys
{
    /// <summary>What the span does: <c>ai.generateText</c>, <c>ai.toolCall</c>, <c>ai.embed</c>, …</summary>
    public const string OperationId = "ai.operationId";

    /// <summary>The model that was asked for.</summary>
    public const string ModelId = "ai.model.id";

    /// <summary>The model that answered.</summary>
    public const string ResponseModel = "ai.response.model";

    /// <summary>The provider of the model, with the kind of its interface: <c>openai.chat</c>.</summary>
    public const string ModelProvider = "ai.model.provider";

    /// <summary>The messages of a model call.</summary>
    public const string PromptMessages = "ai.prompt.messages";

    /// <summary>The tools that were offered to the model.</summary>
    public const string PromptTools = "ai.prompt.tools";

    /// <summary>Tokens of the prompt.</summary>
    public const string InputTokens = "ai.usage.inputTokens";

    /// <summary>Older name of <see cref="InputTokens"/>.</summary>
    public const string PromptTokens = "ai.usage.promptTokens";

    /// <summary>Tokens of the texts that are embedded.</summary>
    public const string EmbeddingTokens = "ai.usage.tokens";

    /// <summary>Tokens of the completion.</summary>
    public const string OutputTokens = "ai.usage.outputTokens";

    /// <summary>Older name of <see cref="OutputTokens"/>.</summary>
    public const string CompletionTokens = "ai.usage.completionTokens";

    /// <summary>All tokens.</summary>
    public const string TotalTokens = "ai.usage.totalTokens";

    /// <summary>Tokens of the prompt that the provider had in its cache.</summary>
    public const string CacheReadTokens = "ai.usage.inputTokenDetails.cacheReadTokens";

    /// <summary>Older name of <see cref="CacheReadTokens"/>.</summary>
    public const string CachedInputTokens = "ai.usage.cachedInputTokens";

    /// <summary>Tokens of the prompt that the provider put into its cache.</summary>
    public const string CacheWriteTokens = "ai.usage.inputTokenDetails.cacheWriteTokens";

    /// <summary>Tokens of the completion that the model thought and did not say.</summary>
    public const string ReasoningTokenDetails = "ai.usage.outputTokenDetails.reasoningTokens";

    /// <summary>Older name of <see cref="ReasoningTokenDetails"/>.</summary>
    public const string ReasoningTokens = "ai.usage.reasoningTokens";

    /// <summary>The conversation, where the program says so.</summary>
    public const string SessionId = "ai.telemetry.metadata.sessionId";

    /// <summary>The user, where the program says so.</summary>
    public const string UserId = "ai.telemetry.metadata.userId";

    /// <summary>What is put in order.</summary>
    public const string Documents = "ai.documents";

    /// <summary>The new order.</summary>
    public const string Ranking = "ai.ranking";

    /// <summary>The calls of tools in the answer.</summary>
    public const string ResponseToolCalls = "ai.response.toolCalls";

    /// <summary>The prompt.</summary>
    public const string Prompt = "ai.prompt";

    /// <summary>Beginning of the keys that hold the prompt's parts.</summary>
    public const string PromptPrefix = "ai.prompt.";

    /// <summary>Beginning of the keys that hold the answer's parts.</summary>
    public const string ResponsePrefix = "ai.response.";

    /// <summary>The text of the answer.</summary>
    public const string ResponseText = "ai.response.text";

    /// <summary>The structured answer.</summary>
    public const string ResponseObject = "ai.response.object";

    /// <summary>What the tool was called with.</summary>
    public const string ToolCallArgs = "ai.toolCall.args";

    /// <summary>What the tool returned.</summary>
    public const string ToolCallResult = "ai.toolCall.result";

    /// <summary>What is embedded.</summary>
    public const string Value = "ai.value";

    /// <summary>What is embedded, several at once.</summary>
    public const string Values = "ai.values";

    /// <summary>The vector.</summary>
    public const string Embedding = "ai.embedding";

    /// <summary>The vectors.</summary>
    public const string Embeddings = "ai.embeddings";
}
