using System.Collections.Concurrent;
using System.Diagnostics;
using Google.Protobuf;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OtelBridge.Configuration;
using OtelBridge.Export;
using OtelBridge.Grpc;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Otlp;

namespace OtelBridge.Tests.Export;

/// <summary>One random history of a destination: what it answers, how it is set up, how many spans come from how many threads, and when it all ends. The same seed is the same schedule.</summary>
internal sealed class FaultSchedule(int seed, ActivitySource source) : IDisposable
{
    private readonly Random _random = new(seed);
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentDictionary<ByteString, int> _delivered = new();

    /// <summary>Runs the schedule; returns what does not add up, or null.</summary>
    public async Task<string?> RunAsync()
    {
        var answers = Enumerable.Range(0, 12).Select(_ => Answer()).ToArray();
        var isMendedAtLast = _random.Next(3) > 0;
        await using var peer = await FakeCollector.StartAsync();
        peer.Answer(request => Answer(request, peer.Attempts - 1 < answers.Length ? answers[peer.Attempts - 1] : isMendedAtLast ? CollectorAnswer.Ok : answers[peer.Attempts % answers.Length]));
        var settings = Settings(peer);

        var (produced, first) = await LifeAsync(settings, _random.Next(1, 400));
        var wrong = Check(produced, 0, first);
        if (wrong is null && settings.Spool is not null)
        {
            // The next process: it takes over what the first one left on disk.
            peer.Answer(request => Answer(request, CollectorAnswer.Ok));
            var (more, second) = await LifeAsync(Patient(settings), _random.Next(0, 50), waitForSpool: true, mustAdopt: first.Spooled > 0);
            wrong = Check(more, first.Spooled, second)
                ?? (second.Spooled > 0 ? $"{second.Spooled} spans are still on disk" : null)
                ?? (_delivered.Count < first.Sent + second.Sent ? $"{first.Sent} + {second.Sent} spans were counted as sent, {_delivered.Count} arrived" : null);
        }
        else
        {
            wrong ??= _delivered.Count < first.Sent ? $"{first.Sent} spans were counted as sent, {_delivered.Count} arrived" : null;
        }

        return wrong is null ? null : $"seed {seed}: {wrong}; first life: {first}; {settings}";
    }

    public void Dispose() => _folder.Dispose();

    private static string? Check(long produced, long adopted, DestinationDelivery delivery) =>
        delivery.Adopted != adopted ? $"{delivery.Adopted} spans were taken over, not {adopted}"
        : delivery.Queued != 0 ? $"{delivery.Queued} spans are in the queue of what has ended"
        : delivery.Sent + delivery.Spooled + delivery.Excluded + delivery.TotalDropped != produced + adopted ? $"{produced} + {adopted} spans do not add up"
        : null;

    private async Task<(long Produced, DestinationDelivery Delivery)> LifeAsync(DestinationSettings settings, int spans, bool waitForSpool = false, bool mustAdopt = false)
    {
        using var destination = Destinations.Create(settings, static () => ResourceBuilder.CreateEmpty().Build(), TimeProvider.System);
        var threads = _random.Next(1, 4);
        var flushes = _random.Next(0, 3);
        var activities = Enumerable.Range(0, threads * spans).Select(_ => Span()).ToArray();
        var adding = Enumerable.Range(0, threads).Select(thread => Task.Run(() =>
        {
            foreach (var activity in activities.AsSpan(thread * spans, spans))
            {
                destination.Add(activity, 200);
            }
        })).ToArray();
        for (var i = 0; i < flushes; i++)
        {
            await destination.FlushAsync(TimeSpan.FromMilliseconds(_random.Next(0, 200)), CancellationToken.None);
        }

        await Task.WhenAll(adding);
        if (waitForSpool)
        {
            var patience = Stopwatch.StartNew();
            while ((destination.Snapshot() is { Spooled: > 0 } || (mustAdopt && destination.Snapshot().Adopted == 0)) && patience.Elapsed < Traced.Patience)
            {
                await destination.FlushAsync(TimeSpan.FromMilliseconds(50), CancellationToken.None);
                await Task.Yield();
            }
        }

        destination.BeginStop();
        var timeout = waitForSpool ? Traced.Patience : TimeSpan.FromMilliseconds(_random.Next(0, 600));
        destination.EndSending(timeout, timeout);
        destination.EndStop(timeout);
        return (activities.Length, destination.Snapshot());
    }

