using System.Diagnostics;
using OtelBridge.Entities;
using Trace = OtelBridge.Entities.Trace;

namespace OtelBridge.GenAI.Tests.Packages;

/// <summary>Tracing of this process as a program has it, to a running store; its traces are read back from there.</summary>
internal sealed class TracedProgram : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly MlflowTracing _tracing;

    public TracedProgram(StoreFixture store, GenAILibraries libraries = GenAILibraries.All, Action<MlflowTracingOptions>? configure = null)
    {
        Activity.Current = null;
        _tracing = MlflowTracing.Init(options =>
        {
            options.TrackingUri = $"grpc://{store.Server.GrpcAddress.Authority}";
            options.ExperimentName = Guid.NewGuid().ToString("N");
            options.GenAI.Libraries = libraries;
            configure?.Invoke(options);
        });
    }

    /// <summary>Everything that has arrived at the store, the first trace first.</summary>
    public async Task<IReadOnlyList<Trace>> TracesAsync()
    {
        (await _tracing.FlushAsync(Patience)).IsComplete.ShouldBeTrue();
        return await Mlflow.SearchTracesAsync(orderBy: ["timestamp_ms ASC"]).ToListAsync();
    }

    /// <summary>The one trace that has arrived.</summary>
    public async Task<Trace> TraceAsync() => (await TracesAsync()).ShouldHaveSingleItem();

    /// <summary>The one span that has arrived.</summary>
    public async Task<Span> SpanAsync() => (await TraceAsync()).Spans.ShouldHaveSingleItem();

    public void Dispose()
    {
        _tracing.Dispose();
        Mlflow.Reset();
    }
}
