using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry.Trace;

namespace OtelBridge.Hosting;

/// <summary>Builds the tracer provider before any other hosted service starts, so that none of their spans is missed.</summary>
/// <remarks>The provider ends with the host's services, after the other hosted services have stopped.</remarks>
internal sealed class TracerProviderStarter(IServiceProvider services) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        services.GetService<TracerProvider>();
        services.GetService<MlflowTracing>()?.Begin();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
