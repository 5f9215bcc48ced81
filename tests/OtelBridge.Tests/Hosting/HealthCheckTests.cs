using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Trace;
using OtelBridge.TestSupport.Otlp;

namespace OtelBridge.Tests.Hosting;

public sealed class HealthCheckTests
{
    [Fact]
    public async Task Check_DestinationGoesAwayAndComesBack_IsDegradedMeanwhile()
    {
        var first = await FakeCollector.StartAsync();
        await using var services = Services(first);
        var checks = services.GetRequiredService<HealthCheckService>();

        Mlflow.Trace("s", () => { });
        await Mlflow.FlushAsync(Traced.Patience);
        var before = await checks.CheckHealthAsync();
        await first.DisposeAsync();
        while (!services.GetRequiredService<MlflowTracing>().Delivery.Single().IsFailing)
        {
            Mlflow.Trace("lost", () => { });
            await Mlflow.FlushAsync(Traced.Patience);
        }

        var down = await checks.CheckHealthAsync();
        await using var second = await FakeCollector.StartAsync(first.Port);
        while (services.GetRequiredService<MlflowTracing>().Delivery.Single().IsFailing)
        {
            Mlflow.Trace("s", () => { });
            await Mlflow.FlushAsync(Traced.Patience);
        }

        await checks.CheckHealthAsync();
        var after = await checks.CheckHealthAsync();

        before.Status.ShouldBe(HealthStatus.Healthy);
        down.Status.ShouldBe(HealthStatus.Degraded);
        down.Entries["mlflow-tracing"].Description.ShouldNotBeNull().ShouldContain("store takes no spans: ");
        down.Entries["mlflow-tracing"].Data["store"].ShouldBeOfType<string>().ShouldContain("Unreachable");
        after.Status.ShouldBe(HealthStatus.Healthy);
    }

    [Fact]
    public async Task Check_SpansGivenUp_AreReportedOnce()
    {
        await using var store = await FakeCollector.StartAsync();
        store.Answer(_ => CollectorAnswer.Reject(1));
        await using var services = Services(store);
        var checks = services.GetRequiredService<HealthCheckService>();

        Mlflow.Trace("s", () => { });
        await Mlflow.FlushAsync(Traced.Patience);

        (await checks.CheckHealthAsync()).Entries["mlflow-tracing"].Description.ShouldBe("1 span(s) were given up since the last report");
        (await checks.CheckHealthAsync()).Status.ShouldBe(HealthStatus.Healthy);
    }

    private static ServiceProvider Services(FakeCollector store)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.ClearProviders());
        services.AddMlflowTracing(options =>
        {
            options.TrackingUri = store.TrackingUri;
            options.Delivery.RetryTimeout = TimeSpan.FromMilliseconds(1);
        });
        services.AddHealthChecks().AddMlflowTracing();
        var provider = services.BuildServiceProvider();
        provider.GetRequiredService<TracerProvider>();
        return provider;
    }
}
