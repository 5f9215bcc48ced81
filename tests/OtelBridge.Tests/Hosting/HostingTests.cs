using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Trace;
using OtelBridge.Attributes;
using OtelBridge.Configuration;
using OtelBridge.TestSupport.Otlp;

namespace OtelBridge.Tests.Hosting;

public sealed class HostingTests
{
    [Fact]
    public async Task AddMlflowTracing_Host_TracesItsServicesFromTheFirstOne()
    {
        await using var store = await FakeCollector.StartAsync();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection([new(EnvironmentKeys.TrackingUri, store.TrackingUri), new(EnvironmentKeys.ServiceName, "hosted")]);
        builder.Services.AddHostedService<Early>();
        builder.Services.AddMlflowTracing();
        using (var host = builder.Build())
        {
            await host.StartAsync();
            await host.StopAsync();
        }

        store.Spans.Select(s => s.Name).ShouldBe(["starting", "stopping"]);
        store.Requests[0].Message.ResourceSpans[0].Resource.Attributes.Single(a => a.Key == OTelKeys.ServiceName).Value.StringValue.ShouldBe("hosted");
    }

    [Fact]
    public async Task AddMlflowTracing_Twice_SendsOnceAndSettingsAddUp()
    {
        await using var store = await FakeCollector.StartAsync();
        var services = new ServiceCollection();
        services.AddMlflowTracing(o => o.TrackingUri = store.TrackingUri);
        services.AddMlflowTracing(o => o.ExperimentId = "5");
        await using var provider = services.BuildServiceProvider();
        provider.GetRequiredService<TracerProvider>();

        Mlflow.Trace("once", () => { });
        var flushed = await Mlflow.FlushAsync(Traced.Patience);

        flushed.Destinations.ShouldHaveSingleItem();
        store.Spans.ShouldHaveSingleItem();
        store.Requests[0].Headers[MlflowKeys.ExperimentHeader].ShouldBe("5");
        provider.GetRequiredService<MlflowTracing>().Delivery.ShouldHaveSingleItem().Sent.ShouldBe(1);
        services.Count(s => s.ServiceType == typeof(IHostedService)).ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AddMlflowTracing_BesideTheProgramsOwnTracing_SharesTheProvider(bool first)
    {
        await using var store = await FakeCollector.StartAsync();
        using var source = new ActivitySource("Program.Own");
        var seen = new List<string>();
        var services = new ServiceCollection();
        services.AddSingleton(Traced.Configuration((EnvironmentKeys.TrackingUri, store.TrackingUri)));
        if (first)
        {
            services.AddMlflowTracing();
        }

        services.ConfigureOpenTelemetryTracerProvider(b => b.AddSource("Program.Own").AddProcessor(new Seeing(seen)));
        if (!first)
        {
            services.AddMlflowTracing();
        }

        await using var provider = services.BuildServiceProvider();
        provider.GetServices<TracerProvider>().ShouldHaveSingleItem();

        using (source.StartActivity("outer"))
        {
            Mlflow.Trace("inner", () => { });
        }

        await Mlflow.FlushAsync(Traced.Patience);
        seen.ShouldBe(["inner", "outer"]);
        store.Spans.Select(s => s.Name).ShouldBe(["inner", "outer"]);
        store.Spans[0].ParentSpanId.ShouldBe(store.Spans[1].SpanId);
    }

    [Fact]
    public async Task AddMlflow_OwnProvider_TakesPartOnce()
    {
        await using var store = await FakeCollector.StartAsync();
        using (Sdk.CreateTracerProviderBuilder().AddMlflow(o => o.TrackingUri = store.TrackingUri).AddMlflow().Build())
        {
            Mlflow.Trace("mine", () => { });
        }

        store.Spans.ShouldHaveSingleItem().Name.ShouldBe("mine");
    }

    [Fact]
    public async Task SdkDisabled_NothingIsTracedAndNothingThrows()
    {
        await using var store = await FakeCollector.StartAsync();
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, store.TrackingUri), (EnvironmentKeys.SdkDisabled, "true"));

        Mlflow.StartSpan("s").IsRecording.ShouldBeFalse();

        tracing.Delivery.ShouldBeEmpty();
        (await tracing.FlushAsync()).IsComplete.ShouldBeTrue();
    }

    [Fact]
    public async Task Init_WhileTracingRuns_SharesItUntilTheLastDispose()
    {
        using var events = new Events();
        await using var store = await FakeCollector.StartAsync();
        var first = Traced.To((EnvironmentKeys.TrackingUri, store.TrackingUri));

        var second = Traced.To((EnvironmentKeys.TrackingUri, "grpc://127.0.0.1:1"));
        first.Dispose();
        Mlflow.Trace("s", () => { });
        second.Dispose();

        second.ShouldBeSameAs(first);
        store.Spans.ShouldHaveSingleItem();
        events.Texts("AlreadyInitialised").ShouldHaveSingleItem();
        Mlflow.StartSpan("after").IsRecording.ShouldBeFalse();
    }

    [Fact]
    public void Init_ProviderCannotBeBuilt_ProgramGoesOn()
    {
        using var events = new Events();

        using var tracing = MlflowTracing.Init(configuration: Traced.Configuration(), configureProvider: _ => throw new InvalidOperationException("mine"));

        Mlflow.Trace("s", () => 3).ShouldBe(3);
        events.Texts("SpanCallFailed").ShouldHaveSingleItem().ShouldContain("mine");
    }

    private sealed class Early : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            Mlflow.Trace("starting", () => { });
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            Mlflow.Trace("stopping", () => { });
            return Task.CompletedTask;
        }
    }

    private sealed class Seeing(List<string> seen) : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data) => seen.Add(data.DisplayName);
    }
}
