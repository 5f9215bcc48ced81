using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;

namespace OtelBridge.Hosting;

/// <summary>What OpenTelemetry.Extensions.Hosting's AddOpenTelemetry returns, for programs that do not have that package.</summary>
internal sealed class TracingBuilder(IServiceCollection services) : IOpenTelemetryBuilder
{
    public IServiceCollection Services { get; } = services;
}
