using OtelBridge.Attributes;
using OtelBridge.Configuration;
using OtelBridge.Export;
using OtelBridge.Grpc;
using OtelBridge.TestSupport.Otlp;

namespace OtelBridge.Tests.Export;

public sealed class DeliveryTests
{
    [Fact]
    public async Task Store_DownAtStart_SpansArriveWhenItIsUp()
    {
        var port = await FreePortAsync();
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, $"grpc://127.0.0.1:{port}"));
        Spans("early", 3);
        var tooEarly = await tracing.FlushAsync(TimeSpan.FromMilliseconds(50));

        await using var store = await FakeCollector.StartAsync(port);
        Spans("late", 2);
        var flushed = await tracing.FlushAsync(Traced.Patience);

        tooEarly.IsComplete.ShouldBeFalse();
        tooEarly.Destinations.ShouldHaveSingleItem().ShouldBe(new DestinationFlush("store", 0, 0, 3));
        flushed.IsComplete.ShouldBeTrue();
        store.Spans.Select(s => s.Name).ShouldBe(["early", "early", "early", "late", "late"], ignoreOrder: true);
    }

    [Fact]
    public async Task Store_DiesMidway_LaterSpansArriveWhenItIsBack()
    {
        var first = await FakeCollector.StartAsync();
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, first.TrackingUri));
        Spans("before", 1);
        (await tracing.FlushAsync(Traced.Patience)).IsComplete.ShouldBeTrue();

        await first.DisposeAsync();
        Spans("meanwhile", 1);
        await tracing.FlushAsync(TimeSpan.FromMilliseconds(50));
        await using var second = await FakeCollector.StartAsync(first.Port);
        Spans("after", 1);
        var flushed = await tracing.FlushAsync(Traced.Patience);

        flushed.IsComplete.ShouldBeTrue();
        second.Spans.Select(s => s.Name).ShouldBe(["meanwhile", "after"], ignoreOrder: true);
        tracing.Delivery.ShouldHaveSingleItem().Sent.ShouldBe(3);
    }

    [Fact]
    public async Task Store_NeverUp_SpansAreDroppedAndCounted()
    {
        using var events = new Events();
        var port = await FreePortAsync();
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, $"grpc://127.0.0.1:{port}"), ("Mlflow:Delivery:RetryTimeout", "00:00:00"));

        Spans("lost", 5);
        var flushed = await tracing.FlushAsync(Traced.Patience);

        flushed.IsComplete.ShouldBeFalse();
        flushed.Destinations.ShouldHaveSingleItem().ShouldBe(new DestinationFlush("store", 0, 5, 0) { Reasons = new Dictionary<DropReason, long> { [DropReason.Unreachable] = 5 } });
        tracing.Delivery.ShouldHaveSingleItem().Dropped.ShouldBe(new Dictionary<DropReason, long> { [DropReason.Unreachable] = 5 });
        Mlflow.Trace("still", () => 1).ShouldBe(1);
        tracing.Dispose();
        events.Texts("SpansDropped").Count().ShouldBeInRange(1, 2);
    }

    [Fact]
    public async Task Store_NeverAnswers_FlushSaysWhatIsLeftAndTheQueueStaysBounded()
    {
        await using var store = await FakeCollector.StartAsync();
        store.Answer(_ => CollectorAnswer.Stall);
        using var tracing = Traced.To(
            (EnvironmentKeys.TrackingUri, store.TrackingUri),
            ("Mlflow:Delivery:MaxQueueSpans", "20"),
            ("Mlflow:Delivery:MaxBatchSpans", "5"),
            ("Mlflow:Delivery:ShutdownTimeout", "00:00:00.2"));

        Spans("stuck", 500);
        var flushed = (await tracing.FlushAsync(TimeSpan.FromMilliseconds(50))).Destinations.ShouldHaveSingleItem();

        var delivery = tracing.Delivery.ShouldHaveSingleItem();
        delivery.Queued.ShouldBeInRange(20, 30);
        flushed.Left.ShouldBe(delivery.Queued);
        delivery.Dropped.Keys.ShouldBe([DropReason.QueueFull]);
        (delivery.Sent + delivery.Queued + delivery.TotalDropped).ShouldBe(500);
        tracing.Dispose();
        var after = tracing.Delivery.ShouldHaveSingleItem();
        after.Dropped[DropReason.Shutdown].ShouldBe(delivery.Queued);
        after.Queued.ShouldBe(0);
        after.TotalDropped.ShouldBe(500);
    }

    [Fact]
    public async Task Queue_FullByBytes_DropsTheNewest()
    {
        await using var store = await FakeCollector.StartAsync();
        store.Answer(_ => CollectorAnswer.Stall);
        using var tracing = Traced.To(
            (EnvironmentKeys.TrackingUri, store.TrackingUri),
            ("Mlflow:Delivery:MaxQueueBytes", "100000"),
            ("Mlflow:Delivery:BatchDelay", "01:00:00"),
            ("Mlflow:Delivery:ShutdownTimeout", "00:00:00.1"));

        Spans("large", 30, new string('x', 10_000));

        var delivery = tracing.Delivery.ShouldHaveSingleItem();
        delivery.Queued.ShouldBe(9);
        delivery.Dropped[DropReason.QueueFull].ShouldBe(21);
    }

    [Theory]
    [InlineData(GrpcStatusCode.Cancelled)]
    [InlineData(GrpcStatusCode.DeadlineExceeded)]
    [InlineData(GrpcStatusCode.Aborted)]
    [InlineData(GrpcStatusCode.OutOfRange)]
    [InlineData(GrpcStatusCode.Unavailable)]
    [InlineData(GrpcStatusCode.DataLoss)]
    public async Task Store_RetryableStatus_IsTriedAgain(GrpcStatusCode status)
    {
        await using var store = await FakeCollector.StartAsync();
        store.Answer(_ => store.Attempts == 1 ? CollectorAnswer.Fail(status) : CollectorAnswer.Ok);
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, store.TrackingUri));

        Spans("s", 2);
        var flushed = await tracing.FlushAsync(Traced.Patience);

        flushed.IsComplete.ShouldBeTrue();
        store.Attempts.ShouldBe(2);
        tracing.Delivery.ShouldHaveSingleItem().Retried.ShouldBe(1);
        store.Spans.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(GrpcStatusCode.PermissionDenied)]
    [InlineData(GrpcStatusCode.Unimplemented)]
    [InlineData(GrpcStatusCode.Internal)]
    [InlineData(GrpcStatusCode.Unauthenticated)]
    public async Task Store_FinalStatus_IsNotTriedAgain(GrpcStatusCode status)
    {
        await using var store = await FakeCollector.StartAsync();
        store.Answer(_ => store.Attempts == 1 ? CollectorAnswer.Fail(status) : CollectorAnswer.Ok);
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, store.TrackingUri));

        Spans("lost", 2);
        await tracing.FlushAsync(Traced.Patience);
        Spans("kept", 1);
        await tracing.FlushAsync(Traced.Patience);

        store.Spans.ShouldHaveSingleItem().Name.ShouldBe("kept");
        tracing.Delivery.ShouldHaveSingleItem().Dropped.ShouldBe(new Dictionary<DropReason, long> { [DropReason.Failed] = 2 });
    }

    [Theory]
    [InlineData(GrpcStatusCode.InvalidArgument, DropReason.Rejected)]
    [InlineData(GrpcStatusCode.ResourceExhausted, DropReason.TooLarge)]
    public async Task Store_RefusesARequestForOneSpan_TheOthersArrive(GrpcStatusCode status, DropReason reason)
    {
        await using var store = await FakeCollector.StartAsync();
        store.Answer(request => request.ResourceSpans.SelectMany(r => r.ScopeSpans).SelectMany(s => s.Spans).Any(span => span.Name == "bad") ? CollectorAnswer.Fail(status) : CollectorAnswer.Ok);
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, store.TrackingUri));

        Spans("good", 500);
        Spans("bad", 1);
        Spans("good", 500);
        var flushed = await tracing.FlushAsync(Traced.Patience);

        store.Spans.Count(span => span.Name == "good").ShouldBe(1000);
        store.Spans.Count.ShouldBe(1000);
        flushed.Destinations.ShouldHaveSingleItem().Reasons.ShouldBe(new Dictionary<DropReason, long> { [reason] = 1 });
        store.Attempts.ShouldBeLessThan(48);
    }

    [Fact]
    public async Task Store_RefusesEverything_ItIsNotAskedForEachSpan()
    {
        await using var store = await FakeCollector.StartAsync();
        store.Answer(_ => CollectorAnswer.Fail(GrpcStatusCode.InvalidArgument));
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, store.TrackingUri));

        Spans("bad", 1000);
        await tracing.FlushAsync(Traced.Patience);

        tracing.Delivery.ShouldHaveSingleItem().Dropped.ShouldBe(new Dictionary<DropReason, long> { [DropReason.Rejected] = 1000 });
        store.Attempts.ShouldBeLessThan(100);
    }

    [Fact]
    public async Task Store_LineCut_IsTriedAgain()
    {
        await using var store = await FakeCollector.StartAsync();
        store.Answer(_ => store.Attempts <= 2 ? CollectorAnswer.CutLine : CollectorAnswer.Ok);
        using var events = new Events();
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, store.TrackingUri));

        Spans("s", 1);
        var flushed = await tracing.FlushAsync(Traced.Patience);

        events.Texts("SendFailed").ShouldBeEmpty();
        flushed.IsComplete.ShouldBeTrue();
        store.Spans.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Store_StallsOnce_TheRequestIsGivenUpAndSentAgain()
    {
        await using var store = await FakeCollector.StartAsync();
        store.Answer(_ => store.Attempts == 1 ? CollectorAnswer.Stall : CollectorAnswer.Ok);
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, store.TrackingUri), ("Mlflow:Delivery:SendTimeout", "00:00:00.2"));

        Spans("s", 1);
        var flushed = await tracing.FlushAsync(Traced.Patience);

        flushed.IsComplete.ShouldBeTrue();
        store.Spans.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(99, 5)]
    [InlineData(-1, 0)]
    public async Task Store_RefusesSpans_TheyAreCountedAsDropped(long rejected, long counted)
    {
        await using var store = await FakeCollector.StartAsync();
        store.Answer(_ => CollectorAnswer.Reject(rejected));
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, store.TrackingUri));

        Spans("s", 5);
        await tracing.FlushAsync(Traced.Patience);

        var delivery = tracing.Delivery.ShouldHaveSingleItem();
        delivery.Sent.ShouldBe(5 - counted);
        delivery.Dropped.GetValueOrDefault(DropReason.Rejected).ShouldBe(counted);
    }

    [Theory]
    [InlineData("stalled")]
    [InlineData("down")]
    [InlineData("failing")]
    public async Task Both_CollectorDoesNotTake_StoreGetsAll(string fault)
    {
        var collector = await FakeCollector.StartAsync();
        collector.Answer(_ => fault == "stalled" ? CollectorAnswer.Stall : CollectorAnswer.Fail(GrpcStatusCode.Internal));
        if (fault == "down")
        {
            await collector.DisposeAsync();
        }

        await using var store = await FakeCollector.StartAsync();
        using var tracing = Traced.To(
            (EnvironmentKeys.OtlpEndpoint, collector.GrpcEndpoint),
            (EnvironmentKeys.TrackingUri, store.TrackingUri),
            ("Mlflow:Export", "Both"),
            ("Mlflow:Destinations:collector:Delivery:RetryTimeout", "00:00:00"),
            ("Mlflow:Delivery:ShutdownTimeout", "00:00:00.2"));

        Spans("s", 100);
        var flushed = await tracing.FlushAsync(fault == "stalled" ? TimeSpan.FromSeconds(1) : Traced.Patience);

        store.Spans.Count.ShouldBe(100);
        flushed.Destinations.Single(d => d.Name == "store").ShouldBe(new DestinationFlush("store", 100, 0, 0));
        var other = flushed.Destinations.Single(d => d.Name == "collector");
        (other.Dropped + other.Left).ShouldBe(100);
        other.Sent.ShouldBe(0);
        if (fault != "down")
        {
            await collector.DisposeAsync();
        }
    }

    [Fact]
    public async Task Both_StoreStalls_CollectorGetsAll()
    {
        await using var collector = await FakeCollector.StartAsync();
        await using var store = await FakeCollector.StartAsync();
        store.Answer(_ => CollectorAnswer.Stall);
        using var tracing = Traced.To(
            (EnvironmentKeys.OtlpEndpoint, collector.GrpcEndpoint),
            (EnvironmentKeys.TrackingUri, store.TrackingUri),
            ("Mlflow:Export", "Both"),
            ("Mlflow:Delivery:ShutdownTimeout", "00:00:00.2"));

        Spans("s", 100);
        var flushed = await tracing.FlushAsync(TimeSpan.FromSeconds(1));

        collector.Spans.Count.ShouldBe(100);
        flushed.Destinations.Single(d => d.Name == "store").Left.ShouldBe(100);
    }

    [Fact]
    public async Task Both_ManyLargeSpans_TravelInRequestsBelowTheLimit()
    {
        await using var collector = await FakeCollector.StartAsync();
        await using var store = await FakeCollector.StartAsync();
        using var tracing = Traced.To((EnvironmentKeys.OtlpEndpoint, collector.GrpcEndpoint), (EnvironmentKeys.TrackingUri, store.TrackingUri), ("Mlflow:Export", "Both"));

        // Two bytes a character on the wire, so the estimate of the queue is half of what is sent.
        Spans("large", 40, new string('ä', 300_000));
        var flushed = await tracing.FlushAsync(Traced.Patience);

        flushed.IsComplete.ShouldBeTrue();
        store.Spans.Count.ShouldBe(40);
        collector.Spans.Count.ShouldBe(40);
        store.LargestRequest.ShouldBeInRange(3_000_000, 4_000_000);
        collector.LargestRequest.ShouldBeInRange(3_000_000, 4 * 1024 * 1024);
    }

    [Fact]
    public async Task Both_OneSpanAboveTheLimit_BothGetItTrimmed()
    {
        await using var collector = await FakeCollector.StartAsync();
        await using var store = await FakeCollector.StartAsync();
        using var tracing = Traced.To((EnvironmentKeys.OtlpEndpoint, collector.GrpcEndpoint), (EnvironmentKeys.TrackingUri, store.TrackingUri), ("Mlflow:Export", "Both"));

        Spans("before", 1);
        using (var span = Mlflow.StartSpan("huge"))
        {
            // Past the SDK's own bound, as another instrumentation would.
            span.Activity!.SetTag("huge", new string('x', 10_000_000));
            span.SetAttribute("small", "kept");
        }

        Spans("after", 1);
        await tracing.FlushAsync(Traced.Patience);

        foreach (var peer in new[] { collector, store })
        {
            peer.Spans.Select(s => s.Name).ShouldBe(["before", "huge", "after"], ignoreOrder: true);
            var trimmed = peer.Spans.Single(s => s.Name == "huge");
            trimmed.Attribute("small").ShouldBe("kept");
            var huge = trimmed.Attribute("huge").ShouldNotBeNull();
            huge.Length.ShouldBeInRange(1000, 1_000_000);
            huge.ShouldEndWith("[truncated]");
        }
    }

    [Fact]
    public async Task Store_SpanThatFitsNoRequest_IsDroppedAlone()
    {
        await using var store = await FakeCollector.StartAsync();
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, store.TrackingUri), ("Mlflow:Delivery:MaxRequestBytes", "20000"));

        Spans("before", 1);
        using (var span = Mlflow.StartSpan("huge"))
        {
            for (var i = 0; i < 10_000; i++)
            {
                span.Activity!.SetTag($"{new string('k', 500)}{i}", i);
            }
        }

        Spans("after", 1);
        await tracing.FlushAsync(Traced.Patience);

        store.Spans.Select(s => s.Name).ShouldBe(["before", "after"], ignoreOrder: true);
        tracing.Delivery.ShouldHaveSingleItem().Dropped.ShouldBe(new Dictionary<DropReason, long> { [DropReason.TooLarge] = 1 });
    }

    [Fact]
    public async Task Store_AttributeThatThrows_LosesOnlyItself()
    {
        await using var store = await FakeCollector.StartAsync();
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, store.TrackingUri));

        using (var span = Mlflow.StartSpan("s"))
        {
            span.Activity!.SetTag("bad", new Bad()).SetTag("good", 1);
        }

        var flushed = await tracing.FlushAsync(Traced.Patience);

        flushed.IsComplete.ShouldBeTrue();
        var sent = store.Spans.ShouldHaveSingleItem();
        sent.Attributes.Select(a => a.Key).ShouldBe([MlflowKeys.TraceRequestId, MlflowKeys.SpanType, "good"]);
        sent.DroppedAttributesCount.ShouldBe(1u);
    }

    [Fact]
    public async Task Store_ManyThreads_EverySpanArrivesOnce()
    {
        await using var store = await FakeCollector.StartAsync();
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, store.TrackingUri));

        Parallel.For(0, 8, t => Spans($"t{t}", 1000));
        var flushed = await tracing.FlushAsync(Traced.Patience);

        flushed.IsComplete.ShouldBeTrue();
        store.Spans.Count.ShouldBe(8000);
        store.Spans.Select(s => s.SpanId).Distinct().Count().ShouldBe(8000);
    }

    [Fact]
    public async Task OwnRequests_WithEverySourceTraced_DoNotBecomeSpans()
    {
        await using var collector = await FakeCollector.StartAsync();
        await using var store = await FakeCollector.StartAsync();
        using var tracing = Traced.To(
            (EnvironmentKeys.OtlpEndpoint, collector.GrpcEndpoint), (EnvironmentKeys.TrackingUri, store.TrackingUri), ("Mlflow:Export", "Both"), ("Mlflow:Sources:0", "System.Net.Http"), ("Mlflow:Sources:1", "Experimental.System.Net*"));

        for (var i = 0; i < 3; i++)
        {
            Spans("s", 1);
            await tracing.FlushAsync(Traced.Patience);
        }

        store.Spans.Select(s => s.Name).ShouldBe(["s", "s", "s"]);
        collector.Spans.Select(s => s.Name).ShouldBe(["s", "s", "s"]);
    }

    [Fact]
    public async Task Dispose_SendsWhatWaits_AndLaterSpansDoNothing()
    {
        await using var store = await FakeCollector.StartAsync();
        var tracing = Traced.To((EnvironmentKeys.TrackingUri, store.TrackingUri), ("Mlflow:Delivery:BatchDelay", "01:00:00"));
        Spans("s", 10);
        var open = Mlflow.StartSpan("open");

        tracing.Dispose();
        tracing.Dispose();
        open.Dispose();
        Spans("later", 1);

        store.Spans.Count.ShouldBe(10);
        tracing.Delivery.ShouldHaveSingleItem().Sent.ShouldBe(10);
        (await tracing.FlushAsync(Traced.Patience)).IsComplete.ShouldBeTrue();
    }

    [Fact]
    public async Task FlushAsync_Cancelled_SaysWhatIsLeft()
    {
        await using var store = await FakeCollector.StartAsync();
        store.Answer(_ => CollectorAnswer.Stall);
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, store.TrackingUri), ("Mlflow:Delivery:ShutdownTimeout", "00:00:00.1"));
        Spans("s", 1);

        var flushed = await tracing.FlushAsync(Traced.Patience, new CancellationToken(canceled: true));

        flushed.Destinations.ShouldHaveSingleItem().Left.ShouldBe(1);
    }

    private static void Spans(string name, int count, string? inputs = null)
    {
        for (var i = 0; i < count; i++)
        {
            using var span = Mlflow.StartSpan(name);
            if (inputs is not null)
            {
                span.SetInputs(inputs);
            }
        }
    }

    private static async Task<int> FreePortAsync()
    {
        await using var shortLived = await FakeCollector.StartAsync();
        return shortLived.Port;
    }

    private sealed class Bad
    {
        public override string ToString() => throw new InvalidOperationException();
    }
}
