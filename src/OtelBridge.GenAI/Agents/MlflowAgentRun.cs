using System.Diagnostics;
using OtelBridge.Attributes;
using OtelBridge.GenAI.Agents;
using OtelBridge.GenAI.Calls;

namespace OtelBridge.GenAI;

/// <summary>One run of an agent, or of a group of agents, and its span.</summary>
/// <remarks>No member throws, apart from what a body throws. When nobody listens, or the trace is not sampled, nothing is recorded.</remarks>
public sealed class MlflowAgentRun : IDisposable
{
    private readonly AgentCall _call;
    private readonly Activity? _owned;
    private readonly bool _isFirst;
    private int _isEnded;

    private MlflowAgentRun(AgentCall call, Activity? owned, bool isFirst)
    {
        _call = call;
        _owned = owned;
        _isFirst = isFirst;
        Span = call.Activity is { } activity ? MlflowSpan.Borrow(activity) : MlflowSpan.NoOp;
    }

    /// <summary>Gets the name of the agent.</summary>
    public string Name => _call.Card.Name;

    /// <summary>Gets the span, to set more on it. It ends with the run.</summary>
    public MlflowSpan Span { get; }

    /// <summary>Records what the agent is given.</summary>
    /// <param name="inputs">A text, messages or anything.</param>
    /// <returns>The same run.</returns>
    public MlflowAgentRun SetInputs(object? inputs) => Set(MlflowKeys.SpanInputs, inputs);

    /// <summary>Records what the agent answers.</summary>
    /// <param name="outputs">A text, messages or anything.</param>
    /// <returns>The same run.</returns>
    public MlflowAgentRun SetOutputs(object? outputs) => Set(MlflowKeys.SpanOutputs, outputs);

    /// <summary>Records that the run failed, where no body throws: status ERROR and an exception event.</summary>
    /// <param name="exception">What failed.</param>
    /// <returns>The same run.</returns>
    public MlflowAgentRun RecordException(Exception exception)
    {
        if (exception is not null)
        {
            ModelCall.Guard(_call.Activity, _call, exception, ModelCall.Record);
        }

        return this;
    }

    /// <summary>
    /// Hands over to another agent, whose run is current until it hands over itself or is disposed: an event on this one's span, and a span for the
    /// next.
    /// </summary>
    /// <param name="to">Name of the next agent.</param>
    /// <param name="inputs">What the next agent is given.</param>
    /// <param name="id">Id of the next agent.</param>
    /// <param name="description">What the next agent is for.</param>
    /// <returns>The next agent's run.</returns>
    /// <remarks>
    /// The spans of all agents that follow are below the group that this run belongs to, else below the run that began. That one ends when it is
    /// disposed, and ends whoever runs then; each of the others ends when it hands over. Call it where the next agent is run from: what an async
    /// method makes current is current in that method alone, so a tool that is called says whom to hand over to, and its caller does.
    /// </remarks>
    public MlflowAgentRun HandOff(string to, object? inputs = null, string? id = null, string? description = null)
    {
        NoteHandOff(to);
        _call.Chain.Replace(null);
        if (_owned is not null && !ReferenceEquals(_owned, _call.Chain.Container))
        {
            End();
        }

        var next = AgentRunner.Start(Next(to, id, description), inputs, _call.Chain, isFirst: false);
        _call.Chain.Replace(next);
        return next;
    }

    /// <summary>Hands over to another agent and runs it; see <see cref="HandOff"/>.</summary>
    /// <param name="to">Name of the next agent.</param>
    /// <param name="body">The next agent's run; is given its span. An exception passes through untouched and is recorded.</param>
    /// <param name="inputs">What the next agent is given.</param>
    /// <param name="id">Id of the next agent.</param>
    /// <param name="description">What the next agent is for.</param>
    /// <returns>What the next agent returned.</returns>
    public Task<TResult> HandOffAsync<TResult>(
        string to, Func<MlflowAgentRun, Task<TResult>> body, object? inputs = null, string? id = null, string? description = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        NoteHandOff(to);
        return AgentRunner.RunAsync(Next(to, id, description), inputs, new AgentChain(_call.Chain.Container), body);
    }

    /// <summary>Hands over to another agent and runs it; see <see cref="HandOff"/>.</summary>
    /// <param name="to">Name of the next agent.</param>
    /// <param name="body">The next agent's run; is given its span. An exception passes through untouched and is recorded.</param>
    /// <param name="inputs">What the next agent is given.</param>
    /// <param name="id">Id of the next agent.</param>
    /// <param name="description">What the next agent is for.</param>
    /// <returns>A task that ends with the next agent's run.</returns>
    public Task HandOffAsync(string to, Func<MlflowAgentRun, Task> body, object? inputs = null, string? id = null, string? description = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        NoteHandOff(to);
        return AgentRunner.RunAsync(Next(to, id, description), inputs, new AgentChain(_call.Chain.Container), body);
    }

    /// <summary>Hands over to another agent whose answer is a stream; see <see cref="HandOff"/>.</summary>
    /// <param name="to">Name of the next agent.</param>
    /// <param name="body">The next agent's run; is given its span.</param>
    /// <param name="inputs">What the next agent is given.</param>
    /// <param name="id">Id of the next agent.</param>
    /// <param name="description">What the next agent is for.</param>
    /// <returns>The stream, see <see cref="MlflowAgent.RunStreaming"/>.</returns>
    public IAsyncEnumerable<TItem> HandOffStreaming<TItem>(
        string to, Func<MlflowAgentRun, IAsyncEnumerable<TItem>> body, object? inputs = null, string? id = null, string? description = null)
    {
        ArgumentNullException.ThrowIfNull(body);
        NoteHandOff(to);
        return AgentRunner.Stream(Next(to, id, description), inputs, _call.Chain.Container, body);
    }

    /// <summary>
    /// Ends the run, and the one that it handed over to: status OK unless it is ERROR, and the surrounding span is current again. Later calls do
    /// nothing.
    /// </summary>
    /// <remarks>A run that was given to a body ends with the body, not here.</remarks>
    public void Dispose()
    {
        if (_isFirst)
        {
            _call.Chain.Replace(null);
        }

        End();
    }

    /// <summary>The run that a body is given; whoever runs the body ends its span.</summary>
    internal static MlflowAgentRun Of(AgentCall call) => new(call, owned: null, isFirst: false);

    /// <summary>A run that ends its span itself.</summary>
    internal static MlflowAgentRun Own(AgentCall call, Activity? activity, bool isFirst) => new(call, activity, isFirst);

    internal void End()
    {
        if (_owned is not null && Interlocked.Exchange(ref _isEnded, 1) == 0)
        {
            ModelCall.End(_owned, _call);
        }
    }

    private AgentCard Next(string to, string? id, string? description) => new(to, id, description, _call.Card.ConversationId);

    private MlflowAgentRun Set(string key, object? value)
    {
        ModelCall.Guard(_call.Activity, _call, (key, value), static (span, pair) => CallContent.Set(span, pair.key, pair.value));
        return this;
    }

    private void NoteHandOff(string to) =>
        Span.AddEvent(MlflowKeys.HandOffEvent, [new(MlflowKeys.HandOffFrom, Name), new(MlflowKeys.HandOffTo, to)]);
}
