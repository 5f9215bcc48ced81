using OtelBridge.Export.Forms;

namespace OtelBridge.Export.Dialects;

/// <summary>The operations of the GenAI conventions that MLflow's span types are.</summary>
internal static class GenAiOperation
{
    public const string Chat = "chat";
    public const string GenerateContent = "generate_content";
    public const string TextCompletion = "text_completion";
    public const string Embeddings = "embeddings";
    public const string Retrieval = "retrieval";
    public const string ExecuteTool = "execute_tool";
    public const string InvokeAgent = "invoke_agent";
    public const string InvokeWorkflow = "invoke_workflow";
    public const string SearchMemory = "search_memory";
    public const string UpdateMemory = "update_memory";
    public const string DeleteMemory = "delete_memory";

    // What a memory's methods are called.
    private static readonly string[] Deletes = ["delete", "remove", "clear", "forget"];
    private static readonly string[] Writes = ["add", "save", "store", "write", "put", "update", "remember", "insert", "set"];
    private static readonly string[] Reads = ["search", "get", "load", "read", "recall", "query", "find", "retrieve", "list"];

    /// <summary>The operation of a span; null for types that the conventions do not know.</summary>
    public static string? Of(SpanDraft draft, SpanContent content) => content.Type switch
    {
        SpanType.ChatModel => Chat,
        // Both are read back as LLM; a prompt is one text, all else is a request of its provider's form.
        SpanType.Llm => content.InputsText is null or ['"', ..] ? TextCompletion : GenerateContent,
        SpanType.Embedding => Embeddings,
        SpanType.Retriever => Retrieval,
        SpanType.Tool => ExecuteTool,
        SpanType.Agent => InvokeAgent,
        SpanType.Workflow or SpanType.Chain => InvokeWorkflow,
        SpanType.Memory => OfMemory(draft.Name, content),
        _ => null,
    };

    // MLflow does not tell reading from writing; the name does, or else that something came out.
    private static string OfMemory(string name, SpanContent content) =>
        Has(name, Deletes) ? DeleteMemory
        : Has(name, Reads) ? SearchMemory
        : Has(name, Writes) ? UpdateMemory
        : content.OutputsText is null ? UpdateMemory : SearchMemory;

    private static bool Has(string name, string[] words)
    {
        foreach (var word in words)
        {
            if (name.Contains(word, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
