namespace OtelBridge.Export;

/// <summary>What became of the spans of one batch.</summary>
internal sealed class SendOutcome
{
    private readonly long[] _dropped = new long[Enum.GetValues<DropReason>().Length];

    public long Sent { get; set; }

    /// <summary>Gets or sets how many spans were put onto disk.</summary>
    public long Spooled { get; set; }

    public long Retried { get; set; }

    public long Total => Sent + Spooled + _dropped.Sum();

    public void Drop(DropReason reason, long count) => _dropped[(int)reason] += count;

    public long Dropped(DropReason reason) => _dropped[(int)reason];

    /// <summary>Counts what the sender lost track of, so that every span of a batch is counted once.</summary>
    public void DropRest(int batchSize, DropReason reason) => Drop(reason, Math.Max(0, batchSize - Total));
}
