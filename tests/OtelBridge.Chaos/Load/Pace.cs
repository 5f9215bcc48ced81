using System.Diagnostics;

namespace OtelBridge.Chaos.Load;

/// <summary>When requests are due, for all senders together. Each takes its time from the moment at which it was due, so that a server that is late is seen to be.</summary>
internal sealed class Pace
{
    // A server that stood still is not flooded afterwards with all that it missed.
    private static readonly long LargestDebt = Stopwatch.Frequency;

    private readonly Lock _lock = new();
    private long _interval; // 0: as fast as they are answered
    private long _next;
    private long _skipped;

    /// <summary>Requests that were never sent since the server was late by more than a second.</summary>
    public long Skipped => Interlocked.Read(ref _skipped);

    /// <summary>Nothing is due for so long.</summary>
    public void Hold(TimeSpan time)
    {
        lock (_lock)
        {
            (_interval, _next) = (1, Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency));
        }
    }

    /// <summary>From now on the next one is due when the one before is answered.</summary>
    public void Free()
    {
        lock (_lock)
        {
            _interval = 0;
        }
    }

    public void Set(double perSecond)
    {
        lock (_lock)
        {
            (_interval, _next) = ((long)(Stopwatch.Frequency / perSecond), Stopwatch.GetTimestamp());
        }
    }

    /// <summary>Waits for the next one, and gives the timestamp at which it was due.</summary>
    public async ValueTask<long> NextAsync(CancellationToken cancellationToken)
    {
        var due = Take();
        if (due - Stopwatch.GetTimestamp() is > 0 and var wait)
        {
            await Task.Delay(TimeSpan.FromSeconds((double)wait / Stopwatch.Frequency), cancellationToken);
        }

        return due;
    }

    private long Take()
    {
        lock (_lock)
        {
            var now = Stopwatch.GetTimestamp();
            if (_interval == 0)
            {
                return now;
            }

            if (now - _next > LargestDebt)
            {
                Interlocked.Add(ref _skipped, (now - _next) / _interval);
                _next = now;
            }

            var due = _next;
            _next += _interval;
            return due;
        }
    }
}
