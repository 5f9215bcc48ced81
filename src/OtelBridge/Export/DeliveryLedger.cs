using OtelBridge.Diagnostics;

namespace OtelBridge.Export;

/// <summary>Counts what becomes of every span of one destination. Thread-safe.</summary>
internal sealed class DeliveryLedger(DeliveryMetrics metrics)
{
    private static readonly DropReason[] Reasons = Enum.GetValues<DropReason>();

    // A batch is counted whole, and once: by its end or by the end of tracing. Single numbers are read without it.
    private readonly Lock _gate = new();
    private readonly long[] _dropped = new long[Reasons.Length];
    private long _settled;
    private long _sent;
    private long _retried;
    private long _spooled;
    private long _adopted;
    private long _excluded;
    private bool _closed;

    /// <summary>Spans that the queue took and that were sent, put onto disk or dropped since.</summary>
    public long Settled => Interlocked.Read(ref _settled);

    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Spans that lie on disk.</summary>
    public long Spooled => Interlocked.Read(ref _spooled);

    public long Retried => Interlocked.Read(ref _retried);

    public long TotalDropped
    {
        get
        {
            var total = 0L;
            for (var i = 0; i < _dropped.Length; i++)
            {
                total += Interlocked.Read(ref _dropped[i]);
            }

            return total;
        }
    }

    /// <summary>Counts a span that the destination is not to get.</summary>
    public void Exclude(long spans = 1) => Interlocked.Add(ref _excluded, spans);

    /// <summary>Counts what an earlier process left on disk and this one is to deliver.</summary>
    public void Adopt(long spans)
    {
        lock (_gate)
        {
            Interlocked.Add(ref _adopted, spans);
            Interlocked.Add(ref _spooled, spans);
        }
    }

    /// <summary>Counts what was put on disk instead of being sent.</summary>
    public void Spool(int spans)
    {
        lock (_gate)
        {
            Interlocked.Add(ref _spooled, spans);
            if (_closed)
            {
                // A slow disk took it after the end, where it was given up for lost.
                Interlocked.Add(ref _dropped[(int)DropReason.Shutdown], -spans);
            }
            else
            {
                Interlocked.Add(ref _settled, spans);
            }
        }
    }

    /// <summary>Counts what became of spans from disk.</summary>
    public void Replayed(SendOutcome outcome)
    {
        lock (_gate)
        {
            Interlocked.Add(ref _spooled, -outcome.Total);
            Count(outcome);
        }
    }

    /// <summary>Counts a span that the queue did not take.</summary>
    public void Refuse(DropReason reason)
    {
        Interlocked.Increment(ref _dropped[(int)reason]);
        metrics.Dropped(reason, 1);
    }

    /// <summary>Counts one batch as done. After <see cref="Close"/> it was counted already and is ignored.</summary>
    public void Settle(SendOutcome outcome)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            Count(outcome);
            // What went to disk was counted when it was there.
            Interlocked.Add(ref _settled, outcome.Total - outcome.Spooled);
        }
    }

    /// <summary>Counts everything that was accepted and is not settled as dropped by the shutdown.</summary>
    public void Close(long accepted)
    {
        lock (_gate)
        {
            if (!_closed)
            {
                _closed = true;
                var left = accepted - Settled;
                Interlocked.Add(ref _dropped[(int)DropReason.Shutdown], left);
                metrics.Dropped(DropReason.Shutdown, left);
                Interlocked.Add(ref _settled, left);
            }
        }
    }

    /// <summary>All numbers of one moment: what was sent, settled and dropped belongs together.</summary>
    public DestinationDelivery Snapshot(string name, string endpoint, Func<long> accepted)
    {
        lock (_gate)
        {
            return new(name, endpoint, Sent, Math.Max(0, accepted() - Settled), Retried, Dropped())
            {
                Spooled = Spooled,
                Adopted = Interlocked.Read(ref _adopted),
                Excluded = Interlocked.Read(ref _excluded),
            };
        }
    }

    public IReadOnlyDictionary<DropReason, long> Dropped() =>
        Reasons.Where(r => Interlocked.Read(ref _dropped[(int)r]) > 0).ToDictionary(r => r, r => Interlocked.Read(ref _dropped[(int)r]));

    private void Count(SendOutcome outcome)
    {
        Interlocked.Add(ref _sent, outcome.Sent);
        Interlocked.Add(ref _retried, outcome.Retried);
        foreach (var reason in Reasons)
        {
            Interlocked.Add(ref _dropped[(int)reason], outcome.Dropped(reason));
            metrics.Dropped(reason, outcome.Dropped(reason));
        }

        metrics.Sent(outcome.Sent);
        metrics.Retried(outcome.Retried);
    }
}
