using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OtelBridge;
using OtelBridge.Client;
using OtelBridge.Configuration;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the client of the tracking server to a host.</summary>
public static class MlflowClientServiceCollectionExtensions
{
    /// <summary>Registers one <see cref="MlflowClient"/>, for the same tracking server as the tracing of the host.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="configure">Sets options in code; section <c>Mlflow</c> of the configuration and the environment fill in what it leaves out.</param>
    /// <returns>The same collection.</returns>
    /// <remarks>Calling it again has no further effect. An address that cannot be used fails where the client is first resolved.</remarks>
    public static IServiceCollection AddMlflowClient(this IServiceCollection services, Action<MlflowClientOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton(provider =>
        {
            var options = new MlflowClientOptions { TimeProvider = provider.GetService<TimeProvider>() };
            configure?.Invoke(options);
            return new MlflowClient(options, provider.GetService<TracingSettings>()?.Tracking ?? FromConfiguration(provider.GetService<IConfiguration>(), options));
        });
        return services;
    }

    private static TrackingSettings? FromConfiguration(IConfiguration? configuration, MlflowClientOptions options) =>
        configuration is null ? null : ClientSettings.Read(configuration, options.TrackingUri is null);
}
