namespace OtelBridge.Store.Storage.Postgres;

/// <summary>Runs transactions again that met another one, or the end of a connection, inside a bound. Thread-safe.</summary>
internal sealed class PostgresPatience(TimeProvider time)
{
    // A restart of the database takes a few seconds; senders wait longer than that, and try again by themselves after it.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(500);

    private const int MaxConflicts = 30;

    // When the database was first found away; 0 while it answers. Once it is away for long nobody waits for it: each asks once.
    private long _awaySince;

    /// <summary>Runs an attempt until it succeeds or its fault will stay.</summary>
    /// <exception cref="StoreUnavailableException">The database stayed away, or others kept changing the same.</exception>
    public T Run<T>(Func<T> attempt, CancellationToken cancellationToken)
    {
        var conflicts = 0;
        var pause = TimeSpan.FromMilliseconds(20);
        while (true)
        {
            var started = time.GetTimestamp();
            try
            {
                var result = attempt();
                Volatile.Write(ref _awaySince, 0);
                return result;
            }
            catch (Exception e) when (PostgresErrors.IsConflict(e))
            {
                if (++conflicts > MaxConflicts)
                {
                    throw PostgresErrors.ToUnavailable(e);
                }

                // Those that met must not meet again.
                cancellationToken.WaitHandle.WaitOne(Random.Shared.Next(Math.Min(conflicts * 5, 50)));
            }
            catch (Exception e) when (PostgresErrors.IsPassing(e))
            {
                // From the beginning of the attempt: one that timed out has waited already. One that was ended from outside has waited for others, and they are through now.
                var since = Interlocked.CompareExchange(ref _awaySince, started, 0);
                var isEndedNow = since == 0 && PostgresErrors.IsEnded(e);
                if (!isEndedNow && time.GetElapsedTime(since == 0 ? started : since) > Longest)
                {
                    throw PostgresErrors.ToUnavailable(e);
                }

                cancellationToken.WaitHandle.WaitOne(pause);
                pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, LongestPause.Ticks));
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
