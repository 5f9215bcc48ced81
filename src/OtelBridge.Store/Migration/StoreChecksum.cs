namespace OtelBridge.Store.Migration;

/// <summary>What is in a store, as numbers and one checksum that does not depend on the order: the exclusive or of the fingerprints of its traces.</summary>
public sealed class StoreChecksum
{
    private readonly byte[] _sum = new byte[32];

    /// <summary>Gets the number of traces.</summary>
    public long Traces { get; private set; }

    /// <summary>Gets the number of spans.</summary>
    public long Spans { get; private set; }

    /// <summary>Gets the number of assessments.</summary>
    public long Assessments { get; private set; }

    /// <summary>Gets the checksum in hex digits.</summary>
    public string Sum => Convert.ToHexStringLower(_sum);

    internal void Add(Tracking.V1.TraceInfo trace, ReadOnlySpan<byte> fingerprint)
    {
        Traces++;
        Spans += trace.SpanCount;
        Assessments += trace.Assessments.Count;
        for (var i = 0; i < _sum.Length; i++)
        {
            _sum[i] ^= fingerprint[i];
        }
    }
}
