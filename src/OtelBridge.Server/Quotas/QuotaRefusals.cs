using OtelBridge.Store.Quotas;

namespace OtelBridge.Server.Quotas;

/// <summary>Counts what was refused since the start, by reason. Thread-safe.</summary>
internal sealed class QuotaRefusals
{
    private readonly long[] _counts = new long[Enum.GetValues<QuotaReason>().Length];

    public long this[QuotaReason reason] => Volatile.Read(ref _counts[(int)reason]);

    public void Add(QuotaReason reason) => Interlocked.Increment(ref _counts[(int)reason]);
}
