using System.Diagnostics;
using OtelBridge.Benchmarks.Measuring;

namespace OtelBridge.Benchmarks.Spans;

/// <summary>One way to trace an operation: the same calls in a loop, traced by us, by hand, by a bare Activity, and not at all.</summary>
/// <param name="name">Name in the figures.</param>
/// <param name="spans">How many spans one call makes; costs are those of one span.</param>
/// <param name="isOneValue">Whether a span has one input and one output; what it may add is promised for those.</param>
internal sealed class SpanShape(string name, int spans = 1, bool isOneValue = true)
{
    private const double MaxRatio = 1.25;
    private const double MaxNanoseconds = 1000;
    private const double MaxBytes = 1024;

    private readonly Series _ratio = new($"span.overhead.{name}", "ratio", Result.Lower, MaxRatio, "hand-written ActivitySource, same tags");
    private readonly Series _time = new($"span.added.{name}.time", "ns", Result.Lower, isOneValue ? MaxNanoseconds : null, "bare Activity");
    private readonly Series _bytes = new($"span.added.{name}.bytes", "bytes", Result.Lower, isOneValue ? MaxBytes : null, "bare Activity");

    /// <summary>Gets the calls traced by us.</summary>
    public required Action<int> Ours { get; init; }

    /// <summary>Gets the calls with the same tags set by hand.</summary>
    public required Action<int> HandWritten { get; init; }

    /// <summary>Gets the calls inside an Activity without tags.</summary>
    public required Action<int> Bare { get; init; }

    /// <summary>Gets the calls alone.</summary>
    public required Action<int> Untraced { get; init; }

    /// <summary>Gets the most that a call may cost while nobody listens, where there is a promise.</summary>
    public double? MaxIdleNanoseconds { get; init; }

    private Series IdleTime => field ??= new($"span.idle.{name}.time", "ns", Result.Lower, MaxIdleNanoseconds, "the call alone");

    private Series IdleBytes => field ??= new($"span.idle.{name}.bytes", "bytes", Result.Lower, MaxIdleNanoseconds is null ? null : 0, "the call alone");

    public IEnumerable<Series> Figures => [_ratio, _time, _bytes, IdleTime, IdleBytes];

    public void MeasureIdle(int iterations, bool counts)
    {
        var untraced = Cost(Untraced, iterations);
        var ours = Cheaper(Cost(Ours, iterations), Cost(Ours, iterations));
        untraced = Cheaper(untraced, Cost(Untraced, iterations));
        if (counts)
        {
            IdleTime.Add((ours.Nanoseconds - untraced.Nanoseconds) / spans);
            IdleBytes.Add((ours.Bytes - untraced.Bytes) / spans);
        }
    }

    public void Measure(int iterations, bool counts)
    {
        var bare = Cost(Bare, iterations);
        var handWritten = Cost(HandWritten, iterations);
        var ours = Cost(Ours, iterations);
        handWritten = Cheaper(handWritten, Cost(HandWritten, iterations));
        ours = Cheaper(ours, Cost(Ours, iterations));
        bare = Cheaper(bare, Cost(Bare, iterations));
        if (counts)
        {
            _ratio.Add(ours.Nanoseconds / handWritten.Nanoseconds);
            _time.Add((ours.Nanoseconds - bare.Nanoseconds) / spans);
            _bytes.Add((ours.Bytes - bare.Bytes) / spans);
        }
    }

    // Twice each, the cheaper counted: what another process takes from the machine in between is not the subject's.
    private static (double Nanoseconds, double Bytes) Cheaper((double Nanoseconds, double Bytes) a, (double Nanoseconds, double Bytes) b) =>
        a.Nanoseconds < b.Nanoseconds ? a : b;

    private static (double Nanoseconds, double Bytes) Cost(Action<int> loop, int iterations)
    {
        GC.Collect();
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var start = Stopwatch.GetTimestamp();
        loop(iterations);
        var elapsed = Stopwatch.GetElapsedTime(start);
        return (elapsed.TotalNanoseconds / iterations, (GC.GetAllocatedBytesForCurrentThread() - bytes) / (double)iterations);
    }
}
