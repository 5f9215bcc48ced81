namespace OtelBridge.Server.Retention;

/// <summary>The time by which retention deletes: the clock's, but a jump forward only once it has stood for an hour.</summary>
/// <remarks>A clock that is set wrong makes every trace old at once, and what is deleted by it nothing brings back. A machine that was suspended jumps rightly: it deletes an hour later.</remarks>
internal sealed class SteadyClock(TimeProvider clock) : TimeProvider
{
    /// <summary>By so much a clock may be put right without a doubt.</summary>
    private static readonly TimeSpan Doubtless = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Probation = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private DateTimeOffset _base = clock.GetUtcNow();
    private long _since = clock.GetTimestamp();
    private long? _doubtedSince;

    /// <summary>By how much the clock is ahead of what is believed; zero where it is believed.</summary>
    public TimeSpan Doubted
    {
        get
        {
            lock (_lock)
            {
                var (now, believed) = Read();
                return now - believed;
            }
        }
    }

    public override long TimestampFrequency => clock.TimestampFrequency;

    public override long GetTimestamp() => clock.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => clock.CreateTimer(callback, state, dueTime, period);

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock)
        {
            return Read().Believed;
        }
    }

    private (DateTimeOffset Now, DateTimeOffset Believed) Read()
    {
        var (now, timestamp) = (clock.GetUtcNow(), clock.GetTimestamp());
        var expected = _base + clock.GetElapsedTime(_since, timestamp);
        if (now - expected > Doubtless)
        {
            _doubtedSince ??= timestamp;
            if (clock.GetElapsedTime(_doubtedSince.Value, timestamp) < Probation)
            {
                return (now, expected);
            }
        }

        (_base, _since, _doubtedSince) = (now, timestamp, null);
        return (now, now);
    }
}
