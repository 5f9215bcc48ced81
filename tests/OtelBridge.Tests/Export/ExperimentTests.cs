using OtelBridge.Attributes;
using OtelBridge.Configuration;
using OtelBridge.Grpc;
using OtelBridge.TestSupport.Otlp;

namespace OtelBridge.Tests.Export;

public sealed class ExperimentTests
{
    [Fact]
    public async Task ExperimentId_IsSentWithEveryRequestAndOnRootSpans()
    {
        await using var store = await FakeCollector.StartAsync();
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, store.TrackingUri), (EnvironmentKeys.ExperimentId, "42"));

        Mlflow.Trace("root", () => Mlflow.Trace("child", () => { }));
        await tracing.FlushAsync(Traced.Patience);

        store.Requests.ShouldHaveSingleItem().Headers[MlflowKeys.ExperimentHeader].ShouldBe("42");
        store.Spans.Single(s => s.Name == "root").Attribute(MlflowKeys.ExperimentId).ShouldBe("42");
        store.Spans.Single(s => s.Name == "child").Attribute(MlflowKeys.ExperimentId).ShouldBeNull();
    }

    [Fact]
    public async Task ExperimentName_Missing_IsMadeOnce()
    {
        await using var store = await FakeCollector.StartAsync();
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, store.TrackingUri), (EnvironmentKeys.ExperimentName, "größe"));

        Mlflow.Trace("a", () => { });
        await tracing.FlushAsync(Traced.Patience);
        Mlflow.Trace("b", () => { });
        await tracing.FlushAsync(Traced.Patience);

        store.Experiments.ShouldHaveSingleItem().Key.ShouldBe("größe");
        store.Requests.Select(r => r.Headers[MlflowKeys.ExperimentHeader]).ShouldBe(["1", "1"]);
    }

    [Fact]
    public async Task ExperimentName_Known_IsFound()
    {
        await using var store = await FakeCollector.StartAsync();
        store.Experiments["support"] = "77";
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, store.TrackingUri), (EnvironmentKeys.ExperimentName, "support"));

        Mlflow.Trace("a", () => { });
        await tracing.FlushAsync(Traced.Patience);

        store.Requests.ShouldHaveSingleItem().Headers[MlflowKeys.ExperimentHeader].ShouldBe("77");
    }

    [Fact]
    public async Task ExperimentName_ServerHasNoExperiments_SpansArriveWithout()
    {
        using var events = new Events();
        await using var store = await FakeCollector.StartAsync();
        store.TrackingStatus = GrpcStatusCode.Unimplemented;
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, store.TrackingUri), (EnvironmentKeys.ExperimentName, "support"));

        Mlflow.Trace("a", () => { });
        await tracing.FlushAsync(Traced.Patience);

        store.Requests.ShouldHaveSingleItem().Headers.Keys.ShouldNotContain(MlflowKeys.ExperimentHeader);
        events.Texts("ExperimentUnavailable").ShouldHaveSingleItem();
    }

    [Fact]
    public async Task ExperimentName_ServerUnavailableAtFirst_SpansArriveInIt()
    {
        await using var store = await FakeCollector.StartAsync();
        store.TrackingStatus = GrpcStatusCode.Unavailable;
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, store.TrackingUri), (EnvironmentKeys.ExperimentName, "support"));
        Mlflow.Trace("a", () => { });
        await tracing.FlushAsync(TimeSpan.FromMilliseconds(50));

        store.TrackingStatus = GrpcStatusCode.Ok;
        var flushed = await tracing.FlushAsync(Traced.Patience);

        flushed.IsComplete.ShouldBeTrue();
        store.Requests.ShouldHaveSingleItem().Headers[MlflowKeys.ExperimentHeader].ShouldBe("1");
    }
}
