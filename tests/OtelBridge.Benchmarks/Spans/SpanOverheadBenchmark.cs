using System.Diagnostics;
using System.Text.Json;
using OtelBridge.Attributes;
using OtelBridge.Benchmarks.Measuring;

namespace OtelBridge.Benchmarks.Spans;

/// <summary>A span with small inputs and outputs, on the calling thread: ours against code that sets the same tags by hand, and against a bare Activity.</summary>
internal sealed class SpanOverheadBenchmark(bool quick) : Benchmark
{
    private static readonly ActivitySource HandWritten = new("OtelBridge.Benchmarks");

    private readonly int _iterations = quick ? 100_000 : 400_000;
    private readonly Question _question = new("How is a span stored?", 3);
    private readonly Answer _answer = new("As the OTLP it came in, beside its search columns.", 0.92);

    private readonly Series _using = new("span.overhead.using", "ratio", Result.Lower, 1.25, "hand-written ActivitySource, same tags");
    private readonly Series _trace = new("span.overhead.trace", "ratio", Result.Lower, 1.25, "hand-written ActivitySource, same tags");
    private readonly Series _usingTime = new("span.added.using.time", "ns", Result.Lower, 1000, "bare Activity");
    private readonly Series _usingBytes = new("span.added.using.bytes", "bytes", Result.Lower, 1024, "bare Activity");
    private readonly Series _traceTime = new("span.added.trace.time", "ns", Result.Lower, 1000, "bare Activity");
    private readonly Series _traceBytes = new("span.added.trace.bytes", "bytes", Result.Lower, 1024, "bare Activity");
    private readonly Series _handWrittenTime = new("span.added.handwritten.time", "ns", Result.Lower, null, "bare Activity");
    private readonly Series _handWrittenBytes = new("span.added.handwritten.bytes", "bytes", Result.Lower, null, "bare Activity");
    private readonly Series _idleTime = new("span.idle.using.time", "ns", Result.Lower, null, null);
    private readonly Series _idleBytes = new("span.idle.using.bytes", "bytes", Result.Lower, null, null);

    public override IReadOnlyList<Series> Figures =>
        [_using, _trace, _usingTime, _usingBytes, _traceTime, _traceBytes, _handWrittenTime, _handWrittenBytes, _idleTime, _idleBytes];

    public override Task WarmUpAsync()
    {
        // Long enough for every method to have reached its last tier.
        for (var i = 0; i < 3; i++)
        {
            Measure(static (_, _) => { });
        }

        return Task.CompletedTask;
    }

    public override Task RunRoundAsync(int round)
    {
        Measure(static (series, value) => series.Add(value));
        return Task.CompletedTask;
    }

    private void Measure(Action<Series, double> add)
    {
        var idle = Cost(RunUsing);
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name is "OtelBridge" or "OtelBridge.Benchmarks",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        var bare = Cost(RunBare);
        var handWritten = Cost(RunHandWritten);
        var usingSpan = Cost(RunUsing);
        var trace = Cost(RunTrace);
        handWritten = Cheaper(handWritten, Cost(RunHandWritten));
        usingSpan = Cheaper(usingSpan, Cost(RunUsing));
        trace = Cheaper(trace, Cost(RunTrace));

        add(_using, usingSpan.Nanoseconds / handWritten.Nanoseconds);
        add(_trace, trace.Nanoseconds / handWritten.Nanoseconds);
        add(_usingTime, usingSpan.Nanoseconds - bare.Nanoseconds);
        add(_usingBytes, usingSpan.Bytes - bare.Bytes);
        add(_traceTime, trace.Nanoseconds - bare.Nanoseconds);
        add(_traceBytes, trace.Bytes - bare.Bytes);
        add(_handWrittenTime, handWritten.Nanoseconds - bare.Nanoseconds);
        add(_handWrittenBytes, handWritten.Bytes - bare.Bytes);
        add(_idleTime, idle.Nanoseconds);
        add(_idleBytes, idle.Bytes);
    }

    // Twice each, the cheaper counted: what another process takes from the machine in between is not the subject's.
    private static (double Nanoseconds, double Bytes) Cheaper((double Nanoseconds, double Bytes) a, (double Nanoseconds, double Bytes) b) =>
        a.Nanoseconds < b.Nanoseconds ? a : b;

    private (double Nanoseconds, double Bytes) Cost(Action<int> loop)
    {
        GC.Collect();
        var bytes = GC.GetAllocatedBytesForCurrentThread();
        var start = Stopwatch.GetTimestamp();
        loop(_iterations);
        var elapsed = Stopwatch.GetElapsedTime(start);
        return (elapsed.TotalNanoseconds / _iterations, (GC.GetAllocatedBytesForCurrentThread() - bytes) / (double)_iterations);
    }

    private void RunBare(int iterations)
    {
        for (var i = 0; i < iterations; i++)
        {
            using var activity = HandWritten.StartActivity("retrieve");
        }
    }

    private void RunHandWritten(int iterations)
    {
        for (var i = 0; i < iterations; i++)
        {
            using var activity = HandWritten.StartActivity("retrieve");
            if (activity is { IsAllDataRequested: true })
            {
                activity.SetTag(MlflowKeys.TraceRequestId, "tr-" + activity.TraceId.ToHexString());
                activity.SetTag(MlflowKeys.SpanType, SpanType.Retriever);
                activity.SetTag(MlflowKeys.SpanInputs, JsonSerializer.Serialize(_question));
                activity.SetTag(MlflowKeys.SpanOutputs, JsonSerializer.Serialize(_answer));
                activity.SetStatus(ActivityStatusCode.Ok);
            }
        }
    }

    private void RunUsing(int iterations)
    {
        for (var i = 0; i < iterations; i++)
        {
            using var span = Mlflow.StartSpan("retrieve", SpanType.Retriever, _question);
            span.SetOutputs(_answer);
        }
    }

    private void RunTrace(int iterations)
    {
        for (var i = 0; i < iterations; i++)
        {
            Mlflow.Trace("retrieve", () => _answer, SpanType.Retriever, _question);
        }
    }
}
