namespace OtelBridge.Export;

/// <summary>Counts what becomes of every span of one destination. Thread-safe.</summary>
internal sealed class DeliveryLedger
{
    private static readonly DropReason[] Reasons = Enum.GetValues<DropReason>();

    // A batch is counted whole, and once: by its end or by the end of tracing. Single numbers are read without it.
    private readonly Lock _gate = new();
    private readonly long[] _dropped = new long[Reasons.Length];
    private long _settled;
    private long _sent;
    private long _retried;
    private bool _closed;

    /// <summary>Spans that the queue took and that were sent or dropped since.</summary>
    public long Settled => Interlocked.Read(ref _settled);

    public long Sent => Interlocked.Read(ref _sent);

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

    /// <summary>Counts a span that the queue did not take.</summary>
    public void Refuse(DropReason reason) => Interlocked.Increment(ref _dropped[(int)reason]);

    /// <summary>Counts one batch as done. After <see cref="Close"/> it was counted already and is ignored.</summary>
    public void Settle(SendOutcome outcome)
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            Interlocked.Add(ref _sent, outcome.Sent);
            Interlocked.Add(ref _retried, outcome.Retried);
            foreach (var reason in Reasons)
            {
                Interlocked.Add(ref _dropped[(int)reason], outcome.Dropped(reason));
            }

            Interlocked.Add(ref _settled, outcome.Total);
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
                Interlocked.Add(ref _settled, left);
            }
        }
    }

    /// <summary>All numbers of one moment: what was sent, settled and dropped belongs together.</summary>
    public DestinationDelivery Snapshot(string name, string endpoint, Func<long> accepted)
    {
        lock (_gate)
        {
            return new(name, endpoint, Sent, Math.Max(0, accepted() - Settled), Retried, Dropped());
        }
    }

    public IReadOnlyDictionary<DropReason, long> Dropped() =>
        Reasons.Where(r => Interlocked.Read(ref _dropped[(int)r]) > 0).ToDictionary(r => r, r => Interlocked.Read(ref _dropped[(int)r]));
}
