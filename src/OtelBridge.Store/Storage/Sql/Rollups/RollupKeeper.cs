namespace OtelBridge.Store.Storage.Sql.Rollups;

/// <summary>Makes the sums that are kept, behind the acknowledged spans. Until then whoever asks for them reads the traces.</summary>
/// <remarks>Works when nothing arrives and the text index is up to date; under steady load after a while all the same, half of the time. Of several servers on one
/// database one does it for all; where two do, nothing changes.</remarks>
internal sealed class RollupKeeper : IAsyncDisposable
{
    private const int BucketsAtOnce = 64;

    // The stretch that goes on is summed when it is over.
    private const string MarkedSql = """
        SELECT DISTINCT experiment_id, bucket FROM rollup_marks WHERE level = @level AND bucket < @current ORDER BY experiment_id, bucket LIMIT @limit
        """;

    private const string Duty = "rollups";

    private const string BusySql = "SELECT 1 FROM text_pending LIMIT 1";

    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan WhileAnotherDoes = TimeSpan.FromSeconds(10);

    private readonly ISqlDatabase _database;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _loop;

    public RollupKeeper(ISqlDatabase database, TimeProvider time)
    {
        (_database, _time) = (database, time);
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>Gets what the last attempt failed of; null when it did not.</summary>
    public Exception? Fault { get; private set; }

    /// <summary>Makes all sums that wait, of stretches that are over.</summary>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        while (await MakeSomeAsync(cancellationToken).ConfigureAwait(false))
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

                var started = _time.GetTimestamp();
                while (await MakeSomeAsync(_stopping.Token).ConfigureAwait(false)
                    && isQuiet && await _database.TakeDutyAsync(Duty, _stopping.Token).ConfigureAwait(false))
                {
                }

                Fault = null;
                if (!isQuiet)
                {
                    await Task.Delay(_time.GetElapsedTime(started), _time, _stopping.Token).ConfigureAwait(false);
                }
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) // whatever it is, what is asked for is read from the traces; it is tried again
            {
                Fault = e;
                await Task.Delay(AfterFault, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // Until sums wait and nothing arrives; false when something arrives all the time.
    private async Task<bool> WaitAsync()
    {
        long? waitingSince = null;
        while (true)
        {
            await Task.Delay(Quiet, _time, _stopping.Token).ConfigureAwait(false);
            var (waits, isBusy) = await _database.ReadAsync(
                session => (Marked(session, 1).Buckets.Count > 0, session.Number(BusySql) is not null), _stopping.Token).ConfigureAwait(false);
            if (!waits)
            {
                waitingSince = null;
            }
            else if (!isBusy)
            {
                return true;
            }
            else if (_time.GetElapsedTime(waitingSince ??= _time.GetTimestamp()) > LongestWait)
            {
                return false;
            }
        }
    }

    /// <summary>Makes some of the sums that wait, the finest first; false when none do.</summary>
    private async Task<bool> MakeSomeAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var (level, buckets) = await _database.ReadAsync(session => Marked(session, BucketsAtOnce), cancellationToken).ConfigureAwait(false);
            if (buckets.Count == 0)
            {
                return false;
            }

            await new RollupBuild(level, buckets).RunAsync(_database, _time, cancellationToken).ConfigureAwait(false);
            return true;
        }
        finally
        {
            _turn.Release();
        }
    }

    private (int Level, List<(long Experiment, long Bucket)> Buckets) Marked(SqlSession session, int limit)
    {
        var now = (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;
        for (var level = RollupLevel.Finest; level <= RollupLevel.Widest; level++)
        {
            var buckets = session.Query(
                MarkedSql,
                static row => (row.GetInt64(0), row.GetInt64(1)),
                ("@level", (long)level),
                ("@current", RollupLevel.Bucket(level, now)),
                ("@limit", limit));
            if (buckets.Count > 0)
            {
                return (level, buckets);
            }
        }

        return (RollupLevel.Finest, []);
    }
}
