namespace OtelBridge.Attributes;

/// <summary>Attribute keys of OpenInference.</summary>
/// <remarks>Source: the OpenInference specification, as of August 2026.</remarks>
public static class OpenInferenceKeys
{
    /// <summary>Kind of the span: <c>LLM</c>, <c>TOOL</c>, <c>RETRIEVER</c>, …</summary>
    public const string SpanKind = "openinference.span.kind";

    /// <summary>What the operation works on.</summary>
    public const string InputValue = "input.value";

    /// <summary>What came out of it.</summary>
    public const string OutputValue = "output.value";

    /// <summary>Media type of <see cref="InputValue"/>.</summary>
    public const string InputMimeType = "input.mime_type";

    /// <summary>Media type of <see cref="OutputValue"/>.</summary>
    public const string OutputMimeType = "output.mime_type";

    /// <summary>What a model was asked beside the chat, JSON text.</summary>
    public const string InvocationParameters = "llm.invocation_parameters";

    /// <summary>Why the model stopped.</summary>
    public const string FinishReason = "llm.finish_reason";

    /// <summary>What else is known of the trace, JSON text.</summary>
    public const string Metadata = "metadata";

    /// <summary>Words by which the trace is found, a list.</summary>
    public const string Tags = "tag.tags";

    /// <summary>The tool that is executed.</summary>
    public const string ToolName = "tool.name";

    /// <summary>How many documents are to be left after they were ordered.</summary>
    public const string RerankerTopK = "reranker.top_k";

    /// <summary>The model.</summary>
    public const string ModelName = "llm.model_name";

    /// <summary>The model that was asked for.</summary>
    public const string RequestModelName = "llm.request.model_name";

    /// <summary>The model that answered.</summary>
    public const string ResponseModelName = "llm.response.model_name";

    /// <summary>The model of an embedding.</summary>
    public const string EmbeddingModelName = "embedding.model_name";

    /// <summary>The model that orders documents.</summary>
    public const string RerankerModelName = "reranker.model_name";

    /// <summary>The provider of the model.</summary>
    public const string Provider = "llm.provider";

    /// <summary>The product whose conventions the call follows, such as <c>openai</c>.</summary>
    public const string System = "llm.system";

    /// <summary>Tokens of the prompt.</summary>
    public const string PromptTokens = "llm.token_count.prompt";

    /// <summary>Tokens of the completion.</summary>
    public const string CompletionTokens = "llm.token_count.completion";

    /// <summary>All tokens.</summary>
    public const string TotalTokens = "llm.token_count.total";

    /// <summary>What the call cost.</summary>
    public const string TotalCost = "llm.cost.total";

    /// <summary>What the prompt cost.</summary>
    public const string PromptCost = "llm.cost.prompt";

    /// <summary>What the completion cost.</summary>
    public const string CompletionCost = "llm.cost.completion";

    /// <summary>The part of <see cref="PromptCost"/> that is for tokens the provider had in its cache.</summary>
    public const string CacheReadCost = "llm.cost.prompt_details.cache_read";

    /// <summary>The part of <see cref="PromptCost"/> that is for tokens the provider put into its cache.</summary>
    public const string CacheWriteCost = "llm.cost.prompt_details.cache_write";

    /// <summary>The part of <see cref="CompletionCost"/> that is for what was thought, not said.</summary>
    public const string ReasoningCost = "llm.cost.completion_details.reasoning";

    /// <summary>Tokens of the prompt that the provider had in its cache.</summary>
    public const string CacheReadTokens = "llm.token_count.prompt_details.cache_read";

    /// <summary>Tokens of the prompt that the provider put into its cache.</summary>
    public const string CacheWriteTokens = "llm.token_count.prompt_details.cache_write";

    /// <summary>Tokens of the completion that the model thought and did not say.</summary>
    public const string ReasoningTokens = "llm.token_count.completion_details.reasoning";

    /// <summary>Beginning of the flattened chat: index, then <c>.message.role</c>, <c>.message.content</c>, …</summary>
    public const string InputMessagesPrefix = "llm.input_messages.";

    /// <summary>Beginning of the flattened answer.</summary>
    public const string OutputMessagesPrefix = "llm.output_messages.";

    /// <summary>Beginning of the flattened prompts of a text completion.</summary>
    public const string PromptsPrefix = "llm.prompts.";

    /// <summary>Beginning of the flattened answers of a text completion.</summary>
    public const string ChoicesPrefix = "llm.choices.";

    /// <summary>Beginning of the flattened tools that were offered to the model.</summary>
    public const string ToolsPrefix = "llm.tools.";

    /// <summary>Beginning of the flattened documents that were found.</summary>
    public const string DocumentsPrefix = "retrieval.documents.";

    /// <summary>Beginning of the flattened documents that are to be ordered.</summary>
    public const string RerankerInputPrefix = "reranker.input_documents.";

    /// <summary>Beginning of the flattened documents in their new order.</summary>
    public const string RerankerOutputPrefix = "reranker.output_documents.";

    /// <summary>What documents are ordered by.</summary>
    public const string RerankerQuery = "reranker.query";

    /// <summary>Beginning of the flattened texts and vectors of an embedding.</summary>
    public const string EmbeddingsPrefix = "embedding.embeddings.";

    /// <summary>The name of the agent.</summary>
    public const string AgentName = "agent.name";

    /// <summary>The conversation that the span belongs to.</summary>
    public const string SessionId = "session.id";

    /// <summary>The user on whose behalf the span was made.</summary>
    public const string UserId = "user.id";
}
