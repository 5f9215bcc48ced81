using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Trace;
using OtelBridge.Attributes;
using OtelBridge.Configuration;
using OtelBridge.Export.Sampling;
using OtelBridge.TestSupport.Otlp;

namespace OtelBridge.Tests.Export.Sampling;

/// <summary>Which traces arrive at a destination that wants some, and what it is told of the others.</summary>
public sealed class DestinationSamplingTests
{
    private const string Store = "Mlflow:Destinations:store:Sampling:";

    [Fact]
    public async Task Ratio_KeepsTheSameTracesEverywhereAndSaysSo()
    {
        await using var store = await FakeCollector.StartAsync();
        await using var same = await FakeCollector.StartAsync();
        await using var more = await FakeCollector.StartAsync();
        using var tracing = Traced.To(
            (EnvironmentKeys.TrackingUri, store.TrackingUri),
            (Store + "Ratio", "0.25"),
            ("Mlflow:Destinations:same:Endpoint", same.GrpcEndpoint),
            ("Mlflow:Destinations:same:Sampling:Ratio", "0.25"),
            ("Mlflow:Destinations:more:Endpoint", more.GrpcEndpoint),
            ("Mlflow:Destinations:more:Sampling:Ratio", "0.5"));

        for (var i = 0; i < 200; i++)
        {
            Trace("t");
        }

        (await tracing.FlushAsync(Traced.Patience)).IsComplete.ShouldBeTrue();

        var kept = Ids(store);
        kept.Count.ShouldBeInRange(10, 100);
        Ids(same).ShouldBe(kept, ignoreOrder: true);
        kept.ShouldBeSubsetOf(Ids(more));
        store.Spans.Count.ShouldBe(2 * kept.Count, "a trace is kept whole");
        store.Spans.ShouldAllBe(static s => s.TraceState == "ot=th:c");
        more.Spans.ShouldAllBe(static s => s.TraceState == "ot=th:8");
        foreach (var delivery in tracing.Delivery)
        {
            (delivery.Sent + delivery.Excluded).ShouldBe(400);
        }
    }

