using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace OtelBridge.Tests;

/// <summary>A tracing that exports nothing, and how many spans ended in it.</summary>
internal sealed class CountedSpans : IDisposable
{
    private readonly MlflowTracing _tracing;
    private int _count;

    public CountedSpans() => _tracing = MlflowTracing.Init(
        configuration: Traced.Configuration(("Mlflow:Export", "None")), configureProvider: builder => builder.AddProcessor(new Ends(this)));

    public int Count => Volatile.Read(ref _count);

    public void Dispose() => _tracing.Dispose();

    private sealed class Ends(CountedSpans counted) : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data) => Interlocked.Increment(ref counted._count);
    }
}
