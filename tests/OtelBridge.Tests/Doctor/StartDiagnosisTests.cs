using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OtelBridge.Configuration;
using OtelBridge.TestSupport;

namespace OtelBridge.Tests.Doctor;

public sealed class StartDiagnosisTests
{
    private const string Category = "OtelBridge.Doctor";

    [Theory]
    [InlineData("Development", null)]
    [InlineData("Production", true)]
    public async Task Host_InDevelopmentOrWhereAsked_LogsWhatTheDoctorFinds(string environment, bool? asked)
    {
        using var log = new LogRecorder();
        using var events = new Events();
        using var host = Build(environment, asked, log);
        await host.StartAsync();

        var told = await log.WaitForAsync(static e => e is { Category: Category, EventId: 2 });

        log.Entries.ShouldContain(static e => e.Category == Category && e.Level == LogLevel.Error && e.Message.Contains("(connection-refused)", StringComparison.Ordinal) && e.Message.Contains("Start the server", StringComparison.Ordinal));
        told.Message.ShouldContain("1 error");
        events.Texts("FaultFound").ShouldContain(static t => t.StartsWith("store|connection-refused|", StringComparison.Ordinal));
        await host.StopAsync();
    }

    [Theory]
    [InlineData("Production", null)]
    [InlineData("Development", false)]
    public async Task Host_ElsewhereOrWhereSwitchedOff_IsNotLookedAt(string environment, bool? asked)
    {
        using var log = new LogRecorder();
        var connections = 0;
        await using var server = await LoopbackHttpServer.StartAsync(
            context =>
            {
                Interlocked.Increment(ref connections);
                return Task.CompletedTask;
            });
        using (var host = Build(environment, asked, log, $"grpc://{server.Address.Authority}"))
        {
            await host.StartAsync();
            // The doctor of somebody who asks comes after one that had started by itself would have: both begin with the address.
            await host.Services.GetRequiredService<MlflowTracing>().DiagnoseAsync(TimeSpan.FromSeconds(5));
            await host.StopAsync();
        }

        // One of whoever asked: a request without spans, and the question for the experiment is not asked, since the first failed.
        connections.ShouldBe(1);
        log.Entries.Where(static e => e.Category == Category).ShouldBeEmpty();
    }

    [Fact]
    public async Task End_OfTheProgram_EndsTheDoctor()
    {
        using var log = new LogRecorder();
        var host = Build("Development", null, log);
        await host.StartAsync();

        await host.StopAsync();
        host.Dispose();

        log.Entries.Where(static e => e.Category == Category).ShouldBeEmpty();
    }

    private static IHost Build(string environment, bool? asked, LogRecorder log, string trackingUri = "grpc://127.0.0.1:1")
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = environment });
        builder.Configuration.AddInMemoryCollection([new(EnvironmentKeys.TrackingUri, trackingUri), new(EnvironmentKeys.ServiceName, "hosted")]);
        builder.Logging.AddProvider(log);
        builder.Services.AddMlflowTracing(o => o.DiagnoseAtStart = asked);
        return builder.Build();
    }
}
