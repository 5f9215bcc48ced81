using OtelBridge.Store.Quotas;

namespace OtelBridge.Server.Quotas;

/// <summary>What one subject has asked for, and may still. Thread-safe.</summary>
internal sealed class QuotaAccount
{
    private readonly Lock _gate = new();
    private readonly string _name;
    private readonly TimeProvider _time;
    private readonly TokenBucket? _spans;
    private readonly DayUse _use;
    private long _held;

    /// <param name="subject">Whose it is: an opaque text.</param>
    /// <param name="name">What they are called in messages.</param>
    /// <param name="quota">What they may ask for.</param>
    /// <param name="time">The clock.</param>
    public QuotaAccount(string subject, string name, Quota quota, TimeProvider time)
    {
        (Subject, _name, Quota, _time) = (subject, name, quota, time);
        _use = new DayUse(subject, time);
        _spans = quota.SpansPerSecond is > 0 and var rate ? new TokenBucket(rate, quota.Burst, time) : null;
        Searches = quota.Searches is > 0 and var searches ? new SearchSlots((int)searches, time) : null;
    }

    public string Subject { get; }

    public Quota Quota { get; }

    /// <summary>Gets the searches that may run at once; null without limit.</summary>
    public SearchSlots? Searches { get; }

    /// <summary>Gets whether an account that is made anew would say the same, but for what the store knows.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate)
            {
                return _spans?.IsFull != false && _use.IsTold && Searches?.IsIdle != false && Interlocked.Read(ref _held) == 0;
            }
        }
    }

    /// <summary>Says no to spans before anybody reads them, where there is nothing left for even one.</summary>
    /// <exception cref="QuotaExceededException">There is nothing left, or so many bytes will never be taken.</exception>
    public void Expect(long? bytes)
    {
        lock (_gate)
        {
            Check(new QuotaShare(1, 1));
        }

        CheckSize(bytes ?? 0);
    }

    /// <summary>Takes a request.</summary>
    /// <exception cref="QuotaExceededException">It is too much. Nothing was taken.</exception>
    public void Take(QuotaShare share)
    {
        CheckSize(share.Bytes);
        if (share.Spans > _spans?.Capacity)
        {
            throw QuotaWords.TooLarge(_name, $"{share.Spans} spans", $"{Quota.Burst} at once (spans_at_once)");
        }

        lock (_gate)
        {
            Check(share);
            _spans?.Take(share.Spans);
            _use.Add(share);
        }
    }

    /// <summary>Gives back what was not stored.</summary>
    public void GiveBack(QuotaShare share)
    {
        lock (_gate)
        {
            _spans?.Take(-share.Spans);
            _use.Add(new QuotaShare(-share.Spans, -share.Bytes));
        }
    }

    public QuotaExceededException NoSearch() => QuotaWords.TooManySearches(_name, Quota);

    public QuotaExceededException NoTime() => QuotaWords.TooSlow(_name, Quota);

    /// <summary>Counts bytes of requests that are being received; takes away what is negative. Gives what there are then.</summary>
    public long Hold(long bytes) => Interlocked.Add(ref _held, bytes);

    /// <summary>Takes what the store is to be told.</summary>
    public IReadOnlyList<QuotaUse> TakeUntold()
    {
        lock (_gate)
        {
            return _use.TakeUntold();
        }
    }

    /// <summary>Takes back what the store could not be told.</summary>
    public void PutBack(QuotaUse use)
    {
        lock (_gate)
        {
            _use.PutBack(use);
        }
    }

    /// <summary>Learns what all servers together have stored.</summary>
    public void Learn(QuotaUse sum)
    {
        lock (_gate)
        {
            _use.Learn(sum);
        }
    }

    private void CheckSize(long bytes)
    {
        if (Quota.BytesPerRequest is > 0 and var most && bytes > most)
        {
            throw QuotaWords.TooLarge(_name, $"{bytes} bytes of spans", $"{most} a request (bytes_per_request)");
        }

        if (Quota.BytesPerDay is > 0 and var day && bytes > day)
        {
            throw QuotaWords.TooLarge(_name, $"{bytes} bytes of spans", $"{day} a day (bytes_per_day)");
        }
    }

    private void Check(QuotaShare share)
    {
        var used = _use.Read().Bytes;
        if (Quota.BytesPerDay is > 0 and var most && used + share.Bytes > most)
        {
            var now = _time.GetUtcNow();
            throw QuotaWords.TooManyBytes(_name, Quota, used, now.UtcDateTime.Date.AddDays(1) - now.UtcDateTime);
        }

        if (_spans?.FindWait(share.Spans) is { } wait)
        {
            throw QuotaWords.TooManySpans(_name, Quota, share.Spans, wait);
        }
    }
}
