using System.Collections.Frozen;
using OtelBridge.Attributes;

namespace OtelBridge.Store.Translation.Dialects;

/// <summary>The GenAI semantic conventions of OpenTelemetry.</summary>
/// <remarks>Retrieval, workflow, plan and memory operations are ours beyond MLflow 3.6, after the conventions' own list of operations.</remarks>
internal static class GenAiDialect
{
    public static Dialect Instance { get; } = new()
    {
        Kinds = [GenAiKeys.OperationName],
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
        }.ToFrozenDictionary(StringComparer.Ordinal),
        Inputs = [GenAiKeys.InputMessages, GenAiKeys.ToolCallArguments],
        Outputs = [GenAiKeys.OutputMessages, GenAiKeys.ToolCallResult],
        InputTokens = [GenAiKeys.InputTokens],
        OutputTokens = [GenAiKeys.OutputTokens],
        Models = [GenAiKeys.ResponseModel, GenAiKeys.RequestModel],
        Sessions = [GenAiKeys.ConversationId],
    };
}
