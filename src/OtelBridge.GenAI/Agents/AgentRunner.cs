using System.Diagnostics;
using OtelBridge.GenAI.Calls;

namespace OtelBridge.GenAI.Agents;

/// <summary>Runs agents inside spans.</summary>
internal static class AgentRunner
{
    public static Task<TResult> RunAsync<TResult>(AgentCard card, object? inputs, AgentChain chain, Func<MlflowAgentRun, Task<TResult>> body)
    {
        var record = new AgentAnswer<TResult>(card, inputs, chain);
        return ModelCall.RunAsync(record, static state => RunAsync(state.record, state.body), (record, body));
    }

    public static Task RunAsync(AgentCard card, object? inputs, AgentChain chain, Func<MlflowAgentRun, Task> body) =>
        RunAsync(card, inputs, chain, async run =>
        {
            await body(run).ConfigureAwait(false);
            return default(NoResult);
        });

    /// <param name="card">Who runs.</param>
    /// <param name="inputs">What it is given.</param>
    /// <param name="container">What it runs below, where it is handed over to.</param>
    /// <param name="body">The run.</param>
    public static IAsyncEnumerable<TItem> Stream<TItem>(
        AgentCard card, object? inputs, Activity? container, Func<MlflowAgentRun, IAsyncEnumerable<TItem>> body) =>
        ModelCall.Stream(
            static state => new AgentStream<TItem>(state.card, state.inputs, new AgentChain(state.container)),
            static (record, state) => state.body(MlflowAgentRun.Of(record)),
            (card, inputs, container, body));

    /// <summary>Starts a run that is current until it is disposed.</summary>
    public static MlflowAgentRun Start(AgentCard card, object? inputs, AgentChain chain, bool isFirst = true)
    {
        var record = new AgentCall(card, inputs, chain);
        var activity = ModelCall.Open(record);
        if (activity is not null)
        {
            // Also of one that is not sampled: whoever is handed over to is not sampled either.
            chain.Enter(activity);
        }

        ModelCall.Ask(activity, record);
        return MlflowAgentRun.Own(record, activity, isFirst);
    }

    private static async Task<TResult> RunAsync<TResult>(AgentCall record, Func<MlflowAgentRun, Task<TResult>> body)
    {
        try
        {
            return await body(MlflowAgentRun.Of(record)).ConfigureAwait(false);
        }
        finally
        {
            // Whoever it handed over to and nobody ended.
            record.Chain.Replace(null);
        }
    }
}
