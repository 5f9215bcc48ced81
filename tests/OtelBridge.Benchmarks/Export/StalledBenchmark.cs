using OpenTelemetry.Resources;
using OtelBridge.Benchmarks.Measuring;
using OtelBridge.Configuration;
using OtelBridge.Export;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Otlp;

namespace OtelBridge.Benchmarks.Export;

/// <summary>What a destination that never answers costs the one beside it: spans that arrive there, with and without the stalled one, at a rate that the healthy one keeps up with.</summary>
internal sealed class StalledBenchmark(bool quick) : Benchmark, IAsyncDisposable
{
    private const int PerSecond = 10_000;

    private readonly TimeSpan _duration = TimeSpan.FromSeconds(quick ? 2 : 5);
    private readonly TemporaryFolder _folder = new();
    private readonly PacedSpans _spans = new();
    private readonly Series _arrived = new("destinations.stalled.arrived.ratio", "ratio", Result.Higher, 0.99, "the same program without the stalled destination");
    private readonly Series _processor = new("destinations.stalled.processor.ratio", "ratio", Result.Lower, null, "processor time of the same");
    private OtelBridgeProcess? _server;
    private FakeCollector? _stalled;

    public override IReadOnlyList<Series> Figures => [_arrived, _processor];

    public override async Task WarmUpAsync()
    {
        _server = await OtelBridgeProcess.StartAsync(_folder.File("traces.db"));
        _stalled = await FakeCollector.StartAsync();
        _stalled.Answer(static _ => CollectorAnswer.Stall);
        await MeasureAsync(withStalled: false);
    }

    public override async Task RunRoundAsync(int round)
    {
        var alone = round % 2 == 0 ? await MeasureAsync(withStalled: false) : default;
        var beside = await MeasureAsync(withStalled: true);
        alone = round % 2 == 0 ? alone : await MeasureAsync(withStalled: false);
        _arrived.Add(beside.Share / alone.Share);
        _processor.Add(beside.Processor / alone.Processor);
    }

    public async ValueTask DisposeAsync()
    {
        _spans.Dispose();
        if (_stalled is not null)
        {
            await _stalled.DisposeAsync();
        }

        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _folder.Dispose();
    }

    /// <summary>The share of the spans that had arrived when the last one ended, and the processor time of this process for each.</summary>
    private async Task<(double Share, double Processor)> MeasureAsync(bool withStalled)
    {
        using var healthy = Make("healthy", _server!.GrpcAddress);
        using var stalled = withStalled ? Make("stalled", new Uri(_stalled!.GrpcEndpoint)) : null;
        var ended = 0L;
        var cost = await Cost.OfAsync(async () =>
        {
            ended = await _spans.RunAsync(stalled is null ? [healthy] : [healthy, stalled], PerSecond, _duration);
            await healthy.FlushAsync(TimeSpan.FromSeconds(10), CancellationToken.None);
        });
        return ((double)healthy.Snapshot().Sent / ended, cost.Processor.TotalSeconds / ended);
    }

    private static Destination Make(string name, Uri address) => Destinations.Create(
        new DestinationSettings
        {
            Name = name,
            Kind = ExportDestinationKind.Store,
            Store = new StoreSettings(address, null, null),
            Dialects = SpanDialects.Mlflow,
            Delivery = new DeliverySettings { ShutdownTimeout = TimeSpan.Zero },
        },
        static () => ResourceBuilder.CreateDefault().AddService("benchmark").Build(),
        TimeProvider.System);
}
