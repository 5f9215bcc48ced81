namespace OtelBridge.Attributes;

/// <summary>Attribute keys of the OpenTelemetry GenAI semantic conventions, the current ones and those they replaced.</summary>
/// <remarks>Source: OpenTelemetry semantic conventions 1.41, GenAI section (status: development), and its table of deprecated keys.</remarks>
public static class GenAiKeys
{
    /// <summary>What the span does: <c>chat</c>, <c>embeddings</c>, <c>execute_tool</c>, <c>invoke_agent</c>, …</summary>
    public const string OperationName = "gen_ai.operation.name";

    /// <summary>The provider of the model: <c>openai</c>, <c>anthropic</c>, …</summary>
    public const string ProviderName = "gen_ai.provider.name";

    /// <summary>Older name of <see cref="ProviderName"/>.</summary>
    public const string System = "gen_ai.system";

    /// <summary>The model that was asked for.</summary>
    public const string RequestModel = "gen_ai.request.model";

    /// <summary>The model that answered.</summary>
    public const string ResponseModel = "gen_ai.response.model";

    /// <summary>Most tokens that the model was to answer with.</summary>
    public const string RequestMaxTokens = "gen_ai.request.max_tokens";

    /// <summary>How freely the model was to choose its words.</summary>
    public const string RequestTemperature = "gen_ai.request.temperature";

    /// <summary>Share of the likeliest words that the model was to choose from.</summary>
    public const string RequestTopP = "gen_ai.request.top_p";

    /// <summary>Number of the likeliest words that the model was to choose from.</summary>
    public const string RequestTopK = "gen_ai.request.top_k";

    /// <summary>How much the model was to avoid words that it had said often.</summary>
    public const string RequestFrequencyPenalty = "gen_ai.request.frequency_penalty";

    /// <summary>How much the model was to avoid words that it had said at all.</summary>
    public const string RequestPresencePenalty = "gen_ai.request.presence_penalty";

    /// <summary>Where the model was to stop.</summary>
    public const string RequestStopSequences = "gen_ai.request.stop_sequences";

    /// <summary>What chance was to begin from.</summary>
    public const string RequestSeed = "gen_ai.request.seed";

    /// <summary>How many answers were asked for.</summary>
    public const string RequestChoiceCount = "gen_ai.request.choice.count";

    /// <summary>Whether the answer was to come in pieces.</summary>
    public const string RequestStream = "gen_ai.request.stream";

    /// <summary>What was asked for: <c>text</c>, <c>json</c>, <c>image</c> or <c>speech</c>.</summary>
    public const string OutputType = "gen_ai.output.type";

    /// <summary>How much the model was to think.</summary>
    public const string RequestReasoningLevel = "gen_ai.request.reasoning.level";

    /// <summary>In which forms vectors were asked for.</summary>
    public const string RequestEncodingFormats = "gen_ai.request.encoding_formats";

    /// <summary>Seconds until the first chunk of a streamed answer came.</summary>
    public const string ResponseTimeToFirstChunk = "gen_ai.response.time_to_first_chunk";

    /// <summary>The provider's id of the answer.</summary>
    public const string ResponseId = "gen_ai.response.id";

    /// <summary>Why the model stopped, one entry for each choice.</summary>
    public const string ResponseFinishReasons = "gen_ai.response.finish_reasons";

    /// <summary>The chat that was sent; JSON text or structured.</summary>
    public const string InputMessages = "gen_ai.input.messages";

    /// <summary>What the model answered; JSON text or structured.</summary>
    public const string OutputMessages = "gen_ai.output.messages";

    /// <summary>The system prompt, where it is kept apart from the chat.</summary>
    public const string SystemInstructions = "gen_ai.system_instructions";

    /// <summary>The tools that were offered to the model.</summary>
    public const string ToolDefinitions = "gen_ai.tool.definitions";

    /// <summary>The tool that is executed.</summary>
    public const string ToolName = "gen_ai.tool.name";

    /// <summary>The model's id of the tool call.</summary>
    public const string ToolCallId = "gen_ai.tool.call.id";

    /// <summary>What kind of tool it is: <c>function</c>, <c>extension</c> or <c>datastore</c>.</summary>
    public const string ToolType = "gen_ai.tool.type";

    /// <summary>What the tool is for.</summary>
    public const string ToolDescription = "gen_ai.tool.description";

    /// <summary>What the tool was called with.</summary>
    public const string ToolCallArguments = "gen_ai.tool.call.arguments";

    /// <summary>What the tool returned.</summary>
    public const string ToolCallResult = "gen_ai.tool.call.result";

    /// <summary>What a tool returned, as Anthropic's library writes it: a list of content blocks.</summary>
    public const string AnthropicToolResult = "anthropic.tool_result.content";

    /// <summary>The agent that runs.</summary>
    public const string AgentName = "gen_ai.agent.name";

    /// <summary>The agent's id.</summary>
    public const string AgentId = "gen_ai.agent.id";

    /// <summary>What the agent is for.</summary>
    public const string AgentDescription = "gen_ai.agent.description";

    /// <summary>The workflow that runs.</summary>
    public const string WorkflowName = "gen_ai.workflow.name";

    /// <summary>Where documents are looked for.</summary>
    public const string DataSourceId = "gen_ai.data_source.id";

