using OtelBridge.Store.Quotas;

namespace OtelBridge.Server.Quotas;

/// <summary>What one subject has stored since midnight of UTC: what the store knew last, and what it has not been told yet. Used by one thread at a time.</summary>
internal sealed class DayUse(string subject, TimeProvider time)
{
    private long _day;
    private QuotaShare _sum;
    private QuotaShare _untold;
    private QuotaUse? _late; // of a day that is over

    /// <summary>Gets the day of UTC, counted from 1970.</summary>
    public static long DayOf(DateTimeOffset moment) => moment.UtcTicks / TimeSpan.TicksPerDay;

    /// <summary>Gets whether the store knows all of it.</summary>
    public bool IsTold => _untold == default && _late is null;

    /// <summary>What was stored today.</summary>
    public QuotaShare Read()
    {
        var today = DayOf(time.GetUtcNow());
        if (_day != today)
        {
            // What was stored the day before yesterday and could not be told for a day is told no more.
            _late = _untold == default ? null : new QuotaUse(subject, _day, _untold.Spans, _untold.Bytes);
            (_day, _sum, _untold) = (today, default, default);
        }

        return _sum;
    }

    /// <summary>Adds to it; takes away what is negative.</summary>
    public void Add(QuotaShare share)
    {
        Read();
        (_sum, _untold) = (Plus(_sum, share), Plus(_untold, share));
    }

    /// <summary>Takes what the store is to be told.</summary>
    public IReadOnlyList<QuotaUse> TakeUntold()
    {
        Read();
        List<QuotaUse> untold = _late is { } late ? [late] : [];
        if (_untold != default)
        {
            untold.Add(new QuotaUse(subject, _day, _untold.Spans, _untold.Bytes));
        }

        (_late, _untold) = (null, default);
        return untold;
    }

    /// <summary>Takes back what the store could not be told.</summary>
    public void PutBack(QuotaUse use)
    {
        Read();
        if (use.Day == _day)
        {
            _untold = Plus(_untold, new QuotaShare(use.Spans, use.Bytes));
        }
        else
        {
            _late = use;
        }
    }

    /// <summary>Learns what all servers together have stored.</summary>
    public void Learn(QuotaUse sum)
    {
        Read();
        if (sum.Day == _day)
        {
            _sum = Plus(_untold, new QuotaShare(sum.Spans, sum.Bytes));
        }
    }

    private static QuotaShare Plus(QuotaShare one, QuotaShare other) => new(one.Spans + other.Spans, one.Bytes + other.Bytes);
}
