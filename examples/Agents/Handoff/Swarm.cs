using Microsoft.Extensions.AI;
using OtelBridge.GenAI;

namespace Agents.Handoff;

/// <summary>Runs a conversation that agents hand on to one another: whoever has it answers, until one answers with words.</summary>
/// <param name="chat">The model of all of them.</param>
internal sealed class Swarm(IChatClient chat)
{
    /// <summary>Agents that hand on to one another for ever are a mistake in their instructions.</summary>
    private const int MaxHandoffs = 8;

    /// <summary>A model that calls tools for ever does not get anywhere.</summary>
    private const int MaxTurns = 10;

    /// <summary>Answers what the user said last; the conversation grows by what is said and done.</summary>
    /// <returns>The agent that has the conversation then, and what it answered.</returns>
    public async Task<(Agent Agent, string Answer)> RunAsync(Agent agent, IList<ChatMessage> conversation, CancellationToken cancellationToken)
    {
        // An AGENT span for each that has the conversation, one beside the other, with model calls and tools below.
        var request = conversation[^1].Text;
        using var first = MlflowAgent.Start(agent.Name, inputs: request);
        var run = first;
        try
        {
            for (var handoffs = 0; handoffs <= MaxHandoffs; handoffs++)
            {
                var (next, answer) = await RunOneAsync(agent, conversation, cancellationToken);
                if (answer is not null)
                {
                    run.SetOutputs(answer);
                    return (agent, answer);
                }

                run = run.HandOff(next.Name, inputs: request);
                agent = next;
            }

            throw new InvalidOperationException($"The agents handed the conversation on {MaxHandoffs} times, and nobody answered.");
        }
        catch (Exception e)
        {
            run.RecordException(e);
            throw;
        }
    }

    /// <summary>Lets one agent work until it answers with words, or hands on; then there is no answer.</summary>
    private async Task<(Agent Next, string? Answer)> RunOneAsync(Agent agent, IList<ChatMessage> conversation, CancellationToken cancellationToken)
    {
        var options = new ChatOptions { Temperature = 0, Tools = [.. agent.Functions] };
        for (var turn = 0; turn < MaxTurns; turn++)
        {
            var response = await chat.GetResponseAsync([new ChatMessage(ChatRole.System, agent.Instructions), .. conversation], options, cancellationToken);
            foreach (var message in response.Messages)
            {
                message.AuthorName = agent.Name;
                conversation.Add(message);
            }

            var calls = response.Messages.SelectMany(static message => message.Contents).OfType<FunctionCallContent>().ToList();
            if (calls.Count == 0)
            {
                return (agent, response.Text);
            }

            if (await CallAsync(agent, calls, conversation, cancellationToken) is { } next)
            {
                return (next, null);
            }
        }

        throw new InvalidOperationException($"{agent.Name} called tools {MaxTurns} times without an answer.");
    }

    /// <summary>Calls what the model asked for, and adds the results; the agent to hand on to when one of them is one.</summary>
    private static async Task<Agent?> CallAsync(
        Agent agent, IEnumerable<FunctionCallContent> calls, IList<ChatMessage> conversation, CancellationToken cancellationToken)
    {
        Agent? next = null;
        foreach (var call in calls)
        {
            var function = agent.Functions.OfType<AIFunction>().FirstOrDefault(function => function.Name == call.Name);
            var result = function is null
                ? $"There is no function {call.Name}."
                : await function.InvokeAsync(new AIFunctionArguments(call.Arguments), cancellationToken);
            next = result as Agent ?? next;
            conversation.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent(call.CallId, result is Agent to ? $"{to.Name} has the conversation now." : result)]));
        }

        return next;
    }
}
