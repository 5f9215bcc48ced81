using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace OtelBridge.Tracing.Lifetime;

/// <summary>The traces that run in this process, by the order of their starts.</summary>
/// <remarks>
/// Holds the spans, so that one which the program lost is still there to be ended. A span whose parent is not open here counts as a trace of its own:
/// what began long ago under the same id says nothing of it. Thread-safe.
/// </remarks>
internal sealed class RunningTraces(TimeProvider time)
{
    /// <summary>Spans that are watched at once; others run unwatched.</summary>
    private const int MaxSpans = 100_000;

    private readonly Lock _gate = new();

    // By the id of each open span, which is random and so its own across traces. Bounded by MaxSpans.
    private readonly Dictionary<string, LinkedListNode<RunningTrace>> _traceOf = new(StringComparer.Ordinal);
    private readonly LinkedList<RunningTrace> _byAge = new();

    public void Add(Activity activity)
    {
        lock (_gate)
        {
            if (_traceOf.Count >= MaxSpans)
            {
                return;
            }

            if (activity.ParentSpanId == default || !_traceOf.TryGetValue(activity.ParentSpanId.ToHexString(), out var trace))
            {
                trace = _byAge.AddLast(new RunningTrace(time.GetTimestamp()));
            }

            trace.Value.Add(activity);
            _traceOf[activity.SpanId.ToHexString()] = trace;
        }
    }

    public void Remove(Activity activity)
    {
        lock (_gate)
        {
            if (!_traceOf.Remove(activity.SpanId.ToHexString(), out var trace))
            {
                return;
            }

            trace.Value.Remove(activity);
            if (trace.Value.Count == 0 && trace.List is not null)
            {
                _byAge.Remove(trace);
            }
        }
    }

    /// <summary>Takes out the oldest trace when it is older than a time.</summary>
    public bool TryTakeOlderThan(TimeSpan age, [NotNullWhen(true)] out IReadOnlyList<Activity>? open)
    {
        lock (_gate)
        {
            open = null;
            if (_byAge.First is not { } oldest || time.GetElapsedTime(oldest.Value.Started) < age)
            {
                return false;
            }

            _byAge.Remove(oldest);
            open = oldest.Value.NewestFirst();
            foreach (var activity in open)
            {
                _traceOf.Remove(activity.SpanId.ToHexString());
            }

            return true;
        }
    }
}
