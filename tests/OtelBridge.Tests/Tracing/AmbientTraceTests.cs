using System.Diagnostics;
using OtelBridge.Attributes;
using OtelBridge.Configuration;
using OtelBridge.Grpc;
using OtelBridge.TestSupport.Otlp;
using OtelBridge.Tracing.Ambient;

namespace OtelBridge.Tests.Tracing;

public sealed class AmbientTraceTests : IDisposable
{
    private MlflowTracing? _tracing;

    public void Dispose()
    {
        _tracing?.Dispose();
        AmbientTrace.Reset();
        Activity.Current = null;
    }

    [Fact]
    public void UseSession_RootsInsideIt_SayItWhoeverStartsThem()
    {
        Start(("Mlflow:Sources", "Foreign"));
        using var foreign = new ActivitySource("Foreign");
        MlflowSpan own, after;
        using (Mlflow.UseSession("s-1", "ada", [new("t", "1")], [new("m", "2")]))
        {
            using (own = Mlflow.StartSpan("own"))
            {
                Facts(Mlflow.StartSpan("child").Activity!).ShouldBe((null, null, null, null));
                Activity.Current?.Stop();
            }

            using var theirs = foreign.StartActivity("theirs");
            Facts(theirs!).ShouldBe(("s-1", "ada", "1", "2"));
        }

        using (after = Mlflow.StartSpan("after"))
        {
        }

        Facts(own.Activity!).ShouldBe(("s-1", "ada", "1", "2"));
        Facts(after.Activity!).ShouldBe((null, null, null, null));
    }

    [Fact]
    public void UseSession_Nested_AddsAndTakesBack()
    {
        Start();
        using (Mlflow.UseSession("s-1", "ada", [new("t", "1")]))
        {
            using (Mlflow.UseSession(session: "s-2"))
            {
                Facts(Root()).ShouldBe(("s-2", "ada", "1", null));
            }

            Facts(Root()).ShouldBe(("s-1", "ada", "1", null));
        }

        Facts(Root()).ShouldBe((null, null, null, null));
    }

    [Fact]
    public void UseSession_OuterEndsFirst_NothingIsLeft()
    {
        Start();
        var outer = Mlflow.UseSession("s-1");
        var inner = Mlflow.UseSession(user: "ada");

        outer.Dispose();
        Facts(Root()).ShouldBe(("s-1", "ada", null, null));
        inner.Dispose();
        outer.Dispose();

        Facts(Root()).ShouldBe((null, null, null, null));
    }

    [Fact]
    public void UseSession_InsideATrace_SaysItOfThatTraceToo()
    {
        Start();
        using var root = Mlflow.StartSpan("request");
        using var session = Mlflow.UseSession("s-1", tags: [new("t", "1")]);

        Facts(root.Activity!).ShouldBe(("s-1", null, "1", null));
    }

    [Fact]
    public void Scopes_OpenedInOneFlowAndNeverClosed_AreNotKept()
    {
        Start();
        var first = Open(0);

        for (var i = 1; i < 100; i++)
        {
            Open(i);
        }

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        first.TryGetTarget(out _).ShouldBeFalse();
        var root = Root();
        root.GetTagItem(MlflowKeys.ExperimentId).ShouldBe("99");
        root.GetTagItem(MlflowKeys.TraceTagPrefix + "t").ShouldBe("99");
        AmbientTrace.Scope!.Tags.Count.ShouldBe(1);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static WeakReference<MlflowDestination> Open(int i)
        {
            var destination = MlflowDestination.Experiment($"{i}");
            Mlflow.SetDestination(destination, contextLocal: true);
            Mlflow.UseSession(tags: [new("t", $"{i}")]);
            return new WeakReference<MlflowDestination>(destination);
        }
    }

    [Fact]
    public void UseSession_TagsWithoutEnd_EndAtTheBound()
    {
        Start();
        using var session = Mlflow.UseSession(tags: Enumerable.Range(0, int.MaxValue).Select(static i => KeyValuePair.Create($"t{i}", "v")));

        AmbientTrace.Scope!.Tags.Count.ShouldBe(5_000);
    }

