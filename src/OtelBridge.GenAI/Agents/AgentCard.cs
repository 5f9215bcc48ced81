using OtelBridge.GenAI.Calls;

namespace OtelBridge.GenAI.Agents;

/// <summary>Who runs: an agent, or a group of them.</summary>
internal sealed record AgentCard(string Name, string? Id, string? Description, string? ConversationId)
{
    public bool IsGroup { get; private init; }

    public string Operation => IsGroup ? GenAiOperations.InvokeWorkflow : GenAiOperations.InvokeAgent;

    public static AgentCard Group(string name, string? conversationId) => new(name, null, null, conversationId) { IsGroup = true };
}
