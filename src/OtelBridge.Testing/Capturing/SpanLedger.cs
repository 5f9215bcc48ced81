using System.Diagnostics;
using OtelBridge.Export;

namespace OtelBridge.Testing.Capturing;

/// <summary>The spans of one capture.</summary>
internal sealed class SpanLedger
{
    /// <summary>A test that makes more than this captures the first ones.</summary>
    public const int MaxSpans = 100_000;

    private readonly Lock _gate = new();

    // At most MaxSpans.
    private readonly Dictionary<(ActivityTraceId Trace, ActivitySpanId Span), SpanEntry> _entries = [];

    // Spans of callers outside, one for each client that was given its traces.
    private readonly HashSet<(ActivityTraceId Trace, ActivitySpanId Span)> _callers = [];
    private TaskCompletionSource _changed = New();
    private int _leftOut;

    /// <summary>Gets what is complete when anything of the spans changes; to be taken before one looks.</summary>
    public Task Changed
    {
        get
        {
            lock (_gate)
            {
                return _changed.Task;
            }
        }
    }

    /// <summary>Gets how many spans found no room.</summary>
    public int LeftOut => Volatile.Read(ref _leftOut);

    public void AddCaller(ActivityContext caller)
    {
        lock (_gate)
        {
            _callers.Add((caller.TraceId, caller.SpanId));
        }
    }

    /// <summary>Whether a span is here already, since another exporter saw its start before.</summary>
    public bool TryStartAgain(Activity span, RoutingExporter exporter)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(Key(span), out var entry))
            {
                return false;
            }

            entry.Await(exporter);
            return true;
        }
    }

    /// <summary>Whether a span is below one that is here, through activities that nobody records.</summary>
    public bool IsBelow(Activity span)
    {
        lock (_gate)
        {
            for (var at = span; at is not null; at = at.Parent)
            {
                var parent = (at.TraceId, at.ParentSpanId);
                if (_entries.ContainsKey(parent) || _callers.Contains(parent))
                {
                    return true;
                }
            }

            return false;
        }
    }

    public void Start(Activity span, RoutingExporter exporter)
    {
        lock (_gate)
        {
            if (_entries.Count == MaxSpans)
            {
                _leftOut++;
                return;
            }

            _entries[Key(span)] = new SpanEntry(span, _entries.Count, exporter);
            Change();
        }
    }

    public bool TryTake(Activity span, RoutingExporter exporter, bool isLastResort)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(Key(span), out var entry))
            {
                return false;
            }

            entry.Take(exporter, isLastResort);
            Change();
            return true;
        }
    }

    public void Settle(Activity span, RoutingExporter exporter)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(Key(span), out var entry))
            {
                entry.Settle(exporter);
                Change();
            }
        }
    }

    /// <summary>The traces as they are now, in the order of their starts.</summary>
    public IReadOnlyList<CapturedTrace> Read()
    {
        lock (_gate)
        {
            return [.. _entries.Values.GroupBy(static e => e.Span.TraceId).OrderBy(static g => g.Min(static e => e.Order)).Select(Assembling.Trace).OfType<CapturedTrace>()];
        }
    }

    private static (ActivityTraceId Trace, ActivitySpanId Span) Key(Activity span) => (span.TraceId, span.SpanId);

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Change()
    {
        var before = _changed;
        _changed = New();
        before.SetResult();
    }
}
