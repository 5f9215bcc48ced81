using OtelBridge.Store.Quotas;

namespace OtelBridge.Server.Quotas;

/// <summary>Counts what was refused since the start, by reason. Thread-safe.</summary>
internal sealed class QuotaRefusals
{
    private readonly long[] _counts = new long[Enum.GetValues<QuotaReason>().Length];
    private long _ofWorkspaces;

    public long this[QuotaReason reason] => Volatile.Read(ref _counts[(int)reason]);

    /// <summary>Gets how many of the requests and searches were refused for the quota of their workspace.</summary>
    public long OfWorkspaces => Volatile.Read(ref _ofWorkspaces);

    public void Add(QuotaReason reason, long count = 1) => Interlocked.Add(ref _counts[(int)reason], count);

    public void Add(QuotaExceededException refusal)
    {
        Add(refusal.Reason);
        if (refusal.IsOfWorkspace)
        {
            Interlocked.Increment(ref _ofWorkspaces);
        }
    }
}
