using OtelBridge.Diagnostics;

namespace OtelBridge.Client.Spans;

/// <summary>The traces in which clients of this process have open spans, so that a span is found by its ids and none stays open for ever.</summary>
/// <remarks>
/// One for the process, as in MLflow: a span that one client started, another may end. Thread-safe; spans are ended outside the lock, since processors
/// of the program run then. Bounded in traces, spans and age, see <see cref="TraceBufferSettings"/>.
/// </remarks>
internal sealed class OpenTraces
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LinkedListNode<OpenTrace>> _traces = new(StringComparer.Ordinal);
    private readonly LinkedList<OpenTrace> _byAge = new();
    private TraceBufferSettings _settings = new();
    private TimeProvider _time = TimeProvider.System;
    private ITimer? _timer;
    private bool _timerIsSet;
    private int _spans;

    public static OpenTraces Process { get; } = new();

    public bool HasTraces => Volatile.Read(ref _spans) > 0;

    /// <summary>Takes the settings of the tracing that starts; what is open stays, and its age begins anew with the clock.</summary>
    public void Configure(TraceBufferSettings settings, TimeProvider time)
    {
        lock (_gate)
        {
            _timer?.Dispose();
            (_timer, _timerIsSet, _settings, _time) = (null, false, settings, time);
            foreach (var trace in _byAge)
            {
                trace.Started = time.GetTimestamp();
            }

            SetTimer();
        }
    }

    /// <summary>The open span with these ids, or null.</summary>
    public MlflowSpan? Find(string traceId, string spanId)
    {
        lock (_gate)
        {
            return _traces.TryGetValue(traceId, out var node) ? node.Value.Find(spanId) : null;
        }
    }

    /// <summary>The open root with this trace id, or null.</summary>
    public MlflowSpan? Root(string traceId)
    {
        lock (_gate)
        {
            return _traces.TryGetValue(traceId, out var node) ? node.Value.Root : null;
        }
    }

    /// <summary>Keeps the root of a new trace; ends the oldest traces where there are too many.</summary>
    public void AddRoot(MlflowSpan root)
    {
        List<OpenTrace>? tooOld = null; // as many as there are too many
        lock (_gate)
        {
            while (_byAge.First is { } oldest && (_traces.Count >= _settings.MaxTraces || _spans >= _settings.MaxSpans))
            {
                (tooOld ??= []).Add(Take(oldest));
            }

            GetOrAdd(root.TraceId).Root = root;
            _spans++;
        }

        foreach (var trace in tooOld ?? [])
        {
            Close(trace, "too many traces of clients are open, and this was the oldest");
        }
    }

    /// <summary>Keeps a child span; false where too many are open.</summary>
    public bool TryAdd(MlflowSpan span)
    {
        lock (_gate)
        {
            if (_spans >= _settings.MaxSpans)
            {
                return false;
            }

            GetOrAdd(span.TraceId).AddChild(span);
            _spans++;
            return true;
        }
    }

    /// <summary>Whether one more child span may be open.</summary>
    public bool HasRoom() => Volatile.Read(ref _spans) < _settings.MaxSpans;

    /// <summary>Takes a trace out with all that is open in it; null when none is.</summary>
    public OpenTrace? Take(string traceId)
    {
        lock (_gate)
        {
            return _traces.TryGetValue(traceId, out var node) ? Take(node) : null;
        }
    }

    /// <summary>Takes an open span below a root out, to be ended; null where the ids name a root, or nothing that is open.</summary>
    public MlflowSpan? TakeChild(string traceId, string spanId)
    {
        lock (_gate)
        {
            if (!_traces.TryGetValue(traceId, out var node) || node.Value.TakeChild(spanId) is not { } span)
            {
                return null;
            }

            ForgetChild(node);
            return span.Activity is { IsStopped: false } ? span : null;
        }
    }

    /// <summary>Called by a span that ends, however it is ended; the root takes along what is still open below it.</summary>
    public void Ending(MlflowSpan span, SpanStatus status, DateTimeOffset? endTime)
    {
        OpenTrace? whole = null;
        lock (_gate)
        {
            if (!_traces.TryGetValue(span.TraceId, out var node))
            {
                return;
            }

            if (ReferenceEquals(node.Value.Root, span))
            {
                whole = Take(node);
            }
            else if (node.Value.RemoveChild(span.SpanId))
            {
                ForgetChild(node);
            }
        }

        if (whole is not null)
        {
            EndChildren(whole, status, endTime);
        }
    }

    /// <summary>Forgets the spans of a trace that were ended past their owner.</summary>
    public void RemoveEnded(string traceId)
    {
        lock (_gate)
        {
            if (_traces.TryGetValue(traceId, out var node))
            {
                _spans -= node.Value.RemoveEnded();
                if (node.Value.Count == 0)
                {
                    Take(node);
                }
            }
        }
    }

    /// <summary>Ends what is open below the root of a trace that was taken out, children before their parents.</summary>
    /// <remarks>What was not ended by the time its trace failed has failed with it.</remarks>
    public static void EndChildren(OpenTrace trace, SpanStatus? status, DateTimeOffset? endTime)
    {
        foreach (var span in trace.Children())
        {
            span.IsOfClient = false;
            span.End(null, status: status == SpanStatus.Error ? status : null, endTime: endTime);
        }
    }

    private static void Close(OpenTrace trace, string reason)
    {
        BridgeEventSource.Log.TraceClosed(trace.Id, reason);
        var message = $"The trace was ended by OtelBridge: {reason}.";
        foreach (var span in trace.Children())
        {
            // Without a root of ours, each says for itself what happened.
            span.Abandon(message, withEvent: trace.Root is null);
        }

        trace.Root?.Abandon(message, withEvent: true);
    }

    private OpenTrace GetOrAdd(string traceId)
    {
        if (!_traces.TryGetValue(traceId, out var node))
        {
            node = _byAge.AddLast(new OpenTrace(traceId, _time.GetTimestamp()));
            _traces.Add(traceId, node);
            SetTimer();
        }

        return node.Value;
    }

    private void ForgetChild(LinkedListNode<OpenTrace> node)
    {
        _spans--;
        if (node.Value.Count == 0)
        {
            Take(node);
        }
    }

    private OpenTrace Take(LinkedListNode<OpenTrace> node)
    {
        _traces.Remove(node.Value.Id);
        _byAge.Remove(node);
        _spans -= node.Value.Count;
        return node.Value;
    }

    // One timer, for the oldest trace. It is not set anew when that one ends, only looked after when it is due: most traces end long before.
    private void SetTimer()
    {
        if (_timerIsSet || _byAge.First is not { } oldest)
        {
            return;
        }

        var left = _settings.TimeToLive - _time.GetElapsedTime(oldest.Value.Started);
        _timer ??= CreateTimer();
        _timerIsSet = _timer.Change(left > TimeSpan.Zero ? left : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    // Without the flow of whoever happens to be first.
    private ITimer CreateTimer()
    {
        using var flow = ExecutionContext.IsFlowSuppressed() ? default(AsyncFlowControl?) : ExecutionContext.SuppressFlow();
        return _time.CreateTimer(static state => ((OpenTraces)state!).CloseOld(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private void CloseOld()
    {
        var old = new List<OpenTrace>(); // at most as many as are open
        lock (_gate)
        {
            _timerIsSet = false;
            while (_byAge.First is { } oldest && _time.GetElapsedTime(oldest.Value.Started) >= _settings.TimeToLive)
            {
                old.Add(Take(oldest));
            }

            SetTimer();
        }

        foreach (var trace in old)
        {
            Close(trace, $"it was open for longer than {_settings.TimeToLive.TotalSeconds:0.###} s");
        }
    }
}