    private Activity Span()
    {
        var activity = source.StartActivity("s", ActivityKind.Internal, default(ActivityContext)) ?? throw new InvalidOperationException("Nobody listens.");
        activity.SetTag("text", new string('x', _random.Next(20) == 0 ? 20_000 : 50));
        activity.Stop();
        return activity;
    }

    private DestinationSettings Settings(FakeCollector peer)
    {
        var settings = new DestinationSettings
        {
            Name = "faulty",
            Kind = ExportDestinationKind.Collector,
            Dialects = SpanDialects.Mlflow,
            Delivery = new DeliverySettings
            {
                MaxQueueSpans = _random.Next(2) == 0 ? 50 : 5000,
                MaxBatchSpans = _random.Next(1, 100),
                MaxRequestBytes = _random.Next(2) == 0 ? 10_000 : 4_000_000,
                BatchDelay = TimeSpan.FromMilliseconds(_random.Next(0, 50)),
                RetryTimeout = TimeSpan.FromMilliseconds(_random.Next(0, 1500)),
                SendTimeout = TimeSpan.FromMilliseconds(150),
            },
            Spool = _random.Next(2) == 0 ? null : new SpoolSettings { Path = _folder.File("spool"), MaxBytes = _random.Next(3) == 0 ? 40_000 : 100_000_000 },
        };
        return _random.Next(3) switch
        {
            0 => settings with { Kind = ExportDestinationKind.Store, Store = new StoreSettings(new Uri(peer.GrpcEndpoint), "1", null) },
            1 => settings with { Collector = new CollectorSettings(new Uri($"{peer.HttpEndpoint}/v1/traces"), OtlpExportProtocol.HttpProtobuf, null, TimeSpan.FromMilliseconds(150), OtlpExportCompression.None) },
            _ => settings with { Collector = new CollectorSettings(new Uri(peer.GrpcEndpoint), OtlpExportProtocol.Grpc, null, TimeSpan.FromMilliseconds(150), OtlpExportCompression.GZip) },
        };
    }

    /// <summary>The same destination for a program with time, on a machine that may be busy.</summary>
    private static DestinationSettings Patient(DestinationSettings settings) => settings with
    {
        Collector = settings.Collector is { } collector ? collector with { Timeout = Traced.Patience } : null,
        Delivery = settings.Delivery with { SendTimeout = Traced.Patience, RetryTimeout = Traced.Patience },
    };

    private CollectorAnswer Answer() => _random.Next(12) switch
    {
        0 or 1 => CollectorAnswer.Fail(GrpcStatusCode.Unavailable),
        2 => CollectorAnswer.CutLine,
        3 => CollectorAnswer.Stall,
        4 => CollectorAnswer.Fail(GrpcStatusCode.InvalidArgument),
        5 => CollectorAnswer.Fail(GrpcStatusCode.ResourceExhausted),
        6 => CollectorAnswer.Fail(GrpcStatusCode.Unauthenticated),
        7 => CollectorAnswer.Fail(GrpcStatusCode.Internal),
        8 => CollectorAnswer.Reject(_random.Next(0, 200)),
        _ => CollectorAnswer.Ok,
    };

    private CollectorAnswer Answer(ExportTraceServiceRequest request, CollectorAnswer answer)
    {
        if (answer.Status == GrpcStatusCode.Ok)
        {
            foreach (var span in request.ResourceSpans.SelectMany(r => r.ScopeSpans).SelectMany(s => s.Spans))
            {
                _delivered.AddOrUpdate(span.SpanId, 1, static (_, times) => times + 1);
            }
        }

        return answer;
    }
}
