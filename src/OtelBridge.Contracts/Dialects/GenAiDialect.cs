using System.Collections.Frozen;
using OtelBridge.Attributes;

namespace OtelBridge.Dialects;

/// <summary>The GenAI semantic conventions of OpenTelemetry.</summary>
/// <remarks>
/// Ours beyond MLflow 3.6: retrieval, workflow, plan and memory operations, after the conventions' own list of operations; calls of tools over the Model
/// Context Protocol; the operations of Semantic Kernel (with a dot) and of Microsoft.Extensions.AI (<c>orchestrate_tools</c>); results of tools as Anthropic's library says them.
/// </remarks>
internal static class GenAiDialect
{
    public static Dialect Instance { get; } = new()
    {
        Kinds = [GenAiKeys.OperationName, GenAiKeys.McpMethodName],
        SpanTypes = new Dictionary<string, string>
        {
            ["chat"] = SpanType.ChatModel,
            ["create_agent"] = SpanType.Agent,
            ["invoke_agent"] = SpanType.Agent,
            ["plan"] = SpanType.Agent,
            ["embeddings"] = SpanType.Embedding,
            ["execute_tool"] = SpanType.Tool,
            ["generate_content"] = SpanType.Llm,
            ["text_completion"] = SpanType.Llm,
            ["response"] = SpanType.Llm,
            ["retrieval"] = SpanType.Retriever,
            ["invoke_workflow"] = SpanType.Workflow,
            ["create_memory_store"] = SpanType.Memory,
            ["delete_memory_store"] = SpanType.Memory,
            ["create_memory"] = SpanType.Memory,
            ["update_memory"] = SpanType.Memory,
            ["upsert_memory"] = SpanType.Memory,
            ["search_memory"] = SpanType.Memory,
            ["delete_memory"] = SpanType.Memory,
            ["tools/call"] = SpanType.Tool,
            ["chat.completions"] = SpanType.ChatModel,
            ["text.completions"] = SpanType.Llm,
            ["orchestrate_tools"] = SpanType.Chain,
        }.ToFrozenDictionary(StringComparer.Ordinal),
        Inputs =
        [
            GenAiKeys.InputMessages, GenAiKeys.ToolCallArguments, GenAiKeys.RetrievalQuery, GenAiKeys.MemoryQuery, GenAiKeys.AgentInvocationInput,
            GenAiKeys.Prompt,
        ],
        Outputs =
        [
            GenAiKeys.OutputMessages, GenAiKeys.ToolCallResult, GenAiKeys.AnthropicToolResult, GenAiKeys.RetrievalDocuments, GenAiKeys.MemoryRecords,
            GenAiKeys.AgentInvocationOutput, GenAiKeys.Completion,
        ],
        ChatInputs = [GenAiKeys.InputMessages, GenAiKeys.Prompt],
        ChatOutputs = [GenAiKeys.OutputMessages, GenAiKeys.Completion],
        SystemInstructions = [GenAiKeys.SystemInstructions],
        Tools = [GenAiKeys.ToolDefinitions],
        InputTokens = [GenAiKeys.InputTokens, GenAiKeys.ResponsePromptTokens],
        OutputTokens = [GenAiKeys.OutputTokens, GenAiKeys.ResponseCompletionTokens],
        TotalTokens = [GenAiKeys.TotalTokens],
        CacheReadTokens = [GenAiKeys.CacheReadTokens],
        CacheWriteTokens = [GenAiKeys.CacheWriteTokens, GenAiKeys.CacheCreationTokens],
        ReasoningTokens = [GenAiKeys.ReasoningTokens],
        TotalCosts = [GenAiKeys.Cost],
        ServiceTiers = [GenAiKeys.ServiceTier, GenAiKeys.OlderServiceTier],
        Providers = [GenAiKeys.ProviderName, GenAiKeys.System],
        Agents = [GenAiKeys.AgentName],
        Models = [GenAiKeys.ResponseModel, GenAiKeys.RequestModel],
        Sessions = [GenAiKeys.ConversationId],
        Users = [OTelKeys.EndUserId],
    };
}
