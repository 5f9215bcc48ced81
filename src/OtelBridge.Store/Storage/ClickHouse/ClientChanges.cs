namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>Changes what clients have said of traces: in turns, so that nobody overwrites what he has not seen.</summary>
internal sealed class ClientChanges(ClickHouseClient client, RecordKeeper keeper, ArrivalClock clock, ITraceTurns turns)
{
    private readonly ClickHouseRecordReader _records = new(new ClickHouseReads(client));

    /// <summary>Changes one trace and gives what the change does.</summary>
    /// <param name="traceId">The trace.</param>
    /// <param name="change">The change, and whether it was one. What it throws reaches the caller, and nothing is changed.</param>
    /// <param name="cancellationToken">Ends the wait for the turn.</param>
    /// <exception cref="StoreUnavailableException">A later try may succeed; the change may have been made.</exception>
    public async Task<T> ChangeAsync<T>(string traceId, Func<ClientTrace, (bool IsChanged, T Result)> change, CancellationToken cancellationToken)
    {
        var result = default(T)!; // set below
        await ChangeAsync(
            [traceId],
            trace =>
            {
                (var isChanged, result) = change(trace);
                return isChanged;
            },
            cancellationToken).ConfigureAwait(false);
        return result;
    }

    /// <summary>Changes traces.</summary>
    /// <param name="traceIds">The traces: a piece of <see cref="IdLists"/>.</param>
    /// <param name="change">The change of each; false when it leaves the trace as it is.</param>
    /// <param name="cancellationToken">Ends the wait for the turns.</param>
    /// <exception cref="StoreUnavailableException">A later try may succeed; the changes may have been made.</exception>
    public async Task ChangeAsync(IReadOnlyCollection<string> traceIds, Func<ClientTrace, bool> change, CancellationToken cancellationToken)
    {
        var turn = await turns.TakeAsync(traceIds, cancellationToken).ConfigureAwait(false);
        await using var ending = turn.ConfigureAwait(false);
        var records = await _records.ReadAsync(traceIds, cancellationToken).ConfigureAwait(false);
        var writes = await TraceWrites.ReadAsync(client, traceIds, cancellationToken).ConfigureAwait(false);
        var inputs = new List<RecordInput>(); // bounded by the ids
        foreach (var traceId in traceIds)
        {
            var known = writes.GetValueOrDefault(traceId);
            var state = ClientState.Read(known?.Client ?? string.Empty);
            if (change(new ClientTrace(traceId, records.GetValueOrDefault(traceId), state)))
            {
                // Greater than all before it, whatever the clocks say: the state of the greatest write is the one that holds.
                inputs.Add(new RecordInput(traceId, clock.NextAfter(known?.Last ?? 0), OwnSpans: null, state));
            }
        }

        if (inputs.Count > 0)
        {
            await keeper.RefreshAsync(inputs, CancellationToken.None).ConfigureAwait(false);
        }
    }
}
