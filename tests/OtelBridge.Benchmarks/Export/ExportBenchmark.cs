using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OtelBridge.Attributes;
using OtelBridge.Benchmarks.Data;
using OtelBridge.Benchmarks.Measuring;
using OtelBridge.Configuration;
using OtelBridge.Export;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;

namespace OtelBridge.Benchmarks.Export;

/// <summary>Sending ended spans of 1 KB to one server over gRPC: our sender against the official OTLP exporter, same batches, one after the other.</summary>
/// <remarks>The server is a process of its own. It stores what it is sent, so the wall time is bounded by its disk; the processor time of this process is the
/// sender's alone.</remarks>
internal sealed class ExportBenchmark : Benchmark, IAsyncDisposable
{
    private const int BatchSize = 512;
    private const string SourceName = "OtelBridge.Benchmarks.Export";

    private readonly TemporaryFolder _folder = new();
    private readonly List<Activity[]> _batches = [];
    private readonly Series _ratio = new("export.throughput.ratio", "ratio", Result.Higher, 1, "official OTLP exporter into the same server");
    private readonly Series _processor = new("export.processor.ratio", "ratio", Result.Lower, 1, "processor time of the official OTLP exporter");
    private readonly Series _perCore = new("export.rate", "spans/s/core", Result.Higher, 100_000, null);
    private readonly Series _official = new("export.official.rate", "spans/s/core", Result.Higher, null, null);
    private OtelBridgeProcess? _server;
    private OtlpTraceExporter? _officialExporter;
    private StoreSender? _sender;

    public ExportBenchmark(bool quick)
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == SourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource(SourceName, "1.0");
        var traces = new GenAiTraces(Corpus.Load(), seed: 5);
        for (var i = 0; i < (quick ? 30 : 100); i++)
        {
            _batches.Add([.. traces.Request((BatchSize / GenAiTraces.SpansPerTrace) + 1).ResourceSpans.AllSpans().Take(BatchSize).Select(span => ToActivity(source, span))]);
        }
    }

    public override IReadOnlyList<Series> Figures => [_ratio, _processor, _perCore, _official];

    private double SpanCount => (double)_batches.Count * BatchSize;

    public override async Task WarmUpAsync()
    {
        _server = await OtelBridgeProcess.StartAsync(_folder.File("traces.db"));
        _officialExporter = new OtlpTraceExporter(new OtlpExporterOptions { Endpoint = _server.GrpcAddress, Protocol = OtlpExportProtocol.Grpc });
        _sender = new StoreSender(
            new StoreSettings(_server.GrpcAddress, null, null),
            new DeliverySettings(),
            () => ResourceBuilder.CreateDefault().AddService("benchmark").Build(),
            TimeProvider.System);
        await MeasureAsync(0, static (_, _) => { });
    }

    public override Task RunRoundAsync(int round) => MeasureAsync(round, static (series, value) => series.Add(value));

    public async ValueTask DisposeAsync()
    {
        _sender?.Dispose();
        _officialExporter?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _folder.Dispose();
    }

    private async Task MeasureAsync(int round, Action<Series, double> add)
    {
        var official = round % 2 == 1 ? await Cost.OfAsync(SendOfficially) : default;
        var ours = await Cost.OfAsync(SendAsync);
        official = round % 2 == 1 ? official : await Cost.OfAsync(SendOfficially);
        add(_ratio, official.Wall / ours.Wall);
        add(_processor, ours.Processor / official.Processor);
        add(_perCore, SpanCount / ours.Processor.TotalSeconds);
        add(_official, SpanCount / official.Processor.TotalSeconds);
    }

    private async Task SendAsync()
    {
        using var quiet = SuppressInstrumentationScope.Begin();
        foreach (var batch in _batches)
        {
            // The sender may reorder its batch; the copy is part of what is measured.
            var outcome = await _sender!.SendAsync(batch.ToArray(), CancellationToken.None, CancellationToken.None);
            if (outcome.Sent != BatchSize)
            {
                throw new InvalidOperationException($"Only {outcome.Sent} of {BatchSize} spans were taken.");
            }
        }
    }

    private Task SendOfficially()
    {
        using var quiet = SuppressInstrumentationScope.Begin();
        foreach (var batch in _batches)
        {
            if (_officialExporter!.Export(new Batch<Activity>(batch, batch.Length)) != ExportResult.Success)
            {
                throw new InvalidOperationException("The official exporter did not deliver a batch.");
            }
        }

        return Task.CompletedTask;
    }

    private static Activity ToActivity(ActivitySource source, Span span)
    {
        var parent = new ActivityContext(
            ActivityTraceId.CreateFromBytes(span.TraceId.Span), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);
        var activity = source.CreateActivity(span.Name, ActivityKind.Internal, parent)
            ?? throw new InvalidOperationException("Nobody listens to the source of the benchmark.");
        activity.Start();
        foreach (var attribute in span.Attributes)
        {
            activity.SetTag(attribute.Key, attribute.Value.StringValue);
        }

        activity.SetTag(MlflowKeys.TraceRequestId, "tr-" + activity.TraceId.ToHexString());
        activity.SetStatus(ActivityStatusCode.Ok);
        activity.Stop();
        return activity;
    }
}
