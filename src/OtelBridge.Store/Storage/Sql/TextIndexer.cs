using System.Text;
using OtelBridge.Store.Search.Text;

namespace OtelBridge.Store.Storage.Sql;

/// <summary>Writes the words of new traces into the text index, behind the acknowledged spans. Until then searches look into the spans themselves.</summary>
/// <remarks>Works when nothing arrives; under steady load after a while all the same, half of the time. Of several servers on one
/// database one does it for all; where two do, nothing changes.</remarks>
internal sealed class TextIndexer : IAsyncDisposable
{
    private const int TracesPerBatch = 128;

    // Some 10 ms of the thread that writes: requests that come meanwhile wait for no more.
    private const int TracesPerTurn = 32;

    private const string PendingSql = "SELECT trace_key FROM text_pending ORDER BY trace_key LIMIT @limit";

    private const string NewestSql = "SELECT max(trace_key) FROM text_pending";

    private const string Duty = "text";

    private const string AddTermsSql = "INSERT INTO text_terms (words) VALUES (@words)";

    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan WhileAnotherDoes = TimeSpan.FromSeconds(10);

    private readonly ISqlDatabase _database;
    private readonly TimeProvider _time;
    private readonly RecentWords _recent = new();
    private readonly SemaphoreSlim _turn = new(1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _loop;

    public TextIndexer(ISqlDatabase database, TimeProvider time)
    {
        (_database, _time) = (database, time);
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>Gets what the last attempt failed of; null when it did not.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Indexes all that waits.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        while (await IndexBatchAsync(cancellationToken).ConfigureAwait(false) > 0)
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
    }

    private async Task LoopAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var isQuiet = await WaitAsync().ConfigureAwait(false);
                if (!await _database.TakeDutyAsync(Duty, _stopping.Token).ConfigureAwait(false))
                {
                    await Task.Delay(WhileAnotherDoes, _time, _stopping.Token).ConfigureAwait(false);
                    continue;
                }

                // To the end of what waits: a batch, and then the long wait again, would fall behind for ever under steady load.
                while (await IndexAndRestAsync(isQuiet).ConfigureAwait(false) == TracesPerBatch
                    && await _database.TakeDutyAsync(Duty, _stopping.Token).ConfigureAwait(false))
                {
                }

                Fault = null;
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) // whatever it is, the spans are safe and found; it is tried again
            {
                Fault = e;
                await Task.Delay(AfterFault, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // While more arrive, as long a rest as the work took: half of the time is theirs.
    private async Task<int> IndexAndRestAsync(bool isQuiet)
    {
        var started = _time.GetTimestamp();
        var indexed = await IndexBatchAsync(_stopping.Token).ConfigureAwait(false);
        if (!isQuiet)
        {
            await Task.Delay(_time.GetElapsedTime(started), _time, _stopping.Token).ConfigureAwait(false);
        }

        return indexed;
    }

    // Until traces wait and no more arrive; false when more arrive all the time.
    private async Task<bool> WaitAsync()
    {
        long? before = null;
        var started = _time.GetTimestamp();
        while (true)
        {
            var newest = await _database.ReadAsync(session => session.Number(NewestSql), _stopping.Token).ConfigureAwait(false);
            if (newest is not null && newest == before)
            {
                return true;
            }

            if (before is null)
            {
                started = _time.GetTimestamp();
            }
            else if (_time.GetElapsedTime(started) > LongestWait)
            {
                return false;
            }

            before = newest;
            await Task.Delay(Quiet, _time, _stopping.Token).ConfigureAwait(false);
        }
    }

    /// <summary>Indexes some of the traces that wait, and says how many.</summary>
    private async Task<int> IndexBatchAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var batch = await _database.ReadAsync(session => Read(session, cancellationToken), cancellationToken).ConfigureAwait(false);
            if (batch.Count > 0)
            {
                var fresh = _recent.Unknown(batch.SelectMany(trace => trace.Words).Where(Words.IsOfText));
                if (fresh.Count > 0)
                {
                    // Before the traces that have them: a word that is listed and not there yet does no harm.
                    await _database.WriteAsync(session => AddTerms(session, fresh), fresh.Sum(static word => (long)word.Length), cancellationToken).ConfigureAwait(false);
                    _recent.Add(fresh);
                }

                foreach (var turn in batch.Chunk(TracesPerTurn))
                {
                    var bytes = turn.Sum(static trace => trace.Words.Sum(static word => (long)word.Length));
                    await _database.WriteAsync(session => Add(session, turn), bytes, cancellationToken).ConfigureAwait(false);
                }
            }

            return batch.Count;
        }
        finally
        {
            _turn.Release();
        }
    }

    private static List<IndexedTrace> Read(SqlSession session, CancellationToken cancellationToken) =>
        SqlTextIndex.Read(session, session.Query(PendingSql, row => row.GetInt64(0), ("@limit", TracesPerBatch)), cancellationToken);

    private static int AddTerms(SqlSession session, HashSet<string> fresh) =>
        session.Execute(AddTermsSql, ("@words", Encoding.UTF8.GetBytes(string.Concat(fresh.Select(static word => word + '\n')))));

    private static int Add(SqlSession session, IndexedTrace[] traces)
    {
        SqlTextIndex.Add(session, traces);
        return traces.Length;
    }
}
