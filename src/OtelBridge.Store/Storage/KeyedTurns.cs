namespace OtelBridge.Store.Storage;

/// <summary>The turns of one process.</summary>
internal sealed class KeyedTurns : ITraceTurns
{
    private readonly Lock _lock = new();

    // Those that somebody has or waits for.
    private readonly Dictionary<string, Turn> _turns = new(StringComparer.Ordinal);

    public async Task<IAsyncDisposable> TakeAsync(IReadOnlyCollection<string> traceIds, CancellationToken cancellationToken)
    {
        var taken = new Taken(this);
        try
        {
            // In one order, so that no two wait for each other.
            foreach (var traceId in traceIds.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            {
                await taken.AddAsync(traceId, cancellationToken).ConfigureAwait(false);
            }

            return taken;
        }
        catch
        {
            await taken.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private Turn Enter(string traceId)
    {
        lock (_lock)
        {
            if (!_turns.TryGetValue(traceId, out var turn))
            {
                _turns[traceId] = turn = new Turn();
            }

            turn.Users++;
            return turn;
        }
    }

    private void Leave(string traceId, Turn turn)
    {
        lock (_lock)
        {
            if (--turn.Users == 0)
            {
                _turns.Remove(traceId);
            }
        }
    }

    private sealed class Turn
    {
        public SemaphoreSlim Gate { get; } = new(1);

        public int Users { get; set; }
    }

    private sealed class Taken(KeyedTurns owner) : IAsyncDisposable
    {
        private readonly List<(string TraceId, Turn Turn)> _turns = []; // as many as were asked for

        public async Task AddAsync(string traceId, CancellationToken cancellationToken)
        {
            var turn = owner.Enter(traceId);
            try
            {
                await turn.Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
            catch
            {
                owner.Leave(traceId, turn);
                throw;
            }

            _turns.Add((traceId, turn));
        }

        public ValueTask DisposeAsync()
        {
            foreach (var (traceId, turn) in _turns)
            {
                turn.Gate.Release();
                owner.Leave(traceId, turn);
            }

            _turns.Clear();
            return ValueTask.CompletedTask;
        }
    }
}
