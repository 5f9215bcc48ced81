using System.Diagnostics;
using OtelBridge.Configuration;
using OtelBridge.Diagnostics;

namespace OtelBridge.Export.Sampling;

/// <summary>Decides which traces one destination gets: at once by the ratio, or at the end of the trace where what is in it counts, too. Thread-safe.</summary>
/// <remarks>A span that waits is moved on under the same lock under which it is counted, so that at every moment each span is in one count.</remarks>
internal sealed class SpanSampler : IDisposable
{
    /// <summary>A timer that is due a little early must not be due at once again.</summary>
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(10);

    private readonly Lock _gate = new();
    private readonly string _name;
    private readonly SamplingSettings _settings;
    private readonly DeliveryLedger _ledger;
    private readonly TimeProvider _time;
    private readonly Action<Activity, int> _send;
    private readonly Threshold _threshold;
    private readonly KeepRules _rules;
    private readonly HeldTraces _held;
    private readonly ITimer? _timer;
    private long _released;
    private bool _isTimed;
    private bool _isClosed;

    /// <param name="name">Name of the destination.</param>
    /// <param name="settings">What was decided.</param>
    /// <param name="ledger">Counts what is not sent.</param>
    /// <param name="time">The clock.</param>
    /// <param name="send">Takes a span that is sent; called under the lock.</param>
    public SpanSampler(string name, SamplingSettings settings, DeliveryLedger ledger, TimeProvider time, Action<Activity, int> send)
    {
        (_name, _settings, _ledger, _time, _send) = (name, settings, ledger, time, send);
        _threshold = Threshold.Of(settings.Ratio);
        _rules = new KeepRules(settings);
        _held = new HeldTraces(settings);
        _timer = settings.HasRules ? time.CreateTimer(static sampler => ((SpanSampler)sampler!).OnTime(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) : null;
    }

    /// <summary>Takes an ended span: sends it, keeps it until its trace ends, or counts it as excluded.</summary>
    /// <param name="span">The span.</param>
    /// <param name="bytes">Its size by estimate.</param>
    /// <param name="isExcluded">Whether it is not sent in any case; what it says of its trace counts all the same.</param>
    public void Add(Activity span, int bytes, bool isExcluded)
    {
        if (_settings.HasRules)
        {
            lock (_gate)
            {
                Take(span, bytes, isExcluded);
            }
        }
        else if (isExcluded || !_threshold.Keeps(span))
        {
            _ledger.Exclude();
        }
        else
        {
            _send(span, bytes);
        }
    }

    /// <summary>Reads numbers while no span moves from one count to another.</summary>
    /// <param name="read">Is told how many spans wait, and of how many bytes.</param>
    public T Read<T>(Func<int, long, T> read)
    {
        lock (_gate)
        {
            return read(_held.Count, _held.Bytes);
        }
    }

    /// <summary>What has waited and what was sent on so far, for <see cref="LeftSince"/>.</summary>
    public (long Waited, long Released) Mark()
    {
        lock (_gate)
        {
            return (_held.Total, _released);
        }
    }

    /// <summary>How many of the spans that waited at a mark still do, or may be on their way.</summary>
    /// <param name="mark">The mark.</param>
    /// <param name="later">Spans that were put into the queue after the mark and are not settled.</param>
    public long LeftSince((long Waited, long Released) mark, long later)
    {
        lock (_gate)
        {
            return _held.CountOfFirst(mark.Waited) + Math.Min(later, _released - mark.Released);
        }
    }

    /// <summary>Sends what waits: nobody will know how its traces end.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            while (_held.Oldest is { } oldest)
            {
                Decide(oldest, TraceVerdict.Exempt);
            }
        }

        _timer?.Dispose();
    }

    public void Dispose() => Close();

    private void Take(Activity span, int bytes, bool isExcluded)
    {
        var key = TraceKey.Of(span);
        var trace = _held.Find(key) ?? _held.Open(key, _time.GetTimestamp());
        if (_isClosed && trace.Verdict == TraceVerdict.Open)
        {
            Decide(trace, TraceVerdict.Exempt);
        }

        if (trace.Verdict != TraceVerdict.Open)
        {
            Settle(span, bytes, isExcluded ? TraceVerdict.Dropped : trace.Verdict);
            return;
        }

        _rules.Note(trace.Findings, span);
        if (isExcluded)
        {
            _ledger.Exclude();
        }
        else
        {
            _held.Hold(trace, span, bytes);
        }

        if (key.Root == span.SpanId)
        {
            End(trace, span);
        }
        else
        {
            Bound();
        }
    }

    /// <summary>Decides of a trace whose outermost span has ended, and of those of its spans of which nobody knows what they belong to.</summary>
    private void End(HeldTrace trace, Activity root)
    {
        var verdict = _rules.Keep(trace.Findings, root) ? TraceVerdict.Exempt : _threshold.Keeps(root) ? TraceVerdict.KeptByRatio : TraceVerdict.Dropped;
        Decide(trace, verdict);
        var stray = new TraceKey(trace.Key.Trace, default);
        var strays = _held.Find(stray) ?? _held.Open(stray, trace.Since);
        if (strays.Verdict == TraceVerdict.Open)
        {
            Decide(strays, verdict);
        }
        else if (strays.Verdict == TraceVerdict.Dropped)
        {
            // The trace came in again, and is kept now.
            strays.Verdict = verdict;
        }
    }

    private void Bound()
    {
        while (_held.IsOver && _held.Oldest is { } oldest)
        {
            Decide(oldest, TraceVerdict.Exempt);
        }

        if (!_isTimed && _held.Oldest is not null)
        {
            _isTimed = true;
            _timer!.Change(_settings.MaxHoldTime, Timeout.InfiniteTimeSpan);
        }
    }

    private void Decide(HeldTrace trace, TraceVerdict verdict)
    {
        foreach (var (span, bytes, _) in _held.Decide(trace, verdict))
        {
            _released += verdict == TraceVerdict.Dropped ? 0 : 1;
            Settle(span, bytes, verdict);
        }
    }

    private void Settle(Activity span, int bytes, TraceVerdict verdict)
    {
        if (verdict == TraceVerdict.Dropped)
        {
            _ledger.Exclude();
            return;
        }

        if (verdict == TraceVerdict.Exempt)
        {
            SamplingMark.Exempt(span, _name);
        }

        _send(span, bytes);
    }

    private void OnTime()
    {
        try
        {
            ReleaseOverdue();
        }
        catch (Exception e)
        {
            // An exception on a timer's thread would end the program.
            BridgeEventSource.Log.DeliveryLoopFailed(_name, e);
        }
    }

    private void ReleaseOverdue()
    {
        lock (_gate)
        {
            while (_held.Oldest is { } oldest && _time.GetElapsedTime(oldest.Since) >= _settings.MaxHoldTime)
            {
                Decide(oldest, TraceVerdict.Exempt);
            }

            _isTimed = !_isClosed && _held.Oldest is not null;
            if (_isTimed)
            {
                var wait = _settings.MaxHoldTime - _time.GetElapsedTime(_held.Oldest!.Since);
                _timer!.Change(wait > Shortest ? wait : Shortest, Timeout.InfiniteTimeSpan);
            }
        }
    }
}
