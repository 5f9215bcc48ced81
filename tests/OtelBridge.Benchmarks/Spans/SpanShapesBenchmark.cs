using System.Diagnostics;
using OtelBridge.Benchmarks.Measuring;

namespace OtelBridge.Benchmarks.Spans;

/// <summary>Every shape in which an operation can be traced, against the same operation traced by hand, in a bare Activity, and alone.</summary>
internal sealed class SpanShapesBenchmark : Benchmark, IAsyncDisposable
{
    private const string Text = "How is a span stored?";
    private const int Count = 3;

    /// <summary>The promise for a woven method while nobody listens.</summary>
    private const double MaxIdleNanoseconds = 5;

    // Made once, so that it is no part of what a span allocates.
    private static readonly Question Inputs = new(Text, Count);

    private readonly int _iterations;
    private readonly SpanShape[] _shapes;

    // Asks no server in this benchmark.
    private readonly MlflowClient _client = new("grpc://127.0.0.1:1");

    public SpanShapesBenchmark(bool quick)
    {
        _iterations = quick ? 50_000 : 200_000;
        var wrapped = Mlflow.Trace<Func<string, int, Answer>>(ShapedCalls.Alone, ShapedCalls.Name, SpanType.Retriever);
        _shapes =
        [
            Sync("lambda", static (text, count) => Mlflow.Trace(ShapedCalls.Name, () => ShapedCalls.Alone(text, count), SpanType.Retriever, Inputs), null),
            Async("lambdaasync", static (text, count) => Mlflow.TraceAsync(ShapedCalls.Name, () => ShapedCalls.AloneAsync(text, count), SpanType.Retriever, Inputs), null),
            Sync("decorated", ShapedCalls.Decorated, MaxIdleNanoseconds),
            Async("decoratedasync", ShapedCalls.DecoratedAsync, MaxIdleNanoseconds),
            Stream("decoratedstream", ShapedCalls.DecoratedStream),
            Sync("delegate", wrapped, null),
            new SpanShape("client", spans: 2)
            {
                Ours = Loop(Pair),
                HandWritten = Loop(ShapedCalls.HandWrittenPair),
                Bare = Loop(ShapedCalls.BarePair),
                Untraced = Loop(ShapedCalls.Alone),
            },
        ];
    }

    public override IReadOnlyList<Series> Figures => [.. _shapes.SelectMany(s => s.Figures)];

    public override Task WarmUpAsync()
    {
        // Long enough for every method to have reached its last tier.
        for (var i = 0; i < 3; i++)
        {
            Measure(counts: false);
        }

        return Task.CompletedTask;
    }

    public override Task RunRoundAsync(int round)
    {
        Measure(counts: true);
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }

    private static SpanShape Sync(string name, Func<string, int, Answer> ours, double? maxIdle) => new(name)
    {
        Ours = Loop(ours),
        HandWritten = Loop(ShapedCalls.HandWritten),
        Bare = Loop(ShapedCalls.Bare),
        Untraced = Loop(ShapedCalls.Alone),
        MaxIdleNanoseconds = maxIdle,
    };

    private static SpanShape Async(string name, Func<string, int, Task<Answer>> ours, double? maxIdle) => new(name)
    {
        Ours = Loop(ours),
        HandWritten = Loop(ShapedCalls.HandWrittenAsync),
        Bare = Loop(ShapedCalls.BareAsync),
        Untraced = Loop(ShapedCalls.AloneAsync),
        MaxIdleNanoseconds = maxIdle,
    };

    private static SpanShape Stream(string name, Func<string, int, IAsyncEnumerable<string>> ours) => new(name, isOneValue: false)
    {
        Ours = Loop(ours),
        HandWritten = Loop(ShapedCalls.HandWrittenStream),
        Bare = Loop(ShapedCalls.BareStream),
        Untraced = Loop(ShapedCalls.AloneStream),
    };

    private static Action<int> Loop(Func<string, int, Answer> call) => iterations =>
    {
        for (var i = 0; i < iterations; i++)
        {
            call(Text, Count);
        }
    };

    // The operations end at once, so this thread runs all of it.
    private static Action<int> Loop(Func<string, int, Task<Answer>> call) => iterations =>
    {
        for (var i = 0; i < iterations; i++)
        {
            call(Text, Count).GetAwaiter().GetResult();
        }
    };

    private static Action<int> Loop(Func<string, int, IAsyncEnumerable<string>> call)
    {
        return iterations => RunAsync(iterations).GetAwaiter().GetResult();

        async Task RunAsync(int iterations)
        {
            for (var i = 0; i < iterations; i++)
            {
                await foreach (var chunk in call(Text, Count))
                {
                    _ = chunk;
                }
            }
        }
    }

    private Answer Pair(string text, int count)
    {
        var root = _client.StartTrace(ShapedCalls.Name, SpanType.Retriever, Inputs);
        var child = _client.StartSpan(ShapedCalls.Name, root.TraceId, root.SpanId, SpanType.Retriever, Inputs);
        var result = ShapedCalls.Alone(text, count);
        _client.EndSpan(root.TraceId, child.SpanId, result);
        _client.EndTrace(root.TraceId, result);
        return result;
    }

    private void Measure(bool counts)
    {
        foreach (var shape in _shapes)
        {
            shape.MeasureIdle(_iterations, counts);
        }

        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name is "OtelBridge" or "OtelBridge.Benchmarks",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        foreach (var shape in _shapes)
        {
            shape.Measure(_iterations, counts);
        }
    }
}
