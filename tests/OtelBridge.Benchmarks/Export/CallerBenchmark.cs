using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Trace;
using OtelBridge.Benchmarks.Measuring;
using OtelBridge.Configuration;
using OtelBridge.Export;

namespace OtelBridge.Benchmarks.Export;

/// <summary>What the end of a span costs the calling thread, with one, two and three destinations, against the official exporter's batch processor. Nothing is sent meanwhile.</summary>
internal sealed class CallerBenchmark(bool quick) : Benchmark
{
    private static readonly ActivitySource Source = new("OtelBridge.Benchmarks.Caller");

    private readonly int _spans = quick ? 20_000 : 50_000;
    private readonly Series[] _added =
    [
        .. Enumerable.Range(1, 3).Select(count => new Series($"destinations.caller.{count}.time", "ns", Result.Lower, null, "a span that no exporter takes")),
    ];

    private readonly Series _official = new("destinations.caller.official.time", "ns", Result.Lower, null, "a span that no exporter takes");
    private readonly Series _ratio = new("destinations.caller.ratio", "ratio", Result.Lower, null, "official batch processor, one destination");

    public override IReadOnlyList<Series> Figures => [.. _added, _official, _ratio];

    public override Task WarmUpAsync()
    {
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
        var none = Nanoseconds(null);
        var ours = Enumerable.Range(1, 3).Select(count => Math.Max(1, Nanoseconds(Router(count)) - none)).ToArray();
        var official = Math.Max(1, Nanoseconds(Official()) - none);
        for (var i = 0; i < ours.Length; i++)
        {
            add(_added[i], ours[i]);
        }

        add(_official, official);
        add(_ratio, ours[0] / official);
    }

    private double Nanoseconds(BaseProcessor<Activity>? processor)
    {
        var builder = Sdk.CreateTracerProviderBuilder().AddSource(Source.Name);
        using var provider = (processor is null ? builder : builder.AddProcessor(processor)).Build();
        GC.Collect();
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < _spans; i++)
        {
            using var span = Source.StartActivity("work");
            span?.SetTag("input", "a question").SetTag("output", "an answer");
        }

        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / _spans;
    }

    // Nobody is there and nobody is asked: what is measured is the way into the queues.
    private RoutingExporter Router(int destinations) => new(
        Enumerable.Range(1, destinations).Select(number => Destinations.Create(
            new DestinationSettings
            {
                Name = $"d{number}",
                Kind = ExportDestinationKind.Store,
                Store = new StoreSettings(new Uri("http://127.0.0.1:1"), null, null),
                Dialects = SpanDialects.Mlflow,
                Delivery = new DeliverySettings { MaxQueueSpans = _spans, MaxBatchSpans = _spans, MaxQueueBytes = long.MaxValue, MaxRequestBytes = int.MaxValue, BatchDelay = TimeSpan.FromHours(1) },
            },
            static () => OpenTelemetry.Resources.Resource.Empty,
            TimeProvider.System)),
        TimeSpan.Zero,
        null);

    private BatchActivityExportProcessor Official() => new(
        new OtlpTraceExporter(new OtlpExporterOptions { Endpoint = new Uri("http://127.0.0.1:1") }),
        maxQueueSize: _spans * 2,
        scheduledDelayMilliseconds: 3_600_000,
        exporterTimeoutMilliseconds: 1,
        maxExportBatchSize: _spans * 2);
}
