using OtelBridge.Otlp;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Web.TraceView;

/// <summary>Says when each span was, whatever its clock did.</summary>
internal sealed class WaterfallClock
{
    // Clocks that differ by less are nobody's concern.
    private static readonly long Tolerance = Nanoseconds(TimeSpan.FromMinutes(1));

    // A program that has said nothing for so long is not believed to be still running: its spans would dwarf all others.
    private static readonly long Patience = Nanoseconds(TimeSpan.FromHours(1));

    private readonly long _lastHeard;
    private readonly long _earliest;

    public WaterfallClock(Trace trace, long now)
    {
        Now = now;
        var (first, last, open) = (long.MaxValue, 0L, false);
        foreach (var span in trace.ResourceSpans.SelectMany(static resource => resource.ScopeSpans).SelectMany(static scope => scope.Spans))
        {
            var start = (long)span.StartTimeUnixNano;
            if (start > 0 && !IsFuture(start))
            {
                first = Math.Min(first, start);
                last = Math.Max(last, LastOf(span));
            }

            open |= span.EndTimeUnixNano == 0;
        }

        _earliest = first == long.MaxValue ? now : first;
        _lastHeard = Math.Max(Math.Min(last, now), _earliest);
        Grows = open && now - _lastHeard < Patience;
    }

    public long Now { get; }

    /// <summary>Gets whether spans without an end are drawn to <see cref="Now"/>; else to the last that was heard of the trace.</summary>
    public bool Grows { get; }

    /// <summary>Gives every row its times; parents come before their children.</summary>
    public void Place(IReadOnlyList<WaterfallRow> rows, bool alignClocks)
    {
        var shifts = new long[alignClocks ? rows.Count : 0];
        foreach (var row in rows)
        {
            Place(row);
            if (alignClocks)
            {
                shifts[row.Index] = Align(row, row.Parent is { } parent ? shifts[parent.Index] : 0);
            }
        }
    }

    private static long LastOf(Span span)
    {
        var last = Math.Max((long)span.StartTimeUnixNano, (long)span.EndTimeUnixNano);
        return span.Events.Count == 0 ? last : Math.Max(last, (long)Math.Min(span.Events.Max(static e => e.TimeUnixNano), long.MaxValue));
    }

    private static long Nanoseconds(TimeSpan time) => time.Ticks * TimeSpan.NanosecondsPerTick;

    private static long Align(WaterfallRow row, long shift)
    {
        // What is wrong are the clocks of two machines: everything below was measured by the same clock, and moves along.
        if (row.Parent is { } parent && row.Start + shift < parent.Start)
        {
            shift = parent.Start - row.Start;
        }

        row.Start += shift;
        row.End = Math.Max(row.Start, row.Is(WaterfallMarks.Unended) ? row.End : (long)Math.Min((ulong)row.End + (ulong)shift, long.MaxValue));
        return shift;
    }

    private void Place(WaterfallRow row)
    {
        var span = row.View.Span;
        var (start, end) = ((long)span.StartTimeUnixNano, (long)span.EndTimeUnixNano);
        var raw = row.Parent is null ? 0 : (long)row.Parent.View.Span.StartTimeUnixNano;
        if (start == 0)
        {
            row.Marks |= WaterfallMarks.Skewed;
            start = raw > 0 ? raw : _earliest;
        }
        else if (start < raw || (end != 0 && end < start))
        {
            row.Marks |= WaterfallMarks.Skewed;
        }

        if (IsFuture(start))
        {
            row.Marks |= WaterfallMarks.Future;
        }

        if (end == 0)
        {
            row.Marks |= WaterfallMarks.Unended;
            end = Grows ? Now : _lastHeard;
        }

        row.Start = start;
        row.End = Math.Max(start, end);
    }

    private bool IsFuture(long start) => start - Tolerance > Now;
}
