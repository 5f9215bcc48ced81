using System.Diagnostics;
using OtelBridge.Configuration;
using OtelBridge.Export;
using OtelBridge.Export.Forms;
using OtelBridge.Export.Writing;
using OtelBridge.Grpc;
using OtelBridge.Otlp;
using OtelBridge.TestSupport.Otlp;

namespace OtelBridge.Tests.Export;

/// <summary>A span or a sender that fails costs itself, is counted, and stops nothing.</summary>
public sealed class BadSpanTests
{
    [Fact]
    public async Task Both_AttributeWithoutAKey_IsLeftOutAndCounted()
    {
        await using var peer = await FakeCollector.StartAsync();
        using var tracing = Traced.To(
            (EnvironmentKeys.TrackingUri, peer.TrackingUri), (EnvironmentKeys.OtlpEndpoint, peer.GrpcEndpoint), ("Mlflow:Export", "Both"));

        Mlflow.Trace("before", () => { });
        Mlflow.Trace("bad", span => { span.Activity!.AddTag(null!, "x"); });
        Mlflow.Trace("after", () => { });
        await tracing.FlushAsync(Traced.Patience);

        var collector = tracing.Delivery.Single(d => d.Name == "collector");
        var store = tracing.Delivery.Single(d => d.Name == "store");
        collector.ToString().ShouldEndWith("3 sent, 0 queued, 0 retried, 0 dropped");
        store.ToString().ShouldEndWith("3 sent, 0 queued, 0 retried, 0 dropped");
        peer.Spans.Where(s => s.Name == "bad").Select(s => s.DroppedAttributesCount).ShouldBe([1u, 1u]);
    }

    [Fact]
    public void Sender_ThrowsAtTheCall_SpansAreCountedAndTheNextBatchIsTried()
    {
        using var sender = new FailingSender();
        using var destination = new Destination(sender, new DeliverySettings { BatchDelay = TimeSpan.Zero, MaxBatchSpans = 1 }, TimeProvider.System, new DeliveryLedger(new OtelBridge.Diagnostics.DeliveryMetrics("store")), null);
        using var span = new Activity("s").Start();

        destination.Add(span, 1);
        destination.Add(span, 1);
        destination.BeginStop();
        destination.EndStop(Traced.Patience);

        destination.Snapshot().ToString().ShouldEndWith("1 sent, 0 queued, 0 retried, 1 dropped (Failed 1)");
    }

    [Fact]
    public void Writer_SpanThatCannotBeWritten_CostsItselfAlone()
    {
        Activity[] spans = [.. new[] { "a", "bad", "b" }.Select(static name => new Activity(name).Start())];
        var writer = new OtlpRequestWriter([], 1_000_000, SpanForm.Plain with { Changes = [new FailingChange()] });

        writer.Write(spans, 0).ShouldBe(3);

        (writer.Count, writer.Unwritable, writer.TooLarge).ShouldBe((2, 1, 0));
        ExportTraceServiceRequest.Parser.ParseFrom(writer.Frame.Span[GrpcFrame.HeaderSize..]).ResourceSpans.Single().ScopeSpans.Single().Spans.Select(static s => s.Name).ShouldBe(["a", "b"]);
    }

    [Fact]
    public void Ledger_ParcelThatASlowDiskTakesAfterTheEnd_IsCountedOnce()
    {
        var ledger = new DeliveryLedger(new OtelBridge.Diagnostics.DeliveryMetrics("store"));

        ledger.Close(accepted: 10);
        ledger.Spool(4);

        ledger.Snapshot("store", string.Empty, () => 10).ToString().ShouldEndWith("0 sent, 0 queued, 0 retried, 4 spooled, 6 dropped (Shutdown 6)");
    }

    [Theory]
    [InlineData("status")]
    [InlineData("objects")]
    [InlineData("map")]
    [InlineData("deep map")]
    public async Task Queue_TextsThatAreNoPlainAttributes_CountAgainstItsBytes(string place)
    {
        await using var store = await FakeCollector.StartAsync();
        using var tracing = Traced.To(
            (EnvironmentKeys.TrackingUri, store.TrackingUri), ("Mlflow:Delivery:MaxQueueBytes", "100000"), ("Mlflow:Delivery:BatchDelay", "01:00:00"));

        for (var i = 0; i < 30; i++)
        {
            Mlflow.Trace("s", span => { Fill(span.Activity!, place, new string('x', 10_000)); });
        }

        tracing.Delivery.ShouldHaveSingleItem().Queued.ShouldBe(9);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("objects")]
    [InlineData("map")]
    public async Task Collector_TextsThatAreNoPlainAttributes_MakeNoRequestAboveTheLimit(string place)
    {
        await using var collector = await FakeCollector.StartAsync();
        using var tracing = Traced.To((EnvironmentKeys.OtlpEndpoint, collector.GrpcEndpoint), ("Mlflow:Delivery:MaxRequestBytes", "100000"));

        Mlflow.Trace("large", span => { Fill(span.Activity!, place, new string('ü', 80_000)); });
        Mlflow.Trace("small", () => { });
        await tracing.FlushAsync(Traced.Patience);

        collector.Spans.Select(span => span.Name).ShouldBe(["large", "small"], ignoreOrder: true);
        collector.LargestRequest.ShouldBeLessThan(100_000);
        tracing.Delivery.ShouldHaveSingleItem().TotalDropped.ShouldBe(0);
    }

