using Microsoft.Extensions.Diagnostics.HealthChecks;
using OtelBridge;
using OtelBridge.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the delivery of spans to the health checks of a host.</summary>
public static class MlflowHealthChecksBuilderExtensions
{
    /// <summary>Reports the tracing of the host: healthy while every destination takes its spans, degraded while one does not or spans were given up since the last report.</summary>
    /// <param name="builder">The health checks of the host.</param>
    /// <param name="name">The name of the check; <c>mlflow-tracing</c> when absent.</param>
    /// <param name="failureStatus">What is reported of trouble.</param>
    /// <param name="tags">Tags of the check.</param>
    /// <returns>The same builder.</returns>
    /// <remarks>
    /// Trouble is <see cref="HealthStatus.Degraded"/> unless told otherwise: a program whose traces do not arrive does its work all the same, and should not be restarted for it.
    /// The data of the report holds one line for each destination. Asks no server anything.
    /// </remarks>
    public static IHealthChecksBuilder AddMlflowTracing(
        this IHealthChecksBuilder builder, string name = "mlflow-tracing", HealthStatus failureStatus = HealthStatus.Degraded, IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(name, static services => new DeliveryHealthCheck(services.GetRequiredService<MlflowTracing>()), failureStatus, tags));
    }
}
