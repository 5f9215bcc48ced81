using OtelBridge.GenAI.Agents;

namespace OtelBridge.GenAI;

/// <summary>Traces the runs of agents: an AGENT span around each, whose model calls and tools are its children.</summary>
/// <remarks>
/// <para>
/// What runs inside a run hangs below it, since its span is current there: calls of traced clients and functions, spans of <see cref="Mlflow"/>,
/// other agents.
/// </para>
/// <para>
/// An agent that hands over to another (<see cref="MlflowAgentRun.HandOff"/>, <see cref="MlflowAgentRun.HandOffAsync{TResult}"/>) gets an event, and
/// the next one a span beside it: below the group that both belong to, else below the run that began. A chain of ten agents is a list in the trace,
/// not ten levels.
/// </para>
/// <para>
/// Inputs and outputs follow <see cref="MlflowGenAIOptions.CaptureContent"/> and <see cref="MlflowGenAIOptions.RedactText"/>. Tokens are not set on
/// agents: their calls have them, and the trace has the sum.
/// </para>
/// </remarks>
public static class MlflowAgent
{
    /// <summary>Runs an agent inside a span <c>invoke_agent NAME</c> and records what it returns, unless it sets outputs itself.</summary>
    /// <param name="name">Name of the agent.</param>
    /// <param name="body">The run; is given its span. An exception passes through untouched and is recorded.</param>
    /// <param name="inputs">What the agent is given: a text, messages or anything.</param>
    /// <param name="id">Id of the agent.</param>
    /// <param name="description">What the agent is for.</param>
    /// <param name="conversationId">The conversation; becomes the trace's session too, unless the trace has one. That of the run around this one when
    /// absent.</param>
    /// <returns>What the agent returned.</returns>
    public static Task<TResult> RunAsync<TResult>(
        string name,
        Func<MlflowAgentRun, Task<TResult>> body,
        object? inputs = null,
        string? id = null,
        string? description = null,
        string? conversationId = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return AgentRunner.RunAsync(new AgentCard(name, id, description, conversationId), inputs, new AgentChain(), body);
    }

    /// <summary>Runs an agent inside a span; see <see cref="RunAsync{TResult}"/>.</summary>
    /// <param name="name">Name of the agent.</param>
    /// <param name="body">The run; is given its span.</param>
    /// <param name="inputs">What the agent is given.</param>
    /// <param name="id">Id of the agent.</param>
    /// <param name="description">What the agent is for.</param>
    /// <param name="conversationId">The conversation.</param>
    /// <returns>A task that ends with the run.</returns>
    public static Task RunAsync(
        string name,
        Func<MlflowAgentRun, Task> body,
        object? inputs = null,
        string? id = null,
        string? description = null,
        string? conversationId = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return AgentRunner.RunAsync(new AgentCard(name, id, description, conversationId), inputs, new AgentChain(), body);
    }

    /// <summary>Runs an agent whose answer is a stream: each enumeration is a run, and a span, from the first item asked for to the end.</summary>
    /// <param name="name">Name of the agent.</param>
    /// <param name="body">The run; is given its span.</param>
    /// <param name="inputs">What the agent is given.</param>
    /// <param name="id">Id of the agent.</param>
    /// <param name="description">What the agent is for.</param>
    /// <param name="conversationId">The conversation.</param>
    /// <returns>The stream. The span is current for the agent, not for who reads. Texts are recorded as one text, updates of a chat as its messages,
    /// other items as a list.</returns>
    public static IAsyncEnumerable<TItem> RunStreaming<TItem>(
        string name,
        Func<MlflowAgentRun, IAsyncEnumerable<TItem>> body,
        object? inputs = null,
        string? id = null,
        string? description = null,
        string? conversationId = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return AgentRunner.Stream(new AgentCard(name, id, description, conversationId), inputs, null, body);
    }

    /// <summary>Starts the run of an agent, whose span is current until it is disposed.</summary>
    /// <param name="name">Name of the agent.</param>
    /// <param name="inputs">What the agent is given.</param>
    /// <param name="id">Id of the agent.</param>
    /// <param name="description">What the agent is for.</param>
    /// <param name="conversationId">The conversation.</param>
    /// <returns>The run, to be disposed.</returns>
    public static MlflowAgentRun Start(
        string name, object? inputs = null, string? id = null, string? description = null, string? conversationId = null) =>
        AgentRunner.Start(new AgentCard(name, id, description, conversationId), inputs, new AgentChain());

    /// <summary>
    /// Runs a group of agents inside a WORKFLOW span <c>invoke_workflow NAME</c>: a group chat, a round of experts. The runs inside are its children,
    /// also those that are handed over to.
    /// </summary>
    /// <param name="name">Name of the group.</param>
    /// <param name="body">What the group does; is given its span.</param>
    /// <param name="inputs">What the group is given.</param>
    /// <param name="conversationId">The conversation.</param>
    /// <returns>What the group came to.</returns>
    public static Task<TResult> RunGroupAsync<TResult>(
        string name, Func<MlflowAgentRun, Task<TResult>> body, object? inputs = null, string? conversationId = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return AgentRunner.RunAsync(AgentCard.Group(name, conversationId), inputs, new AgentChain(), body);
    }

    /// <summary>Runs a group of agents inside a span; see <see cref="RunGroupAsync{TResult}"/>.</summary>
    /// <param name="name">Name of the group.</param>
    /// <param name="body">What the group does; is given its span.</param>
    /// <param name="inputs">What the group is given.</param>
    /// <param name="conversationId">The conversation.</param>
    /// <returns>A task that ends with the group's run.</returns>
    public static Task RunGroupAsync(string name, Func<MlflowAgentRun, Task> body, object? inputs = null, string? conversationId = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        return AgentRunner.RunAsync(AgentCard.Group(name, conversationId), inputs, new AgentChain(), body);
    }

    /// <summary>Starts a group of agents, whose span is current until it is disposed; see <see cref="RunGroupAsync{TResult}"/>.</summary>
    /// <param name="name">Name of the group.</param>
    /// <param name="inputs">What the group is given.</param>
    /// <param name="conversationId">The conversation.</param>
    /// <returns>The group's run, to be disposed.</returns>
    public static MlflowAgentRun StartGroup(string name, object? inputs = null, string? conversationId = null) =>
        AgentRunner.Start(AgentCard.Group(name, conversationId), inputs, new AgentChain());
}