    /// <summary>How many documents were asked for.</summary>
    public const string RetrievalTopK = "gen_ai.retrieval.top_k";

    /// <summary>How many numbers a vector has.</summary>
    public const string EmbeddingsDimensionCount = "gen_ai.embeddings.dimension.count";

    /// <summary>The conversation that the span belongs to.</summary>
    public const string ConversationId = "gen_ai.conversation.id";

    /// <summary>Tokens of the prompt, cached ones included.</summary>
    public const string InputTokens = "gen_ai.usage.input_tokens";

    /// <summary>Tokens of the completion, reasoning included.</summary>
    public const string OutputTokens = "gen_ai.usage.output_tokens";

    /// <summary>All tokens; not in the conventions, but sent with them by OpenLLMetry.</summary>
    public const string TotalTokens = "gen_ai.usage.total_tokens";

    /// <summary>What the call cost; not in the conventions, but sent with them by several instrumentations.</summary>
    public const string Cost = "gen_ai.usage.cost";

    /// <summary>OpenAI's tier that the call was served in, by which its price goes.</summary>
    public const string ServiceTier = "openai.response.service_tier";

    /// <summary>Older name of <see cref="ServiceTier"/>.</summary>
    public const string OlderServiceTier = "gen_ai.openai.response.service_tier";

    /// <summary>Older name of <see cref="InputTokens"/>.</summary>
    public const string PromptTokens = "gen_ai.usage.prompt_tokens";

    /// <summary>Older name of <see cref="OutputTokens"/>.</summary>
    public const string CompletionTokens = "gen_ai.usage.completion_tokens";

    /// <summary>Tokens of the prompt that the provider had in its cache.</summary>
    public const string CacheReadTokens = "gen_ai.usage.cache_read.input_tokens";

    /// <summary>Tokens of the prompt that the provider put into its cache.</summary>
    public const string CacheWriteTokens = "gen_ai.usage.cache_write.input_tokens";

    /// <summary>Older name of <see cref="CacheWriteTokens"/>.</summary>
    public const string CacheCreationTokens = "gen_ai.usage.cache_creation.input_tokens";

    /// <summary>Tokens of the completion that the model thought and did not say.</summary>
    public const string ReasoningTokens = "gen_ai.usage.reasoning.output_tokens";

    /// <summary>The chat that was sent, up to 1.27 of the conventions; also an attribute of <see cref="PromptEvent"/>.</summary>
    public const string Prompt = "gen_ai.prompt";

    /// <summary>What the model answered, up to 1.27 of the conventions; also an attribute of <see cref="CompletionEvent"/>.</summary>
    public const string Completion = "gen_ai.completion";

    /// <summary>Semantic Kernel: what an agent was given.</summary>
    public const string AgentInvocationInput = "gen_ai.agent.invocation_input";

    /// <summary>Semantic Kernel: what an agent answered.</summary>
    public const string AgentInvocationOutput = "gen_ai.agent.invocation_output";

    /// <summary>Name of <see cref="InputTokens"/> in early versions of Semantic Kernel.</summary>
    public const string ResponsePromptTokens = "gen_ai.response.prompt_tokens";

    /// <summary>Name of <see cref="OutputTokens"/> in early versions of Semantic Kernel.</summary>
    public const string ResponseCompletionTokens = "gen_ai.response.completion_tokens";

    /// <summary>What is looked for in a data source.</summary>
    public const string RetrievalQuery = "gen_ai.retrieval.query.text";

    /// <summary>What was found in a data source.</summary>
    public const string RetrievalDocuments = "gen_ai.retrieval.documents";

    /// <summary>What is looked for in a memory.</summary>
    public const string MemoryQuery = "gen_ai.memory.query.text";

    /// <summary>What was found in a memory, or is put there.</summary>
    public const string MemoryRecords = "gen_ai.memory.records";

    /// <summary>Event that carries the chat, up to 1.27 of the conventions.</summary>
    public const string PromptEvent = "gen_ai.content.prompt";

    /// <summary>Event that carries the answer, up to 1.27 of the conventions.</summary>
    public const string CompletionEvent = "gen_ai.content.completion";

    /// <summary>Event of one system message, 1.28 to 1.36 of the conventions.</summary>
    public const string SystemMessageEvent = "gen_ai.system.message";

    /// <summary>Event of one message of the user, 1.28 to 1.36 of the conventions.</summary>
    public const string UserMessageEvent = "gen_ai.user.message";

    /// <summary>Event of one earlier answer, 1.28 to 1.36 of the conventions.</summary>
    public const string AssistantMessageEvent = "gen_ai.assistant.message";

    /// <summary>Event of one result of a tool, 1.28 to 1.36 of the conventions.</summary>
    public const string ToolMessageEvent = "gen_ai.tool.message";

    /// <summary>Event of one answer, 1.28 to 1.36 of the conventions.</summary>
    public const string ChoiceEvent = "gen_ai.choice";

    /// <summary>Attribute of an event: its body as JSON text, from emitters whose span events have no body.</summary>
    public const string EventContent = "gen_ai.event.content";

    /// <summary>Call of the Model Context Protocol: <c>tools/call</c>, <c>resources/read</c>, …</summary>
    public const string McpMethodName = "mcp.method.name";
}
