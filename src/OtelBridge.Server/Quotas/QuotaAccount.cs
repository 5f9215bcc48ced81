using OtelBridge.Store.Quotas;

namespace OtelBridge.Server.Quotas;

/// <summary>What one subject has asked for, and may still: a caller, or all callers of a workspace together. Thread-safe.</summary>
internal sealed class QuotaAccount
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly Quota _defaults;
    private readonly DayUse _use;
    private volatile Quota _own;
    private volatile Quota _quota;
    private TokenBucket? _spans;
    private long _held;

    /// <param name="subject">Whose it is: an opaque text.</param>
    /// <param name="name">What they are called in messages.</param>
    /// <param name="own">What they may ask for.</param>
    /// <param name="defaults">What they may ask for where that says nothing.</param>
    /// <param name="time">The clock.</param>
    public QuotaAccount(string subject, string name, Quota own, Quota defaults, TimeProvider time)
    {
        (Subject, Name, _own, _defaults, _time) = (subject, name, own, defaults, time);
        _use = new DayUse(subject, time);
        Searches = new SearchSlots(time);
        _quota = own.Over(defaults);
        Apply();
    }

    public string Subject { get; }

    /// <summary>Gets what they are called in messages.</summary>
    public string Name { get; }

    /// <summary>Gets whether it is that of a workspace.</summary>
    public bool IsOfWorkspace { get; init; }

    public Quota Quota => _quota;

    /// <summary>Gets the searches that may run at once.</summary>
    public SearchSlots Searches { get; }

    /// <summary>Gets whether an account that is made anew would say the same, but for what the store knows.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate)
            {
                return _spans?.IsFull != false && _use.IsTold && Searches.IsIdle && Interlocked.Read(ref _held) == 0;
            }
        }
    }

    /// <summary>Holds to what is said of the subject now. What was used stays used, and searches that run go on.</summary>
    public void Adopt(Quota own)
    {
        if (own == _own)
        {
            return;
        }

        lock (_gate)
        {
            (_own, _quota) = (own, own.Over(_defaults));
            Apply();
        }
    }

    /// <summary>Says no to spans before anybody reads them, where there is nothing left for even one.</summary>
    /// <exception cref="QuotaExceededException">There is nothing left, or so many bytes will never be taken.</exception>
    public void Expect(long? bytes)
    {
        CheckSize(new QuotaShare(1, bytes ?? 0));
        lock (_gate)
        {
            if (FindRefusal(new QuotaShare(1, 1)) is { } refusal)
            {
                throw refusal;
            }
        }
    }

    /// <summary>Takes a request from this account and from that of the workspace around it: from both, or from none.</summary>
    /// <exception cref="QuotaExceededException">It is too much for one of them. Nothing was taken.</exception>
    public void Take(QuotaShare share, QuotaAccount? workspace = null)
    {
        CheckSize(share);
        workspace?.CheckSize(share);

        // A caller's gate is always before that of a workspace, so nobody waits in a circle.
        lock (_gate)
        {
            var refusal = FindRefusal(share);
            if (workspace is not null)
            {
                workspace.TakeUnless(refusal, share);
            }
            else if (refusal is not null)
            {
                throw refusal;
            }

            Put(share);
        }
    }

    /// <summary>Gives back what was not stored.</summary>
    public void GiveBack(QuotaShare share)
    {
        lock (_gate)
        {
            Put(new QuotaShare(-share.Spans, -share.Bytes));
        }
    }

    public QuotaExceededException NoSearch() => QuotaWords.TooManySearches(this);

    public QuotaExceededException NoTime() => QuotaWords.TooSlow(this);

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

    private void Apply()
    {
        var rate = _quota.SpansPerSecond;
        _spans?.Change(rate ?? 0, _quota.Burst);
        _spans = rate is > 0 ? _spans ?? new TokenBucket(rate.Value, _quota.Burst, _time) : null;
        Searches.Limit = _quota.Searches is > 0 and var searches ? (int)searches : int.MaxValue;
    }

    private void TakeUnless(QuotaExceededException? refusal, QuotaShare share)
    {
        lock (_gate)
        {
            var own = FindRefusal(share);
            if ((refusal?.RetryAfter > own?.RetryAfter ? refusal : own ?? refusal) is { } later) // who comes back then passes both
            {
                throw later;
            }

            Put(share);
        }
    }

    private void Put(QuotaShare share)
    {
        _spans?.Take(share.Spans);
        _use.Add(share);
    }

    // What no time makes possible.
    private void CheckSize(QuotaShare share)
    {
        var quota = _quota;
        if (quota.BytesPerRequest is > 0 and var most && share.Bytes > most)
        {
            throw QuotaWords.TooLarge(this, $"{share.Bytes} bytes of spans", $"{most} a request (bytes_per_request)");
        }

        if (quota.BytesPerDay is > 0 and var day && share.Bytes > day)
        {
            throw QuotaWords.TooLarge(this, $"{share.Bytes} bytes of spans", $"{day} a day (bytes_per_day)");
        }

        if (quota.SpansPerSecond is > 0 && share.Spans > quota.Burst)
        {
            throw QuotaWords.TooLarge(this, $"{share.Spans} spans", $"{quota.Burst} at once (spans_at_once)");
        }
    }

    private QuotaExceededException? FindRefusal(QuotaShare share)
    {
        var used = _use.Read().Bytes;
        if (_quota.BytesPerDay is > 0 and var most && used + share.Bytes > most)
        {
            var now = _time.GetUtcNow();
            return QuotaWords.TooManyBytes(this, used, now.UtcDateTime.Date.AddDays(1) - now.UtcDateTime);
        }

        return _spans?.FindWait(share.Spans) is { } wait ? QuotaWords.TooManySpans(this, share.Spans, wait) : null;
    }
}
