namespace OtelBridge.Server.Quotas;

/// <summary>A bucket that fills at a rate up to its rim. Used by one thread at a time.</summary>
internal sealed class TokenBucket
{
    private const double SecondsOfADay = 86_400; // nobody is told to wait longer

    private readonly double _perSecond;
    private readonly TimeProvider _time;
    private double _tokens;
    private long _at;

    public TokenBucket(double perSecond, double capacity, TimeProvider time)
    {
        (_perSecond, Capacity, _tokens) = (perSecond, capacity, capacity);
        (_time, _at) = (time, time.GetTimestamp());
    }

    public double Capacity { get; }

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

    /// <summary>Takes what was found to be there, or puts back what was taken.</summary>
    public void Take(double tokens) => _tokens = Math.Min(Capacity, _tokens - tokens);
}
