namespace OtelBridge.GenAI.Calls;

/// <summary>The values of <c>gen_ai.operation.name</c> that our spans have.</summary>
internal static class GenAiOperations
{
    public const string Chat = "chat";

    /// <summary>Of Microsoft.Extensions.AI: calls of a model and of the tools that it asks for, until it has answered.</summary>
    public const string OrchestrateTools = "orchestrate_tools";
}
