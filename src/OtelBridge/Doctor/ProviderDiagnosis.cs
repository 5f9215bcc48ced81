using OpenTelemetry;
using OtelBridge.Attributes;
using OtelBridge.Configuration;
using OtelBridge.Export;
using OtelBridge.Probing;

namespace OtelBridge.Doctor;

/// <summary>What is odd about the tracer provider.</summary>
internal static class ProviderDiagnosis
{
    private const string Unnamed = "unknown_service";

    /// <param name="provider">The provider; null while it is being built.</param>
    public static IEnumerable<Finding> Of(BaseProvider? provider)
    {
        if (RunningExporters.Count is > 1 and var count)
        {
            yield return TracingFaults.SeveralProviders.At(
                "tracing", $"{count} tracer providers of this process send the spans of Mlflow, each a copy", "Call AddMlflow, AddMlflowTracing or MlflowTracing.Init once, for one provider.");
        }

        var name = provider?.GetResource().Attributes.FirstOrDefault(static a => a.Key == OTelKeys.ServiceName).Value as string;
        if (name is null || name.StartsWith(Unnamed, StringComparison.Ordinal))
        {
            yield return TracingFaults.ServiceUnnamed.At("tracing", $"the service has no name ({name ?? Unnamed})", $"Set {EnvironmentKeys.ServiceName}, or ConfigureResource(r => r.AddService(…)).");
        }
        else
        {
            yield return TracingFaults.Ok("tracing", "service", $"the service is '{name}'");
        }
    }
}
