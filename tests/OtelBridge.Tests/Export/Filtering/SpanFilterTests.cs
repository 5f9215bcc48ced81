using System.Diagnostics;
using OtelBridge.Configuration;
using OtelBridge.Export;
using OtelBridge.Export.Filtering;
using OtelBridge.TestSupport.Otlp;

namespace OtelBridge.Tests.Export.Filtering;

/// <summary>Which spans arrive at a destination that does not want all.</summary>
public sealed class SpanFilterTests : IDisposable
{
    private readonly ActivitySource _source = new("My.Source");

    public void Dispose() => _source.Dispose();

    [Theory]
    [InlineData("SpanTypes", "chat_model, TOOL", "chat", "tool")]
    [InlineData("SpanTypes", "UNKNOWN", "foreign", "plain")]
    [InlineData("ExcludedSpanTypes", "TOOL,UNKNOWN", "chat", "root")]
    [InlineData("Sources", "My.*", "foreign")]
    [InlineData("ExcludedSources", "*.source", "chat", "plain", "root", "tool")]
    [InlineData("Names", "*oo*", "root", "tool")]
    [InlineData("Names", "tool", "tool")]
    [InlineData("Experiments", "0", "chat", "foreign", "plain", "root", "tool")]
    [InlineData("Experiments", "other")]
    public async Task Filter_LetsPassWhatItNames_AndTheOthersAreCounted(string list, string items, params string[] expected)
    {
        await using var store = await FakeCollector.StartAsync();
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, store.TrackingUri), ("Mlflow:Sources", "My.Source"), ($"Mlflow:Destinations:store:Filter:{list}", items));

        Work();
        var flushed = await tracing.FlushAsync(Traced.Patience);

        flushed.IsComplete.ShouldBeTrue();
        store.Spans.Select(static s => s.Name).ShouldBe(expected, ignoreOrder: true);
        tracing.Delivery.Single().ShouldSatisfyAllConditions(d => d.Sent.ShouldBe(expected.Length), d => d.Excluded.ShouldBe(5 - expected.Length), d => d.Queued.ShouldBe(0));
    }

    [Fact]
    public async Task Filter_OfOneDestination_LeavesTheOthersWhole()
    {
        await using var store = await FakeCollector.StartAsync();
        await using var other = await FakeCollector.StartAsync();
        using var tracing = MlflowTracing.Init(
            o =>
            {
                o.TrackingUri = store.TrackingUri;
                o.Destinations["other"] = new ExportDestinationOptions { Endpoint = other.GrpcEndpoint, Filter = { SpanTypes = { SpanType.Tool }, Names = { "t*" } } };
            },
            Traced.Configuration(("Mlflow:Destinations:other:Filter:SpanTypes", "CHAT_MODEL")));

        Work();
        (await tracing.FlushAsync(Traced.Patience)).IsComplete.ShouldBeTrue();

        store.Spans.Count.ShouldBe(4);
        other.Spans.Select(static s => s.Name).ShouldBe(["tool"]);
    }

    [Fact]
    public async Task Experiments_OfTracesThatNameOne_AreHeeded()
    {
        await using var store = await FakeCollector.StartAsync();
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, store.TrackingUri), ("Mlflow:Destinations:store:Filter:Experiments:0", "7"), ("Mlflow:Destinations:store:Filter:Experiments:1", "supp*"));

        Trace("seven", MlflowDestination.Experiment("7"));
        Trace("eight", MlflowDestination.Experiment("8"));
        Trace("support", MlflowDestination.ExperimentNamed("support"));
        Trace("none", null);
        (await tracing.FlushAsync(Traced.Patience)).IsComplete.ShouldBeTrue();

        store.Spans.Select(static s => s.Name).ShouldBe(["seven", "seven child", "support", "support child"], ignoreOrder: true);
        tracing.Delivery.Single().Excluded.ShouldBe(4);

        static void Trace(string name, MlflowDestination? destination)
        {
            using var span = Mlflow.StartSpan(name, destination: destination);
            Mlflow.Trace(name + " child", static () => 1);
        }
    }

    [Fact]
    public void Filter_Asked_AllocatesNothing()
    {
        var names = new ValueList<string>(["CHAT_MODEL", "a*b*c"]);
        var filter = SpanFilter.Of(new SpanFilterSettings { SpanTypes = names, ExcludedSources = names, Names = new ValueList<string>(["*a*", "b"]) }).ShouldNotBeNull();
        using var span = new Activity("a span").AddTag("mlflow.spanType", "CHAT_MODEL").Start();
        filter.Excludes(span).ShouldBeFalse();

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            filter.Excludes(span);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private void Work()
    {
        using var root = Mlflow.StartSpan("root", SpanType.Agent);
        Mlflow.Trace("chat", static () => 1, SpanType.ChatModel);
        Mlflow.Trace("tool", static () => 1, SpanType.Tool);
        Mlflow.Trace("plain", static () => 1);
        _source.StartActivity("foreign")?.Dispose();
    }
}
