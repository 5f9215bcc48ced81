using OtelBridge.Store.Storage.Sql;

namespace OtelBridge.Store.Storage.Sqlite;

/// <summary>Takes the words of deleted traces out of the text index, many at once.</summary>
/// <remarks>
/// <para>Until then they stay, for keys that are never used again: searches pass them over. A trace alone could be taken out only by saying each of its words again, which costs as much as to store it.</para>
/// <para>The index never names more than about three times as many traces as there are. Each step is short, ends with its commit, and is gone on with after a crash.</para>
/// </remarks>
internal sealed class SqliteTextGenerations : IAsyncDisposable
{
    /// <summary>The table that is on its way out.</summary>
    public const string Gone = "trace_text_gone";

    /// <summary>Fewer traces are not worth it.</summary>
    public const long LeastTraces = 10_000;

    private const int TracesPerStep = 64;

    // Some 4 KB each: a few milliseconds.
    private const int RowsPerStep = 256;

    // The part of the older table that may still be in use when it goes: it is written again.
    private const double LittleInUse = 0.1;

    // Of all that was indexed since the older table began: below that it goes whatever it holds.
    private const double TooLittleInUse = 1.0 / 3;

    // How many traces are there is asked of so many keys; to count them would read a part of the file again and again.
    private const int MostAsked = 200;

    private const string StateSql = "SELECT first_key, last_key, moved_key, (SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'traces') FROM text_generation";

    private const string ThereSql = "SELECT count(*) FROM traces WHERE ";

    private const string NextSql = "SELECT trace_key FROM traces WHERE trace_key > @moved AND trace_key <= @last ORDER BY trace_key LIMIT @limit";

    private const string MovedSql = "UPDATE text_generation SET moved_key = @moved";

    // What is in neither table yet waits, and goes into the new one.
    private const string TurnSql = $"""
        ALTER TABLE trace_text_before RENAME TO {Gone};
        ALTER TABLE trace_text RENAME TO trace_text_before;
        CREATE VIRTUAL TABLE trace_text USING fts5 (words, content = '', detail = none, columnsize = 0, tokenize = 'ascii');
        UPDATE text_generation SET first_key = last_key, last_key = (SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'traces'), moved_key = 0
        """;

    private const string IsGoneThereSql = $"SELECT 1 FROM sqlite_master WHERE name = '{Gone}'";

    // To drop a large table at once would keep the writer for seconds. The first rows are what FTS5 reads when the table is opened, to be dropped for instance.
    private const string EmptySql = $"DELETE FROM {Gone}_data WHERE id IN (SELECT id FROM {Gone}_data WHERE id > 10 LIMIT @limit)";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly ISqlDatabase _database;
    private readonly TimeProvider _time;
    private readonly long _leastTraces;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _loop;

    public SqliteTextGenerations(ISqlDatabase database, TimeProvider time, long leastTraces = LeastTraces)
    {
        (_database, _time, _leastTraces) = (database, time, leastTraces);
        _loop = Task.Run(LoopAsync);
    }

    /// <summary>Gets what the last attempt failed of; null when it did not.</summary>
    public Exception? Fault { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(false);
    }

    /// <summary>Does the next step, if there is one.</summary>
    public async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        if (await _database.ReadAsync(static session => session.Number(IsGoneThereSql) is not null, cancellationToken).ConfigureAwait(false))
        {
            await _database.WriteAsync(Empty, 0, cancellationToken).ConfigureAwait(false);
            return true;
        }

        var state = await _database.ReadAsync(Read, cancellationToken).ConfigureAwait(false);
        if (!state.IsDue)
        {
            return false;
        }

        var traces = await _database.ReadAsync(session => Next(session, state, cancellationToken), cancellationToken).ConfigureAwait(false);
        var bytes = traces.Sum(static trace => trace.Words.Sum(static word => (long)word.Length));
        await _database.WriteAsync(session => traces.Count > 0 ? Move(session, traces) : session.Execute(TurnSql), bytes, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task LoopAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Interval, _time, _stopping.Token).ConfigureAwait(false);
                for (var started = _time.GetTimestamp(); await StepAsync(_stopping.Token).ConfigureAwait(false); started = _time.GetTimestamp())
                {
                    await Task.Delay(_time.GetElapsedTime(started), _time, _stopping.Token).ConfigureAwait(false); // half of the time is for others
                }

                Fault = null;
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) // whatever it is, searches are right; it is tried again
            {
                Fault = e;
            }
        }
    }

    private Generation Read(SqlSession session)
    {
        var (first, last, moved, newest) = session.Query(StateSql, static row => (row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)))[0];
        var isDue = newest - first >= _leastTraces
            && (InUse(session, first, last) <= LittleInUse || InUse(session, first, newest) <= TooLittleInUse);
        return new Generation(last, moved, isDue);
    }

    // The share of the keys after one, up to another one, that are of traces: of all where they are few, else of some of them.
    private static double InUse(SqlSession session, long after, long last)
    {
        var width = last - after;
        HashSet<long> keys = [.. Enumerable.Range(0, (int)Math.Min(width, MostAsked)).Select(i => after + 1 + (width <= MostAsked ? i : Random.Shared.NextInt64(width)))];
        return keys.Count == 0 ? 0 : session.Number(ThereSql + session.Dialect.IsIn("trace_key", "@keys"), ("@keys", session.Dialect.List(keys)))!.Value / (double)keys.Count;
    }

    private static List<IndexedTrace> Next(SqlSession session, Generation state, CancellationToken cancellationToken) => SqlTextIndex.Read(
        session, session.Query(NextSql, static row => row.GetInt64(0), ("@moved", state.Moved), ("@last", state.Last), ("@limit", TracesPerStep)), cancellationToken);

    private static int Move(SqlSession session, List<IndexedTrace> traces)
    {
        SqlTextIndex.Add(session, traces); // but for those that have changed: they wait to be indexed anyway
        return session.Execute(MovedSql, ("@moved", traces[^1].Key));
    }

    private static int Empty(SqlSession session)
    {
        var emptied = session.Execute(EmptySql, ("@limit", RowsPerStep));
        if (emptied < RowsPerStep)
        {
            session.Execute($"DROP TABLE {Gone}");
        }

        return emptied;
    }

    /// <summary>How far the index is.</summary>
    /// <param name="Last">The last trace that the older table may hold.</param>
    /// <param name="Moved">Up to which one they are in the newer table as well.</param>
    /// <param name="IsDue">Whether the older one should go.</param>
    private readonly record struct Generation(long Last, long Moved, bool IsDue);
}
