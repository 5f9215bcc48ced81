using System.Runtime.CompilerServices;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OtelBridge.Export;

namespace OtelBridge.Hosting;

/// <summary>Whether spans arrive, by the ledger.</summary>
internal sealed class DeliveryHealthCheck(MlflowTracing tracing) : IHealthCheck
{
    // A check is made anew for each report; what was given up before stays with the tracing.
    private static readonly ConditionalWeakTable<MlflowTracing, StrongBox<long>> Reported = [];

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var delivery = tracing.Delivery;
        var dropped = delivery.Sum(static d => d.TotalDropped);
        var before = Interlocked.Exchange(ref Reported.GetOrCreateValue(tracing).Value, dropped);
        var data = delivery.ToDictionary(static d => d.Name, static d => (object)d.ToString());
        string[] trouble = [.. delivery.Where(static d => d.IsFailing).Select(Describe), .. dropped > before ? [$"{dropped - before} span(s) were given up since the last report"] : Array.Empty<string>()];
        return Task.FromResult(trouble.Length == 0
            ? HealthCheckResult.Healthy(delivery.Count == 0 ? "Spans go nowhere." : "Every destination takes its spans.", data)
            : new HealthCheckResult(context.Registration.FailureStatus, string.Join("; ", trouble), data: data));
    }

    private static string Describe(DestinationDelivery delivery) => $"{delivery.Name} takes no spans: {delivery.LastFailure}";
}