    [Fact]
    public async Task Both_CollectorsCertificateCannotBeRead_StoreGetsAllAndTheRestIsCounted()
    {
        await using var store = await FakeCollector.StartAsync();
        using var tracing = Traced.To(
            (EnvironmentKeys.TrackingUri, store.TrackingUri),
            (EnvironmentKeys.OtlpEndpoint, "https://127.0.0.1:1"),
            (EnvironmentKeys.OtlpCertificate, "/no/such/file"),
            ("Mlflow:Export", "Both"));

        Mlflow.Trace("s", () => { });
        await tracing.FlushAsync(Traced.Patience);

        store.Spans.ShouldHaveSingleItem();
        tracing.Delivery.Single(d => d.Name == "collector").Dropped.ShouldBe(new Dictionary<DropReason, long> { [DropReason.Failed] = 1 });
    }

    [Fact]
    public async Task Ledger_AtAnyMoment_AddsUp()
    {
        await using var store = await FakeCollector.StartAsync();
        store.Answer(_ => (store.Attempts % 5) switch
        {
            0 => CollectorAnswer.Fail(OtelBridge.Grpc.GrpcStatusCode.Unavailable),
            1 => CollectorAnswer.CutLine,
            2 => CollectorAnswer.Reject(long.MaxValue),
            3 => CollectorAnswer.Fail(OtelBridge.Grpc.GrpcStatusCode.ResourceExhausted),
            _ => CollectorAnswer.Ok,
        });
        using var tracing = Traced.To(
            (EnvironmentKeys.TrackingUri, store.TrackingUri),
            ("Mlflow:Delivery:MaxQueueSpans", "300"),
            ("Mlflow:Delivery:MaxBatchSpans", "20"),
            ("Mlflow:Delivery:BatchDelay", "00:00:00"),
            ("Mlflow:Delivery:RetryTimeout", "00:00:00.3"),
            ("Mlflow:Delivery:ShutdownTimeout", "00:00:00.2"));

        for (var ended = 1; ended <= 3_000; ended++)
        {
            Mlflow.Trace("s", () => { });
            Sum(tracing).ShouldBe(ended);
        }

        tracing.Dispose();
        Sum(tracing).ShouldBe(3_000);
        tracing.Delivery.ShouldHaveSingleItem().Queued.ShouldBe(0);
    }

    private static void Fill(Activity span, string place, string text)
    {
        switch (place)
        {
            case "status": span.SetStatus(ActivityStatusCode.Error, text); break;
            case "objects": span.SetTag("a", new object[] { 1, text }); break;
            case "map": span.SetTag("a", new Dictionary<string, object?> { ["k"] = text }); break;
            default: span.SetTag("a", new Dictionary<string, object?> { ["k"] = new Dictionary<string, object?> { ["l"] = text } }); break;
        }
    }

    private static long Sum(MlflowTracing tracing)
    {
        var delivery = tracing.Delivery.ShouldHaveSingleItem();
        return delivery.Sent + delivery.Queued + delivery.TotalDropped;
    }

    /// <summary>Throws instead of giving a failed task, once.</summary>
    private sealed class FailingChange : ISpanChange
    {
        public void Apply(SpanDraft draft)
        {
            if (draft.Name == "bad")
            {
                throw new InvalidOperationException("No.");
            }
        }
    }

    private sealed class FailingSender : ISpanSender
    {
        private bool _failed;

        public string Name => DestinationNames.Store;

        public string Endpoint => "http://127.0.0.1/";

        public int MaxInFlight => 1;

        public Task<SendOutcome> SendAsync(ArraySegment<Activity> batch, CancellationToken stopping, CancellationToken abort)
        {
            if (!_failed)
            {
                _failed = true;
                throw new InvalidOperationException("mine");
            }

            return Task.FromResult(new SendOutcome { Sent = batch.Count });
        }

        public void Dispose()
        {
        }
    }
}
