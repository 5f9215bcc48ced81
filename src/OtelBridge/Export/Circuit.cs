namespace OtelBridge.Export;

/// <summary>What one destination's failures have taught: when to try again, and whether trying has become pointless for now. Thread-safe.</summary>
/// <remarks>Shared by all requests to the destination, so that a thousand waiting requests knock no more often than one.</remarks>
internal sealed class Circuit(TimeProvider time)
{
    /// <summary>Failures in a row after which only single requests go through, to try.</summary>
    private const int OpenAfter = 5;

    private const double Factor = 1.6;
    private const double Jitter = 0.2;
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(5);

    /// <summary>A server that asks for more is asked again after this: a clock or a proxy that is wrong must not cost the spans of years.</summary>
    private static readonly TimeSpan MaxRetryAfter = TimeSpan.FromMinutes(5);


    private readonly Lock _gate = new();
    private int _failures;
    private TimeSpan _delay = FirstDelay;
    private long _failedAt;
    private TimeSpan _wait;

    /// <summary>Gets whether the destination counts as out of order.</summary>
    public bool IsOpen
    {
        get
        {
            lock (_gate)
            {
                return _failures >= OpenAfter;
            }
        }
    }

    /// <summary>Gets what the last request failed of; null when it did not.</summary>
    public string? LastFailure { get; private set; }

    /// <summary>Gets how long to wait before the next attempt; zero when it may be made.</summary>
    public TimeSpan Wait
    {
        get
        {
            lock (_gate)
            {
                return Left();
            }
        }
    }

    /// <summary>Asks to make an attempt; when the circuit is open, one asker at a time gets through.</summary>
    public bool TryPass()
    {
        lock (_gate)
        {
            if (Left() > TimeSpan.Zero)
            {
                return false;
            }

            if (_failures >= OpenAfter)
            {
                _failedAt = time.GetTimestamp();
                _wait = _delay;
            }

            return true;
        }
    }

    public void Succeeded()
    {
        lock (_gate)
        {
            LastFailure = null;
            _failures = 0;
            _delay = FirstDelay;
            _wait = TimeSpan.Zero;
        }
    }

    /// <summary>Notes a failure; returns how long to wait before the next attempt.</summary>
    /// <param name="failure">What failed.</param>
    /// <param name="retryAfter">When the server asked to be tried again.</param>
    public TimeSpan Failed(string failure, TimeSpan? retryAfter)
    {
        lock (_gate)
        {
            LastFailure = failure;
            _failures++;
            _failedAt = time.GetTimestamp();
            // Jitter keeps a fleet of programs from returning to a server all at once.
            var delay = _delay * (1 - Jitter + (Random.Shared.NextDouble() * 2 * Jitter));
            var wish = retryAfter > MaxRetryAfter ? MaxRetryAfter : retryAfter;
            _wait = wish > delay ? wish.Value : delay;
            _delay = TimeSpan.FromTicks(Math.Min((_delay * Factor).Ticks, MaxDelay.Ticks));
            return _wait;
        }
    }

    private TimeSpan Left()
    {
        if (_failures == 0)
        {
            return TimeSpan.Zero;
        }

        var left = _wait - time.GetElapsedTime(_failedAt);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
