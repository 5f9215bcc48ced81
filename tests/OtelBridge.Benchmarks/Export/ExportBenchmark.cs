using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OtelBridge.Attributes;
using OtelBridge.Benchmarks.Data;
using OtelBridge.Benchmarks.Measuring;
using OtelBridge.Configuration;
using OtelBridge.Export;
using OtelBridge.Export.Writing;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;

namespace OtelBridge.Benchmarks.Export;

/// <summary>Ended spans of 1 KB, from the queue to the acknowledgement of one server: our destination against the official exporter behind its own
/// batch processor, same spans, same batch size, the same wire where there is one, nothing dropped.</summary>
/// <remarks>The server is a process of its own. It stores what it is sent, so its share of the cores bounds the wall time; the processor time of this process
/// is the exporter's alone.</remarks>
internal sealed class ExportBenchmark : Benchmark, IAsyncDisposable
{
    private const int BatchSize = 512;
    private const string SourceName = "OtelBridge.Benchmarks.Export";

    private readonly TemporaryFolder _folder = new();
    private readonly List<Activity[]> _batches = [];
    private readonly ExportDestinationKind _kind;
    private readonly bool _isHttp;
    private readonly Series _ratio;
    private readonly Series _processor;
    private readonly Series _perCore;
    private readonly Series _official;
    private OtelBridgeProcess? _server;
    private BatchActivityExportProcessor? _officialProcessor;
    private Destination? _destination;

    /// <param name="quick">Fewer spans.</param>
    /// <param name="name">What the figures begin with.</param>
    /// <param name="kind">The kind of destination.</param>
    /// <param name="isHttp">Whether a collector is spoken to over HTTP.</param>
    public ExportBenchmark(bool quick, string name, ExportDestinationKind kind, bool isHttp = false)
    {
        (_kind, _isHttp) = (kind, isHttp);
        var baseline = $"official OTLP exporter into the same server{(isHttp || kind == ExportDestinationKind.Mlflow ? ", over HTTP" : string.Empty)}";
        _ratio = new Series($"{name}.throughput.ratio", "ratio", Result.Higher, 1, baseline);
        _processor = new Series($"{name}.processor.ratio", "ratio", Result.Lower, 1, "processor time of the same");
        // A file is made of JSON; what is held to is the wire.
        _perCore = new Series($"{name}.rate", "spans/s/core", Result.Higher, kind == ExportDestinationKind.File ? null : 100_000, null);
        _official = new Series($"{name}.official.rate", "spans/s/core", Result.Higher, null, null);
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
        var spans = _batches.Count * BatchSize;
        _officialProcessor = new BatchActivityExportProcessor(
            new OtlpTraceExporter(_isHttp || _kind == ExportDestinationKind.Mlflow
                ? new OtlpExporterOptions { Endpoint = new Uri(_server.OtlpHttpAddress, "v1/traces"), Protocol = OtlpExportProtocol.HttpProtobuf }
                : new OtlpExporterOptions { Endpoint = _server.GrpcAddress, Protocol = OtlpExportProtocol.Grpc }),
            maxQueueSize: spans,
            scheduledDelayMilliseconds: 5,
            maxExportBatchSize: BatchSize);
        var settings = new DeliverySettings { MaxQueueSpans = spans, MaxQueueBytes = long.MaxValue, MaxBatchSpans = BatchSize, BatchDelay = TimeSpan.FromMilliseconds(5) };
        _destination = Destinations.Create(
            Settings(_server, settings),
            () => ResourceBuilder.CreateDefault().AddService("benchmark").Build(),
            TimeProvider.System);

        // Long enough for the code of both to have reached its last tier: the compiler's time is nobody's rate.
        for (var i = 0; i < 8; i++)
        {
            await MeasureAsync(i, static (_, _) => { });
        }
    }

    public override Task RunRoundAsync(int round) => MeasureAsync(round, static (series, value) => series.Add(value));

    public async ValueTask DisposeAsync()
    {
        _destination?.Dispose();
        _officialProcessor?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _folder.Dispose();
    }

    private DestinationSettings Settings(OtelBridgeProcess server, DeliverySettings delivery)
    {
        var settings = new DestinationSettings { Name = "measured", Kind = _kind, Dialects = SpanDialects.Mlflow, Delivery = delivery };
        return _kind switch
        {
            ExportDestinationKind.Collector => settings with
            {
                Collector = new CollectorSettings(
                    _isHttp ? new Uri(server.OtlpHttpAddress, "v1/traces") : server.GrpcAddress,
                    _isHttp ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc,
                    null,
                    TimeSpan.FromSeconds(10),
                    OtlpExportCompression.None),
            },
            ExportDestinationKind.Mlflow => settings with { Store = new StoreSettings(server.HttpAddress, "0", null, new RestSettings()) },
            ExportDestinationKind.File => settings with { Path = _folder.File("spans.jsonl") },
            _ => settings with { Store = new StoreSettings(server.GrpcAddress, null, null) },
        };
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
        foreach (var span in _batches.SelectMany(batch => batch))
        {
            _destination!.Add(span, SpanSize.Estimate(span));
        }

        var flush = await _destination!.FlushAsync(TimeSpan.FromMinutes(1), CancellationToken.None);
        if (flush.Dropped + flush.Left > 0)
        {
            throw new InvalidOperationException($"Of {SpanCount} spans {flush.Dropped} were dropped and {flush.Left} left.");
        }
    }

    private Task SendOfficially()
    {
        foreach (var span in _batches.SelectMany(batch => batch))
        {
            _officialProcessor!.OnEnd(span);
        }

        return _officialProcessor!.ForceFlush(60_000)
            ? Task.CompletedTask
            : throw new InvalidOperationException("The official exporter did not deliver in time.");
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
