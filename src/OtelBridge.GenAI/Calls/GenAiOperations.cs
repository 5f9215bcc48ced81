namespace OtelBridge.GenAI.Calls;

/// <summary>The values of <c>gen_ai.operation.name</c> that our spans have.</summary>
internal static class GenAiOperations
{
    public const string Chat = "chat";

    public const string Embeddings = "embeddings";

    public const string ExecuteTool = "execute_tool";

    /// <summary>Pictures; the conventions have no word of their own.</summary>
    public const string GenerateContent = "generate_content";

    public const string InvokeAgent = "invoke_agent";

    public const string InvokeWorkflow = "invoke_workflow";

    /// <summary>Of Microsoft.Extensions.AI: calls of a model and of the tools that it asks for, until it has answered.</summary>
    public const string OrchestrateTools = "orchestrate_tools";

    /// <summary>Text to speech, which the conventions do not name.</summary>
    public const string Speech = "speech";

    /// <summary>Speech to text, which the conventions do not name.</summary>
    public const string Transcription = "transcription";
}
