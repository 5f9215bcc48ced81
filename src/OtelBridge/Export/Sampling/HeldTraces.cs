using System.Diagnostics;
using OtelBridge.Configuration;

namespace OtelBridge.Export.Sampling;

/// <summary>The traces of one destination that wait for their end, and what was decided of the last ones. Not thread-safe.</summary>
internal sealed class HeldTraces(SamplingSettings settings)
{
    /// <summary>Decisions that are remembered for spans that end after the outermost one.</summary>
    private const int MaxDecisions = 16 * 1024;

    // At most MaxDecisions that are decided, and MaxHeldSpans that wait.
    private readonly Dictionary<TraceKey, HeldTrace> _traces = [];

    // Those that wait, the oldest first.
    private readonly LinkedList<HeldTrace> _waiting = new();

    // Those that are decided, the oldest first; at most MaxDecisions.
    private readonly Queue<TraceKey> _decided = new();

    /// <summary>Gets how many spans wait.</summary>
    public int Count { get; private set; }

    /// <summary>Gets their size by estimate.</summary>
    public long Bytes { get; private set; }

    /// <summary>Gets how many spans waited, ever.</summary>
    public long Total { get; private set; }

    public bool IsOver => Count > settings.MaxHeldSpans || Bytes > settings.MaxHeldBytes || _waiting.Count > settings.MaxHeldSpans;

    /// <summary>Gets the trace that waits longest.</summary>
    public HeldTrace? Oldest => _waiting.First?.Value;

    public HeldTrace? Find(TraceKey key) => _traces.GetValueOrDefault(key);

    public HeldTrace Open(TraceKey key, long now)
    {
        var trace = new HeldTrace(key, now);
        _traces.Add(key, trace);
        trace.Place = _waiting.AddLast(trace);
        return trace;
    }

    public void Hold(HeldTrace trace, Activity span, int bytes)
    {
        trace.Spans.Add(new HeldTrace.HeldSpan(span, bytes, Total++));
        Count++;
        Bytes += bytes;
    }

    /// <summary>Notes what was decided, and gives the spans that waited for it.</summary>
    public IReadOnlyList<HeldTrace.HeldSpan> Decide(HeldTrace trace, TraceVerdict verdict)
    {
        HeldTrace.HeldSpan[] spans = [.. trace.Spans];
        Count -= spans.Length;
        Bytes -= spans.Sum(static s => (long)s.Bytes);
        trace.Verdict = verdict;
        trace.Spans.Clear();
        trace.Spans.Capacity = 0;
        if (trace.Place is { } place)
        {
            _waiting.Remove(place);
            trace.Place = null;
        }

        _decided.Enqueue(trace.Key);
        if (_decided.Count > MaxDecisions)
        {
            _traces.Remove(_decided.Dequeue());
        }

        return spans;
    }

    /// <summary>How many of the first spans that ever waited still do.</summary>
    public int CountOfFirst(long total) => _waiting.Sum(trace => trace.Spans.Count(span => span.Number < total));
}
