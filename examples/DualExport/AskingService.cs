using DualExport.Weather;
using Microsoft.Extensions.Hosting;
using OtelBridge;

namespace DualExport;

/// <summary>Asks the agent, and prints what became of the spans at each destination.</summary>
internal sealed class AskingService(WeatherAgent agent, MlflowTracing tracing, RunOptions options, IHostApplicationLifetime host) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    // Long enough for everything that is there; what is not there is not waited for longer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly string[] Cities = ["Lisbon", "Oslo", "Quito"];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var number = 0; ; number++)
        {
            var city = Cities[number % Cities.Length];
            var (answer, traceId) = agent.Answer($"Do I need an umbrella in {city}?", city);
            Console.WriteLine($"{answer}  {traceId}");

            // Spans travel in the background; only who wants to tell what became of them waits.
            var flushed = await tracing.FlushAsync(Patience, stoppingToken);
            Console.WriteLine($"  {flushed}");
            if (options.Once)
            {
                host.StopApplication();
                return;
            }

            await Task.Delay(Pause, stoppingToken);
        }
    }
}