    [Fact]
    public async Task KeepErrors_SendsFailedTracesWhole()
    {
        await using var store = await FakeCollector.StartAsync();
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, store.TrackingUri), (Store + "KeepErrors", "true"));

        Trace("good");
        Trace("bad", static span => span.SetStatus(SpanStatus.Error, "no"));
        Mlflow.Trace("bad root", static span =>
        {
            Mlflow.Trace("bad root child", static () => 1);
            span.SetStatus(SpanStatus.Error, "no");
        });
        Trace("good");
        (await tracing.FlushAsync(Traced.Patience)).IsComplete.ShouldBeTrue();

        store.Spans.Select(static s => s.Name).ShouldBe(["bad child", "bad", "bad root child", "bad root"], ignoreOrder: true);
        store.Spans.ShouldAllBe(static s => s.TraceState == "ot=th:0");
        tracing.Delivery.Single().ShouldSatisfyAllConditions(d => d.Sent.ShouldBe(4), d => d.Excluded.ShouldBe(4), d => d.Queued.ShouldBe(0));
    }

    [Theory]
    [InlineData("KeepSlowerThan", "00:00:05")]
    [InlineData("KeepMoreTokensThan", "100")]
    [InlineData("KeepCostlierThan", "0.5")]
    public async Task Rules_KeepWhatIsAboveThem(string rule, string bound)
    {
        await using var store = await FakeCollector.StartAsync();
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, store.TrackingUri), (Store + rule, bound));
        var start = DateTimeOffset.UtcNow;

        foreach (var (name, seconds, tokens, cost) in new[] { ("cheap", 4, 50, "0.25"), ("dear", 6, 51, "0.26") })
        {
            var root = Mlflow.StartSpanNoContext(name, startTime: start);
            foreach (var i in new[] { 1, 2 })
            {
                using var child = Mlflow.StartSpanNoContext($"{name} {i}", parent: root);
                child.SetTokenUsage(tokens - 10, 10);
                child.SetAttribute(i == 1 ? GenAiKeys.Cost : MlflowKeys.LlmCost, i == 1 ? double.Parse(cost, System.Globalization.CultureInfo.InvariantCulture) : $$"""{"total_cost":{{cost}}}""");
            }

            root.End(null, endTime: start.AddSeconds(seconds));
        }

        (await tracing.FlushAsync(Traced.Patience)).IsComplete.ShouldBeTrue();

        store.Spans.Select(static s => s.Name).ShouldBe(["dear 1", "dear 2", "dear"], ignoreOrder: true);
        tracing.Delivery.Single().Excluded.ShouldBe(3);
    }

    [Fact]
    public async Task RatioAndRule_EachSayForHowManyASpanStands()
    {
        await using var store = await FakeCollector.StartAsync();
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, store.TrackingUri), (Store + "Ratio", "0.5"), (Store + "KeepErrors", "true"));

        for (var i = 0; i < 100; i++)
        {
            Trace("good");
            Trace("bad", static span => span.SetStatus(SpanStatus.Error, "no"));
        }

        (await tracing.FlushAsync(Traced.Patience)).IsComplete.ShouldBeTrue();

        var states = store.Spans.ToLookup(static s => s.Name, static s => s.TraceState);
        states["bad"].Count().ShouldBe(100);
        states["bad"].Distinct().ShouldBe(["ot=th:0"]);
        states["good"].Count().ShouldBeInRange(10, 90);
        states["good"].Distinct().ShouldBe(["ot=th:8"]);
    }

    [Fact]
    public async Task OpenTrace_IsQueuedAndLeftUntilItsRootEnds()
    {
        await using var store = await FakeCollector.StartAsync();
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, store.TrackingUri), (Store + "KeepErrors", "true"));

        FlushResult open;
        using (var root = Mlflow.StartSpan("root"))
        {
            Mlflow.Trace("child", static () => 1);
            open = await tracing.FlushAsync(TimeSpan.FromMilliseconds(50));
            tracing.Delivery.Single().Queued.ShouldBe(1);
            root.SetStatus(SpanStatus.Error, "no");
        }

        open.IsComplete.ShouldBeFalse();
        open.Destinations.Single().Left.ShouldBe(1);
        (await tracing.FlushAsync(Traced.Patience)).IsComplete.ShouldBeTrue();
        store.Spans.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task LateSpans_FollowTheDecision(bool isBad)
    {
        await using var store = await FakeCollector.StartAsync();
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, store.TrackingUri), (Store + "KeepErrors", "true"));

        var root = Mlflow.StartSpanNoContext("root");
        var child = Mlflow.StartSpanNoContext("child", parent: root);
        root.SetStatus(isBad ? SpanStatus.Error : SpanStatus.Ok);
        root.End();
        var stray = Mlflow.StartSpanNoContext("stray", parent: root);
        child.End();
        stray.End();
        (await tracing.FlushAsync(Traced.Patience)).IsComplete.ShouldBeTrue();

        store.Spans.Select(static s => s.Name).ShouldBe(isBad ? ["root", "child", "stray"] : [], ignoreOrder: true);
        tracing.Delivery.Single().Excluded.ShouldBe(isBad ? 0 : 3);
    }

    [Fact]
    public async Task TraceThatComesInTwice_IsDecidedEachTime()
    {
        await using var store = await FakeCollector.StartAsync();
        using var source = new ActivitySource("In");
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, store.TrackingUri), ("Mlflow:Sources", "In"), (Store + "KeepErrors", "true"));
        var caller = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded, "a=b", isRemote: true);

        foreach (var name in new[] { "good", "bad" })
        {
            using var request = source.StartActivity(name, ActivityKind.Server, caller);
            Mlflow.Trace($"{name} child", span => span.SetStatus(name == "bad" ? SpanStatus.Error : SpanStatus.Ok));
        }

        (await tracing.FlushAsync(Traced.Patience)).IsComplete.ShouldBeTrue();

        store.Spans.Select(static s => s.Name).ShouldBe(["bad", "bad child"], ignoreOrder: true);
        store.Spans.ShouldAllBe(static s => s.TraceState == "ot=th:0,a=b");
    }

    [Fact]
    public async Task MoreThanMayWait_TheOldestTraceIsSent()
    {
        await using var store = await FakeCollector.StartAsync();
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, store.TrackingUri), (Store + "KeepErrors", "true"), (Store + "MaxHeldSpans", "5"));
        var first = Mlflow.StartSpanNoContext("first");
        var second = Mlflow.StartSpanNoContext("second");
        for (var i = 0; i < 3; i++)
        {
            Mlflow.StartSpanNoContext($"first {i}", parent: first).End();
            Mlflow.StartSpanNoContext($"second {i}", parent: second).End();
        }

        tracing.Delivery.Single().Excluded.ShouldBe(0);
        first.End();
        second.End();
        (await tracing.FlushAsync(Traced.Patience)).IsComplete.ShouldBeTrue();

        store.Spans.Select(static s => s.Name).ShouldBe(["first 0", "first 1", "first 2", "first"], ignoreOrder: true);
        tracing.Delivery.Single().Excluded.ShouldBe(4);
    }

    [Fact]
    public async Task MoreBytesThanMayWait_TheTraceIsSent()
    {
        await using var store = await FakeCollector.StartAsync();
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, store.TrackingUri), (Store + "KeepErrors", "true"), (Store + "MaxHeldBytes", "10000"));

        Mlflow.Trace("root", static () => Mlflow.Trace("child", static span => span.SetInputs(new string('x', 20_000))));
        (await tracing.FlushAsync(Traced.Patience)).IsComplete.ShouldBeTrue();

        store.Spans.Count.ShouldBe(2);
    }

    [Fact]
    public async Task LongerThanMayBeWaited_TheTraceIsSent()
    {
        var clock = new ManualClock();
        await using var store = await FakeCollector.StartAsync();
        using var tracing = MlflowTracing.Init(
            configuration: Traced.Configuration((EnvironmentKeys.TrackingUri, store.TrackingUri), (Store + "KeepErrors", "true"), (Store + "MaxHoldTime", "00:01:00")),
            configureProvider: builder => builder.ConfigureServices(services => services.AddSingleton<TimeProvider>(clock)));
        using (Mlflow.StartSpan("root"))
        {
            Mlflow.Trace("early", static () => 1);
            clock.Advance(TimeSpan.FromSeconds(59));
            tracing.Delivery.Single().Sent.ShouldBe(0);
            (await tracing.FlushAsync(TimeSpan.FromMilliseconds(20))).Destinations.Single().Left.ShouldBe(1);
            clock.Advance(TimeSpan.FromSeconds(2));
            (await tracing.FlushAsync(Traced.Patience)).IsComplete.ShouldBeTrue();
            store.Spans.Select(static s => s.Name).ShouldBe(["early"]);
        }

        (await tracing.FlushAsync(Traced.Patience)).IsComplete.ShouldBeTrue();

        store.Spans.Select(static s => s.Name).ShouldBe(["early", "root"]);
        store.Spans.ShouldAllBe(static s => s.TraceState == "ot=th:0");
    }

    [Fact]
    public async Task EndOfTracing_SendsWhatWaits()
    {
        await using var store = await FakeCollector.StartAsync();
        var tracing = Traced.To((EnvironmentKeys.TrackingUri, store.TrackingUri), (Store + "KeepErrors", "true"));
        var root = Mlflow.StartSpanNoContext("root");
        Mlflow.StartSpanNoContext("child", parent: root).End();

        tracing.Dispose();

        store.Spans.Select(static s => s.Name).ShouldBe(["child"]);
        tracing.Delivery.Single().ShouldSatisfyAllConditions(d => d.Sent.ShouldBe(1), d => d.Queued.ShouldBe(0), d => d.TotalDropped.ShouldBe(0));
    }

    [Fact]
    public async Task FilteredRoot_StillDecidesOfItsTrace()
    {
        await using var store = await FakeCollector.StartAsync();
        using var tracing = Traced.To(
            (EnvironmentKeys.TrackingUri, store.TrackingUri), (Store + "KeepErrors", "true"), ("Mlflow:Destinations:store:Filter:Names", "*child"));

        Trace("good");
        Mlflow.Trace("bad", static span =>
        {
            Mlflow.Trace("bad child", static () => 1);
            span.SetStatus(SpanStatus.Error, "no");
        });
        (await tracing.FlushAsync(Traced.Patience)).IsComplete.ShouldBeTrue();

        store.Spans.Select(static s => s.Name).ShouldBe(["bad child"]);
        tracing.Delivery.Single().Excluded.ShouldBe(3);
    }

    [Fact]
    public async Task RecordedShare_IsSaidInTheTraceState()
    {
        await using var store = await FakeCollector.StartAsync();
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, store.TrackingUri), (EnvironmentKeys.SamplingRatio, "0.5"), (Store + "Ratio", "0.25"));

        for (var i = 0; i < 100; i++)
        {
            Trace("t");
        }

        (await tracing.FlushAsync(Traced.Patience)).IsComplete.ShouldBeTrue();

        store.Spans.Count.ShouldBeInRange(2, 120);
        store.Spans.ShouldAllBe(static s => s.TraceState == "ot=th:c");
        Ids(store).ShouldAllBe(static id => Threshold.Of(0.25).Keeps(ActivityTraceId.CreateFromString(id)));
        var ended = tracing.Delivery.Single();
        (ended.Sent + ended.Excluded).ShouldBeInRange(20, 180);
    }

    [Fact]
    public void RecordedSpan_CarriesTheShareToOthers()
    {
        using var tracing = Traced.To(("Mlflow:Export", "None"), (EnvironmentKeys.SamplingRatio, "1"));

        using var root = Mlflow.StartSpan("root");
        using var child = Mlflow.StartSpan("child");

        (root.Activity!.TraceStateString, child.Activity!.TraceStateString).ShouldBe(("ot=th:0", "ot=th:0"));
    }

    private static void Trace(string name, Action<MlflowSpan>? child = null) =>
        Mlflow.Trace(name, () => Mlflow.Trace($"{name} child", span => child?.Invoke(span)));

    private static IReadOnlyList<string> Ids(FakeCollector collector) => [.. collector.Spans.Select(static s => Convert.ToHexStringLower(s.TraceId.Span)).Distinct()];
}
