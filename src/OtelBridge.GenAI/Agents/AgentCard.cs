namespace OtelBridge.GenAI.Agents;

/// <summary>Who runs: an agent, or a group of them.</summary>
internal sealed record AgentCard(string Name, string? Id, string? Description, string? ConversationId)
{
    public const string Agent = "invoke_agent";
    public const string Workflow = "invoke_workflow";

    public bool IsGroup { get; private init; }

    public string Operation => IsGroup ? Workflow : Agent;

    public static AgentCard Group(string name, string? conversationId) => new(name, null, null, conversationId) { IsGroup = true };
}
