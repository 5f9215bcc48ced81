using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OtelBridge;
using OtelBridge.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds tracing to a host.</summary>
public static class MlflowTracingServiceCollectionExtensions
{
    /// <summary>Traces the program: spans of <see cref="Mlflow"/>, of the sources named in the options, and of everything that the program's own OpenTelemetry adds.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="configure">Sets options in code; section <c>Mlflow</c> of the configuration and the environment fill in what it leaves out.</param>
    /// <returns>The same collection.</returns>
    /// <remarks>
    /// Shares the tracer provider of <c>AddOpenTelemetry().WithTracing(…)</c> if the program has one, in either order of the calls.
    /// Calling it again adds settings and is otherwise harmless. <see cref="MlflowTracing"/> can be resolved to see what was delivered.
    /// </remarks>
    public static IServiceCollection AddMlflowTracing(this IServiceCollection services, Action<MlflowTracingOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        TracingRegistration.Register(services, configure);
        if (!services.Any(s => s.ImplementationType == typeof(TracerProviderStarter)))
        {
            new TracingBuilder(services).WithTracing();
            services.Insert(0, ServiceDescriptor.Singleton<IHostedService, TracerProviderStarter>());
        }

        return services;
    }
}