    [Fact]
    public async Task UseSession_FlowsSideBySide_DoNotSeeEachOther()
    {
        Start();

        async Task<string?> Answer(string session)
        {
            using var scope = Mlflow.UseSession(session);
            await Task.Yield();
            return Facts(await Task.Run(Root)).Session;
        }

        (await Task.WhenAll(Answer("a"), Answer("b"))).ShouldBe(["a", "b"]);
        Facts(Root()).Session.ShouldBeNull();
    }

    [Fact]
    public void UseSession_TagsThatThrow_AreLeftOutAndSaidSo()
    {
        Start();
        using var events = new Events();

        using var session = Mlflow.UseSession("s-1", tags: Enumerable.Range(0, 1).Select<int, KeyValuePair<string, string>>(_ => throw new InvalidOperationException("no")));

        Facts(Root()).ShouldBe(("s-1", null, null, null));
        events.Texts("SpanCallFailed").ShouldHaveSingleItem().ShouldContain("UseSession");
    }

    [Fact]
    public async Task SetDestination_TracesOfSeveralExperiments_GoEachToItsOwnWithAllTheirSpans()
    {
        await using var store = await FakeCollector.StartAsync();
        store.Experiments["known"] = "77";
        Start(store, (EnvironmentKeys.ExperimentId, "5"));

        Traced("default");
        using (Mlflow.SetDestination(MlflowDestination.Experiment("6"), contextLocal: true))
        {
            Traced("six");
            using (Mlflow.SetDestination(MlflowDestination.ExperimentNamed("known"), contextLocal: true))
            {
                Traced("known");
            }
        }

        Mlflow.StartSpan("seven", destination: MlflowDestination.Experiment("7")).End();
        Mlflow.StartSpanNoContext("eight", experimentId: "8").End();
        (await Mlflow.FlushAsync(Tests.Traced.Patience)).IsComplete.ShouldBeTrue();

        Sent(store).ShouldBe(
        [
            ("5", "default"), ("5", "default.child"), ("6", "six"), ("6", "six.child"), ("7", "seven"), ("77", "known"), ("77", "known.child"), ("8", "eight"),
        ]);
        store.Spans.Single(s => s.Name == "six").Attribute(MlflowKeys.ExperimentId).ShouldBe("6");
        store.Spans.Single(s => s.Name == "six.child").Attribute(MlflowKeys.ExperimentId).ShouldBeNull();
    }

    [Fact]
    public async Task SetDestination_ChildSentBeforeItsRoot_IsInTheSameExperiment()
    {
        await using var store = await FakeCollector.StartAsync();
        Start(store);
        using (Mlflow.SetDestination(MlflowDestination.ExperimentNamed("new"), contextLocal: true))
        {
            var root = Mlflow.StartSpan("root");
            await Mlflow.TraceAsync("child", () => Task.CompletedTask);
            await Mlflow.FlushAsync(Tests.Traced.Patience);
            root.End();
            Mlflow.StartSpanNoContext("late", parent: root).End();
        }

        await Mlflow.FlushAsync(Tests.Traced.Patience);

        Sent(store).ShouldBe([("1", "child"), ("1", "late"), ("1", "root")]);
        store.Experiments.ShouldHaveSingleItem().Key.ShouldBe("new");
        store.Spans.Single(s => s.Name == "root").Attribute(MlflowKeys.ExperimentId).ShouldBe("1");
    }

    [Fact]
    public async Task SetDestination_ServerUnavailableAtFirst_SpansArriveInTheirExperiments()
    {
        await using var store = await FakeCollector.StartAsync();
        store.TrackingStatus = GrpcStatusCode.Unavailable;
        Start(store);
        using (Mlflow.SetDestination(MlflowDestination.ExperimentNamed("new")))
        {
            Traced("a");
        }

        Traced("b");
        await Mlflow.FlushAsync(TimeSpan.FromMilliseconds(50));

        store.TrackingStatus = GrpcStatusCode.Ok;
        (await Mlflow.FlushAsync(Tests.Traced.Patience)).IsComplete.ShouldBeTrue();

        Sent(store).ShouldBe([("-", "b"), ("-", "b.child"), ("1", "a"), ("1", "a.child")]);
    }

