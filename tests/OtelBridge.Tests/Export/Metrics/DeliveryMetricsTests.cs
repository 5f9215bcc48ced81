using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using OtelBridge.Configuration;
using OtelBridge.Export;
using OtelBridge.Grpc;
using OtelBridge.TestSupport.Otlp;

namespace OtelBridge.Tests.Export.Metrics;

public sealed class DeliveryMetricsTests : IDisposable
{
    // What every instrument of the meter said, by name, destination and further attribute.
    private readonly ConcurrentDictionary<string, double> _numbers = new(StringComparer.Ordinal);
    private readonly MeterListener _listener = new();

    public DeliveryMetricsTests()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == "OtelBridge")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, number, tags, _) => Note(instrument, number, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Note(instrument, 1, tags));
        _listener.Start();
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task Meter_SentRetriedDroppedAndDuration_AreThoseOfTheLedger()
    {
        await using var peer = await FakeCollector.StartAsync();
        peer.Answer(_ => peer.Attempts switch
        {
            1 => CollectorAnswer.Fail(GrpcStatusCode.Unavailable),
            2 => CollectorAnswer.Reject(2),
            _ => CollectorAnswer.Ok,
        });
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, "grpc://127.0.0.1:1"), ("Mlflow:Destinations:metered:Endpoint", peer.TrackingUri), ("Mlflow:Export", "Auto"), ("Mlflow:Destinations:store:Delivery:RetryTimeout", "00:00:00"));

        for (var i = 0; i < 5; i++)
        {
            Mlflow.Trace("s", () => { });
        }

        await tracing.FlushAsync(Traced.Patience);
        _listener.RecordObservableInstruments();

        _numbers["otelbridge.export.sent metered"].ShouldBe(3);
        _numbers["otelbridge.export.retried metered"].ShouldBe(1);
        _numbers["otelbridge.export.dropped metered Rejected"].ShouldBe(2);
        _numbers["otelbridge.export.dropped store Unreachable"].ShouldBe(5);
        _numbers["otelbridge.export.duration metered Transient"].ShouldBe(1);
        _numbers["otelbridge.export.duration metered Taken"].ShouldBe(1);
        _numbers["otelbridge.export.queue.spans metered"].ShouldBe(0);
        _numbers["otelbridge.export.queue.size metered"].ShouldBe(0);
        _numbers["otelbridge.export.spooled metered"].ShouldBe(0);
    }

    [Fact]
    public async Task Meter_StalledDestination_ShowsTheQueue()
    {
        await using var peer = await FakeCollector.StartAsync();
        peer.Answer(_ => CollectorAnswer.Stall);
        using var tracing = Traced.To(
            (EnvironmentKeys.TrackingUri, string.Empty),
            ("Mlflow:Destinations:stalled:Endpoint", peer.TrackingUri),
            ("Mlflow:Delivery:BatchDelay", "01:00:00"),
            ("Mlflow:Delivery:ShutdownTimeout", "00:00:00"));

        Mlflow.Trace("s", () => { }, SpanType.Tool, new { text = new string('x', 5000) });
        _listener.RecordObservableInstruments();

        _numbers["otelbridge.export.queue.spans stalled"].ShouldBe(1);
        _numbers["otelbridge.export.queue.size stalled"].ShouldBeInRange(5000, 7000);
    }

    [Fact]
    public async Task ListenerThatThrows_LeavesTheLedgerRight()
    {
        using var bad = new MeterListener
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Meter.Name == "OtelBridge")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        // Other tests measure at the same time.
        bad.SetMeasurementEventCallback<long>(static (_, _, tags, _) => ThrowAt(tags));
        bad.SetMeasurementEventCallback<double>(static (_, _, tags, _) => ThrowAt(tags));
        bad.Start();
        await using var peer = await FakeCollector.StartAsync();
        using var tracing = Traced.To(
            (EnvironmentKeys.TrackingUri, string.Empty), ("Mlflow:Destinations:a-throwing:Endpoint", peer.TrackingUri), ("Mlflow:Destinations:b:Endpoint", peer.TrackingUri), ("Mlflow:Delivery:MaxQueueSpans", "1"));

        for (var i = 0; i < 50; i++)
        {
            Mlflow.Trace("s", () => { });
        }

        await tracing.FlushAsync(Traced.Patience);

        tracing.Delivery.ShouldAllBe(static d => d.Sent + d.TotalDropped == 50 && d.Queued == 0 && !d.Dropped.ContainsKey(DropReason.Failed));
        tracing.Delivery.ShouldAllBe(static d => d.Sent > 0);

        static void ThrowAt(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            foreach (var tag in tags)
            {
                if (tag.Value is "a-throwing")
                {
                    throw new InvalidOperationException("Somebody else's fault.");
                }
            }
        }
    }

    private void Note(Instrument instrument, double number, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = $"{instrument.Name} {string.Join(' ', tags.ToArray().Select(tag => tag.Value))}";
        _numbers.AddOrUpdate(key, number, (_, before) => instrument.IsObservable ? number : before + number);
    }
}
