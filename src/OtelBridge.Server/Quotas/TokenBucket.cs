namespace OtelBridge.Server.Quotas;

/// <summary>A bucket that fills at a rate up to its rim. Used by one thread at a time.</summary>
internal sealed class TokenBucket
{
    private const double SecondsOfADay = 86_400; // nobody is told to wait longer

    private readonly TimeProvider _time;
    private double _perSecond;
    private double _tokens;
    private long _at;

    public TokenBucket(double perSecond, double capacity, TimeProvider time)
    {
        (_perSecond, Capacity, _tokens) = (perSecond, capacity, capacity);
        (_time, _at) = (time, time.GetTimestamp());
    }

    public double Capacity { get; private set; }

    /// <summary>Gets whether nothing was taken lately.</summary>
    public bool IsFull => FindWait(Capacity) is null;

    /// <summary>How long until so much is in it; null when it is.</summary>
    public TimeSpan? FindWait(double tokens)
    {
        var now = _time.GetTimestamp();
        _tokens = Math.Min(Capacity, _tokens + (_time.GetElapsedTime(_at, now).TotalSeconds * _perSecond));
        _at = now;
        return _tokens >= tokens ? null : TimeSpan.FromSeconds(Math.Min((tokens - _tokens) / _perSecond, SecondsOfADay));
    }

    /// <summary>Fills at another rate and up to another rim from now on; what was taken stays taken.</summary>
    public void Change(double perSecond, double capacity)
    {
        FindWait(0); // what it has until now, at the rate of until now
        (_perSecond, Capacity, _tokens) = (perSecond, capacity, Math.Min(_tokens, capacity));
    }

    /// <summary>Takes what was found to be there, or puts back what was taken.</summary>
    public void Take(double tokens) => _tokens = Math.Min(Capacity, _tokens - tokens);
}