    [Fact]
    public async Task Destinations_OfSeveralKinds_RankAsInMlflow()
    {
        await using var store = await FakeCollector.StartAsync();
        Start(store, (EnvironmentKeys.ExperimentId, "1"));

        Mlflow.SetExperiment(experimentId: "2");
        Traced("chosen");
        using (Mlflow.SetDestination(MlflowDestination.Experiment("3")))
        {
            Traced("process");
            using (Mlflow.SetDestination(MlflowDestination.Experiment("4"), contextLocal: true))
            {
                Traced("flow");
                Mlflow.StartSpan("span", destination: MlflowDestination.Experiment("5")).End();
            }
        }

        await Mlflow.FlushAsync(Tests.Traced.Patience);

        Sent(store).Where(s => !s.Name.Contains('.')).ShouldBe([("2", "chosen"), ("3", "process"), ("4", "flow"), ("5", "span")]);
    }

    [Fact]
    public async Task TracingDestination_OfTheEnvironment_RanksBeforeAChosenExperimentAndAfterCode()
    {
        await using var store = await FakeCollector.StartAsync();
        Start(store, (EnvironmentKeys.TracingDestination, "9"), (EnvironmentKeys.ExperimentName, "not this"));

        Mlflow.SetExperiment(experimentId: "2");
        Traced("environment");
        using (Mlflow.SetDestination(MlflowDestination.Experiment("3")))
        {
            Traced("process");
        }

        await Mlflow.FlushAsync(Tests.Traced.Patience);

        Sent(store).Where(s => !s.Name.Contains('.')).ShouldBe([("3", "process"), ("9", "environment")]);
        store.Experiments.ShouldBeEmpty();
    }

    [Fact]
    public void StartSpan_WithADestinationBelowAnother_IgnoresItAndSaysSo()
    {
        Start();
        using var events = new Events();
        using var root = Mlflow.StartSpan("root");

        using var child = Mlflow.StartSpan("child", destination: MlflowDestination.Experiment("7"));

        child.Attributes.Keys.ShouldNotContain(MlflowKeys.ExperimentId);
        events.Texts("TraceUpdateIgnored").ShouldHaveSingleItem();
    }

    [Fact]
    public void SetExperiment_NeitherOrBoth_Throws()
    {
        Should.Throw<ArgumentException>(() => Mlflow.SetExperiment());
        Should.Throw<ArgumentException>(() => Mlflow.SetExperiment("a", "1"));
    }

    private static void Traced(string name) => Mlflow.Trace(name, () => Mlflow.Trace(name + ".child", () => { }));

    private static Activity Root()
    {
        using var span = Mlflow.StartSpan("root");
        return span.Activity!;
    }

    private static (string? Session, string? User, string? Tag, string? Metadata) Facts(Activity activity) =>
    (
        (string?)activity.GetTagItem(MlflowKeys.TraceSession),
        (string?)activity.GetTagItem(MlflowKeys.TraceUser),
        (string?)activity.GetTagItem(MlflowKeys.TraceTagPrefix + "t"),
        (string?)activity.GetTagItem(MlflowKeys.TraceMetadataPrefix + "m"));

    private static (string Experiment, string Name)[] Sent(FakeCollector store) =>
    [
        .. store.Requests
            .SelectMany(r => r.Message.ResourceSpans.SelectMany(s => s.ScopeSpans).SelectMany(s => s.Spans)
                .Select(s => (r.Headers.TryGetValue(MlflowKeys.ExperimentHeader, out var id) ? id : "-", s.Name)))
            .Order(),
    ];

    private void Start(params (string Key, string Value)[] pairs) => _tracing = Tests.Traced.To([("Mlflow:Export", "None"), .. pairs]);

    private void Start(FakeCollector store, params (string Key, string Value)[] pairs) =>
        _tracing = Tests.Traced.To([(EnvironmentKeys.TrackingUri, store.TrackingUri), .. pairs]);
}
