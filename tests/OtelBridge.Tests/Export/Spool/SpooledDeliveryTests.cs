using OtelBridge.Configuration;
using OtelBridge.Export;
using OtelBridge.Grpc;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Otlp;

namespace OtelBridge.Tests.Export.Spool;

/// <summary>Spans of a program that go over the disk on their way.</summary>
public sealed class SpooledDeliveryTests : IDisposable
{
    private static readonly (string, string) AtOnce = ("Mlflow:Delivery:RetryTimeout", "00:00:00");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task StoreThatIsDown_GetsAllFromDiskWhenItIsBack()
    {
        var port = await FreePortAsync();
        using var tracing = To($"grpc://127.0.0.1:{port}", AtOnce);

        Spans("early", 5);
        var down = (await tracing.FlushAsync(Traced.Patience)).Destinations.ShouldHaveSingleItem();
        (down.Sent, down.Spooled, down.Dropped, down.Left).ShouldBe((0, 5, 0, 0));
        tracing.Delivery.Single().Spooled.ShouldBe(5);
        SpoolSamples.Files(_folder.Path).ShouldNotBeEmpty();

        await using var store = await FakeCollector.StartAsync(port);
        Spans("late", 2);
        await tracing.FlushAsync(Traced.Patience);
        await Until(() => tracing.Delivery.Single().Sent == 7);

        tracing.Delivery.Single().ShouldSatisfyAllConditions(d => d.Spooled.ShouldBe(0), d => d.TotalDropped.ShouldBe(0), d => d.Adopted.ShouldBe(0));
        store.Spans.Select(static s => s.Name).ShouldBe(["early", "early", "early", "early", "early", "late", "late"], ignoreOrder: true);
        SpoolSamples.Files(_folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task Program_ThatEndsBeforeItsStoreIsUp_IsDeliveredByTheNextStart_EachSpanOnce()
    {
        await using (var server = await ServerUnderTest.StartAsync())
        {
            var port = await FreePortAsync();
            using (To($"grpc://127.0.0.1:{port}", AtOnce, (EnvironmentKeys.ExperimentName, "support")))
            {
                Spans("before the end", 40);
                // The last of them are put on disk by the end itself.
            }

            SpoolSamples.Files(_folder.Path).ShouldNotBeEmpty();

            using (var tracing = To($"grpc://{server.GrpcAddress.Authority}", (EnvironmentKeys.ExperimentName, "other")))
            {
                // It never ends a span.
                await Until(() => tracing.Delivery.Single().Sent == 40);

                tracing.Delivery.Single().ShouldSatisfyAllConditions(d => d.Adopted.ShouldBe(40), d => d.Spooled.ShouldBe(0), d => d.TotalDropped.ShouldBe(0));
            }

            using var client = new MlflowClient($"grpc://{server.GrpcAddress.Authority}");
            var experiment = await client.GetExperimentByNameAsync("support");
            var traces = await client.SearchTracesAsync(maxResults: 500, experimentIds: [experiment!.ExperimentId]).ToListAsync();
            traces.Count.ShouldBe(40, "the experiment is that of the program that spooled");
            traces.Sum(static t => t.Spans.Count).ShouldBe(40);
            Directory.EnumerateFileSystemEntries(_folder.File(SpoolSamples.Destination)).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task ManySmallParcels_OneOfThemDamaged_TravelTogetherAndAreCountedEach()
    {
        var port = await FreePortAsync();
        using (var tracing = To($"grpc://127.0.0.1:{port}", AtOnce))
        {
            for (var i = 0; i < 40; i++)
            {
                Spans("small", 2);
                await tracing.FlushAsync(Traced.Patience);
            }
        }

        var files = SpoolSamples.Files(_folder.Path).Order(StringComparer.Ordinal).ToList();
        files.Count.ShouldBe(40);
        await File.WriteAllBytesAsync(files[20], [1, 2, 3]);
        await using var store = await FakeCollector.StartAsync(port);
        using var next = To(store.TrackingUri, AtOnce);
        await Until(() => next.Delivery.Single() is { Adopted: 80, Spooled: 0 });

        next.Delivery.Single().Sent.ShouldBe(78);
        next.Delivery.Single().Dropped.ShouldBe(new Dictionary<DropReason, long> { [DropReason.SpoolFailed] = 2 });
        store.Spans.Select(static span => span.SpanId).Distinct().Count().ShouldBe(78);
        store.Attempts.ShouldBeLessThan(10);
        SpoolSamples.Files(_folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task ParcelThatIsNeverTaken_HoldsUpNoOther()
    {
        await using var store = await FakeCollector.StartAsync();
        var isUp = false;
        store.Answer(request => !Volatile.Read(ref isUp) || NamesOf(request).Contains("poison") ? CollectorAnswer.Fail(GrpcStatusCode.Unavailable) : CollectorAnswer.Ok);
        using var tracing = To(store.TrackingUri, AtOnce);
        foreach (var name in new[] { "poison", "a", "b", "c" })
        {
            Spans(name, 1);
            await tracing.FlushAsync(Traced.Patience);
        }

        tracing.Delivery.Single().Spooled.ShouldBe(4);
        Volatile.Write(ref isUp, true);
        await Until(() => store.Spans.Count == 3);
        await Until(() => tracing.Delivery.Single().Sent == 3);

        tracing.Delivery.Single().Spooled.ShouldBe(1);
        store.Spans.Select(static s => s.Name).ShouldBe(["a", "b", "c"], ignoreOrder: true);
    }

    [Fact]
    public async Task ParcelsThatWaitedTooLong_AreDroppedAndCounted()
    {
        var port = await FreePortAsync();
        using var tracing = To($"grpc://127.0.0.1:{port}", AtOnce, ("Mlflow:Delivery:MaxSpoolAge", "00:00:00.001"));

        Spans("old", 3);
        await tracing.FlushAsync(Traced.Patience);
        await Until(() => tracing.Delivery.Single().Spooled == 0);

        tracing.Delivery.Single().Dropped.ShouldBe(new Dictionary<DropReason, long> { [DropReason.SpoolExpired] = 3 });
        SpoolSamples.Files(_folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task SpoolThatCannotBeUsed_CostsTheSpansThatNeededIt()
    {
        var port = await FreePortAsync();
        File.WriteAllText(_folder.File("taken"), string.Empty);
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, $"grpc://127.0.0.1:{port}"), ("Mlflow:Delivery:SpoolPath", _folder.File("taken")), AtOnce);

        Spans("lost", 3);
        await tracing.FlushAsync(Traced.Patience);

        tracing.Delivery.Single().Dropped.ShouldBe(new Dictionary<DropReason, long> { [DropReason.SpoolFailed] = 3 });
    }

    [Fact]
    public async Task DamagedParcel_IsDroppedAndTheOthersArrive()
    {
        var port = await FreePortAsync();
        using (var tracing = To($"grpc://127.0.0.1:{port}", AtOnce))
        {
            foreach (var name in new[] { "a", "b", "c" })
            {
                Spans(name, 2);
                await tracing.FlushAsync(Traced.Patience);
            }
        }

        var files = SpoolSamples.Files(_folder.Path);
        files.Length.ShouldBe(3);
        File.WriteAllBytes(files[1], File.ReadAllBytes(files[1])[..^1]);
        await using var store = await FakeCollector.StartAsync(port);
        using var next = To(store.TrackingUri);
        await Until(() => next.Delivery.Single() is { Adopted: 6, Spooled: 0 });

        store.Spans.Select(static s => s.Name).ShouldBe(["a", "a", "c", "c"]);
        next.Delivery.Single().Dropped.ShouldBe(new Dictionary<DropReason, long> { [DropReason.SpoolFailed] = 2 });
    }

    [Fact]
    public async Task End_WithAStoreThatNeverAnswers_PutsWhatIsLeftOnDiskInTime()
    {
        await using var store = await FakeCollector.StartAsync();
        store.Answer(_ => CollectorAnswer.Stall);
        var tracing = To(store.TrackingUri, ("Mlflow:Delivery:ShutdownTimeout", "00:00:02"));
        Spans("left", 30);
        await Until(() => store.Attempts > 0);

        await Task.Run(tracing.Dispose).WaitAsync(Traced.Patience);

        tracing.Delivery.Single().ShouldSatisfyAllConditions(d => d.Spooled.ShouldBe(30), d => d.TotalDropped.ShouldBe(0), d => d.Queued.ShouldBe(0));
        store.Answer(_ => CollectorAnswer.Ok);
        using var next = To(store.TrackingUri);
        await Until(() => next.Delivery.Single().Sent == 30);
        store.Spans.Select(static s => s.SpanId).Distinct().Count().ShouldBe(30);
    }

    [Fact]
    public async Task SmallParcels_ForAStoreThatTakesNoLargeRequests_AllArrive()
    {
        var port = await FreePortAsync();
        using var tracing = To($"grpc://127.0.0.1:{port}", AtOnce);
        for (var i = 0; i < 80; i++)
        {
            Spans(new string('n', 1000), 1);
            await tracing.FlushAsync(Traced.Patience);
        }

        await using var store = await FakeCollector.StartAsync(port);
        store.MaxRequestBytes = 2500;
        await Until(() => tracing.Delivery.Single().Spooled == 0);

        tracing.Delivery.Single().ShouldSatisfyAllConditions(d => d.Sent.ShouldBe(80), d => d.TotalDropped.ShouldBe(0));
    }

    [Fact]
    public async Task SpoolThatTakesNothing_DoesNotKeepAStoreThatIsBackFromItsSpans()
    {
        var port = await FreePortAsync();
        using var tracing = To($"grpc://127.0.0.1:{port}", AtOnce, ("Mlflow:Delivery:MaxSpoolBytes", "1"));
        await Until(() =>
        {
            Spans("lost", 1);
            return tracing.Delivery.Single().IsFailing;
        });

        await using var store = await FakeCollector.StartAsync(port);
        await Until(() =>
        {
            Spans("found", 1);
            return tracing.Delivery.Single().Sent > 0;
        });

        tracing.Delivery.Single().Dropped.Keys.ShouldContain(DropReason.SpoolFull);
        store.Spans.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task SpoolThatIsFullOfWhatCannotBeRead_DoesNotKeepAStoreThatIsBackFromItsSpans()
    {
        var port = await FreePortAsync();
        using var tracing = To($"grpc://127.0.0.1:{port}", AtOnce, ("Mlflow:Delivery:MaxSpoolBytes", "5000"));
        Spans("kept", 1);
        await tracing.FlushAsync(Traced.Patience);
        using var unreadable = new FileStream(SpoolSamples.Files(_folder.Path).Single(), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        await Until(() =>
        {
            Spans("lost", 1);
            return tracing.Delivery.Single().IsFailing;
        });

        await using var store = await FakeCollector.StartAsync(port);
        await Until(() =>
        {
            Spans("found", 1);
            return tracing.Delivery.Single().Sent > 0;
        });

        tracing.Delivery.Single().Spooled.ShouldBe(1);
    }

    [Fact]
    public async Task End_WithAStoreAndACollectorThatNeverAnswer_LeavesTheStoresSpoolItsTime()
    {
        await using var peer = await FakeCollector.StartAsync();
        peer.Answer(_ => CollectorAnswer.Stall);
        var tracing = Traced.To(
            (EnvironmentKeys.TrackingUri, peer.TrackingUri),
            (EnvironmentKeys.OtlpTracesEndpoint, peer.GrpcEndpoint),
            (EnvironmentKeys.EnableDualExport, "true"),
            ("Mlflow:Destinations:store:Delivery:SpoolPath", _folder.Path),
            ("Mlflow:Delivery:ShutdownTimeout", "00:00:06"));
        Spans("left", 10);
        var ending = Task.Run(tracing.Dispose);

        await Until(() => tracing.Delivery.Single(static d => d.Name == "store").Spooled == 10);

        tracing.Delivery.Single(static d => d.Name == "collector").Queued.ShouldBe(10, "its time is not over when that of the spool begins");
        await ending.WaitAsync(Traced.Patience);
        tracing.Delivery.ShouldAllBe(static d => d.Queued == 0);
        tracing.Delivery.Single(static d => d.Name == "store").TotalDropped.ShouldBe(0);
    }

    private MlflowTracing To(string store, params (string, string)[] more) =>
        Traced.To([(EnvironmentKeys.TrackingUri, store), ("Mlflow:Delivery:SpoolPath", _folder.Path), ("Mlflow:Delivery:BatchDelay", "00:00:00.01"), .. more]);

    private static void Spans(string name, int count)
    {
        for (var i = 0; i < count; i++)
        {
            using var span = Mlflow.StartSpan(name);
        }
    }

    private static IEnumerable<string> NamesOf(ExportTraceServiceRequest request) =>
        request.ResourceSpans.SelectMany(static r => r.ScopeSpans).SelectMany(static s => s.Spans).Select(static s => s.Name);

    private static async Task Until(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Traced.Patience);
        while (!condition())
        {
            await Task.Delay(10, patience.Token);
        }
    }

    private static async Task<int> FreePortAsync()
    {
        await using var shortLived = await FakeCollector.StartAsync();
        return shortLived.Port;
    }
}
