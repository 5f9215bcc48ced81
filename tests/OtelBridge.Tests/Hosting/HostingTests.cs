using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Trace;
using OtelBridge.Attributes;
using OtelBridge.Configuration;
using OtelBridge.Export;
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

    [Fact]
    public async Task AddMlflowTracing_TracingCannotBeBuilt_HostStarts()
    {
        using var events = new Events();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddMlflowTracing(_ => throw new InvalidOperationException("mine"));
        using var host = builder.Build();

        await host.StartAsync();

        Mlflow.Trace("s", () => 3).ShouldBe(3);
        events.Texts("SpanCallFailed").ShouldHaveSingleItem().ShouldContain("mine");
    }

    // Disposing a provider gives its processors five seconds; the options ask for less.
    [Fact]
    public async Task Host_StoreStalls_EndsInsideTheShutdownTimeout()
    {
        await using var store = await FakeCollector.StartAsync();
        store.Answer(_ => CollectorAnswer.Stall);
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection([new(EnvironmentKeys.TrackingUri, store.TrackingUri), new("Mlflow:Delivery:ShutdownTimeout", "00:00:00.1")]);
        builder.Services.AddMlflowTracing();
        var host = builder.Build();
        await host.StartAsync();
        var tracing = host.Services.GetRequiredService<MlflowTracing>();
        Mlflow.Trace("s", () => { });

        await Task.Run(host.Dispose).WaitAsync(TimeSpan.FromSeconds(4));

        tracing.Delivery.ShouldHaveSingleItem().Dropped[DropReason.Shutdown].ShouldBe(1);
    }

    [Fact]
    public async Task Dispose_OtherProcessorsOfTheProvider_DoNotTakeTheTimeToSend()
    {
        await using var store = await FakeCollector.StartAsync();
        using var slow = new Ending(() => store.Spans.Count);
        var tracing = MlflowTracing.Init(
            configuration: Traced.Configuration((EnvironmentKeys.TrackingUri, store.TrackingUri)), configureProvider: p => p.AddProcessor(slow));
        Mlflow.Trace("s", () => { });

        tracing.Dispose();

        slow.Seen.ShouldBe((1, true));
    }

    private sealed class Ending(Func<int> count) : BaseProcessor<Activity>
    {
        /// <summary>Spans that had arrived when this processor was to end, and whether it was given a time to end in.</summary>
        public (int Arrived, bool IsBounded) Seen { get; private set; }

        protected override bool OnShutdown(int timeoutMilliseconds)
        {
            Seen = (count(), timeoutMilliseconds >= 0);
            return true;
        }
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
