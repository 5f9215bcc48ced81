using Agents.Handoff;
using Microsoft.Extensions.AI;
using OtelBridge.GenAI;

namespace Agents.Running;

/// <summary>A customer's conversation with the shop: each request is a trace, all of them are one session, and the agent who answered last is asked first.</summary>
internal sealed class CustomerConversation(Swarm swarm, Agent first)
{
    private readonly string _id = $"customer-{Guid.NewGuid().ToString("N")[..8]}";
    private readonly List<ChatMessage> _messages = []; // bounded by what a person asks
    private Agent _agent = first;

    /// <returns>The answer, who gave it, and the id of the trace.</returns>
    public Task<(string Answer, string Agent, string TraceId)> AskAsync(string request, CancellationToken cancellationToken) =>
        MlflowAgent.RunGroupAsync(
            "bicycle shop",
            async group =>
            {
                _messages.Add(new ChatMessage(ChatRole.User, request));
                (_agent, var answer) = await swarm.RunAsync(_agent, _messages, cancellationToken);
                group.SetOutputs(answer);
                return (answer, _agent.Name, group.Span.TraceId);
            },
            inputs: request,
            conversationId: _id);
}
