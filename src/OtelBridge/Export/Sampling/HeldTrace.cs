using System.Diagnostics;

namespace OtelBridge.Export.Sampling;

/// <summary>The spans of one trace that wait for its end, or what was decided of it.</summary>
internal sealed class HeldTrace(TraceKey key, long since)
{
    public TraceKey Key { get; } = key;

    /// <summary>When its first span ended, as a timestamp of the clock.</summary>
    public long Since { get; } = since;

    /// <summary>Gets or sets its place among those that wait; null when it does not.</summary>
    public LinkedListNode<HeldTrace>? Place { get; set; }

    public TraceVerdict Verdict { get; set; }

    public TraceFindings Findings { get; } = new();

    /// <summary>The spans in the order of their ends. Bounded by the sampler over all traces.</summary>
    public List<HeldSpan> Spans { get; } = [];

    /// <summary>A span that waits.</summary>
    /// <param name="Span">The span.</param>
    /// <param name="Bytes">Its size by estimate.</param>
    /// <param name="Number">How many spans waited before it, ever.</param>
    public readonly record struct HeldSpan(Activity Span, int Bytes, long Number);
}
