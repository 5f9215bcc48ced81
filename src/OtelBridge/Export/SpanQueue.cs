using System.Diagnostics;

using OtelBridge.Configuration;

namespace OtelBridge.Export;

/// <summary>The waiting spans of one destination: a ring bounded by count and by bytes, between any threads that add and one that takes.</summary>
/// <remarks>Adding takes a lock for a few instructions and never waits for the reader.</remarks>
internal sealed class SpanQueue(DeliverySettings settings)
{
    private const int FirstCapacity = 256;

    private readonly object _gate = new();

    // At most settings.MaxQueueSpans entries and about settings.MaxQueueBytes behind them.
    private Entry[] _ring = new Entry[Math.Min(FirstCapacity, settings.MaxQueueSpans)];
    private int _head;
    private int _count;
    private long _bytes;
    private long _oldest;
    private long _added;
    private long _taken;
    private long _urgentUntil;
    private bool _closed;

    /// <summary>Adds a span; false when the queue is full or closed.</summary>
    public bool TryAdd(Activity span, int bytes)
    {
        lock (_gate)
        {
            if (_closed || _count == settings.MaxQueueSpans || (_count > 0 && _bytes + bytes > settings.MaxQueueBytes))
            {
                return false;
            }

            if (_count == _ring.Length)
            {
                Grow();
            }

            var index = _head + _count;
            _ring[index < _ring.Length ? index : index - _ring.Length] = new Entry(span, bytes);
            _count++;
            _bytes += bytes;
            _added++;
            if (_count == 1)
            {
                _oldest = Stopwatch.GetTimestamp();
            }

            // The reader sleeps for good on an empty queue and until the delay is over on a short one.
            if (_count == 1 || _count == settings.MaxBatchSpans || _bytes >= settings.MaxRequestBytes)
            {
                Monitor.Pulse(_gate);
            }

            return true;
        }
    }

    /// <summary>Gets how many spans the queue took since it was made.</summary>
    public long Added
    {
        get
        {
            lock (_gate)
            {
                return _added;
            }
        }
    }

    /// <summary>Gets the bytes of the waiting spans, by estimate.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
            {
                return _bytes;
            }
        }
    }

    /// <summary>Gets whether the queue takes no more.</summary>
    public bool IsClosed
    {
        get
        {
            lock (_gate)
            {
                return _closed;
            }
        }
    }

    /// <summary>Makes the reader take everything that is in the queue now without waiting for a full batch.</summary>
    public void Hurry()
    {
        lock (_gate)
        {
            _urgentUntil = _added;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Takes no more spans; the reader gets what is left and then ends.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits until a batch is due: it is full, its oldest span waited for the delay, somebody hurries, or the queue is closed.</summary>
    /// <param name="mayWait">False: say at once whether one is due.</param>
    /// <returns>False when none is due (not waiting), or when the queue is closed and empty.</returns>
    public bool WaitForBatch(bool mayWait)
    {
        lock (_gate)
        {
            while (!IsDue(out var wait))
            {
                if (!mayWait || (_closed && _count == 0))
                {
                    return false;
                }

                Monitor.Wait(_gate, wait);
            }

            return true;
        }
    }

    /// <summary>Takes the oldest spans, as many as a batch and a request hold by estimate, at least one.</summary>
    public int Take(Activity[] batch)
    {
        lock (_gate)
        {
            var taken = 0;
            var bytes = 0L;
            while (_count > 0 && taken < batch.Length && (taken == 0 || bytes + _ring[_head].Bytes <= settings.MaxRequestBytes))
            {
                ref var entry = ref _ring[_head];
                batch[taken++] = entry.Span;
                bytes += entry.Bytes;
                entry = default;
                _head = _head + 1 == _ring.Length ? 0 : _head + 1;
                _count--;
            }

            _bytes -= bytes;
            _taken += taken;
            _oldest = Stopwatch.GetTimestamp();
            return taken;
        }
    }

    private bool IsDue(out TimeSpan wait)
    {
        wait = Timeout.InfiniteTimeSpan;
        if (_count == 0)
        {
            return false;
        }

        wait = settings.BatchDelay - Stopwatch.GetElapsedTime(_oldest);
        return _closed
            || _taken < _urgentUntil
            || _count >= settings.MaxBatchSpans
            || _bytes >= settings.MaxRequestBytes
            || wait <= TimeSpan.Zero;
    }

    private void Grow()
    {
        var larger = new Entry[Math.Min(_ring.Length * 2, settings.MaxQueueSpans)];
        var first = Math.Min(_count, _ring.Length - _head);
        Array.Copy(_ring, _head, larger, 0, first);
        Array.Copy(_ring, 0, larger, first, _count - first);
        _ring = larger;
        _head = 0;
    }

    private readonly record struct Entry(Activity Span, int Bytes);
}
