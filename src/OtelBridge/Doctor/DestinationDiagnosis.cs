using OpenTelemetry.Exporter;
using OtelBridge.Client.Transport;
using OtelBridge.Configuration;
using OtelBridge.Export;
using OtelBridge.Probing;

namespace OtelBridge.Doctor;

/// <summary>Looks at one destination, with its own address, credentials and certificates.</summary>
internal static class DestinationDiagnosis
{
    public static async Task<IReadOnlyList<Finding>> RunAsync(DestinationSettings settings, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        IEnumerable<Finding> spool = settings.Spool is { } place ? FolderDiagnosis.Spool(settings.Name, place) : [];
        if (Target(settings) is { } target)
        {
            return [.. await EndpointProbe.RunAsync(target, timeout, time, cancellationToken).ConfigureAwait(false), .. spool];
        }

        return settings.Kind == ExportDestinationKind.File && settings.Path is { } path
            ? [FolderDiagnosis.Writable(settings.Name, Path.GetDirectoryName(Path.GetFullPath(path)) ?? path, "spans are written")]
            : [TracingFaults.Ok(settings.Name, "console", $"spans are written to {settings.Path}")];
    }

    /// <summary>What is to be probed; null when the destination is no server.</summary>
    private static ProbeTarget? Target(DestinationSettings settings) => settings switch
    {
        { Collector: { } collector } => new ProbeTarget
        {
            Name = settings.Name,
            Kind = ProbeTargetKind.Collector,
            Endpoint = collector.Endpoint,
            IsGrpc = collector.Protocol == OtlpExportProtocol.Grpc,
            Headers = [.. collector.HeaderPairs()],
            ConfigureTls = options => TlsOptions.Apply(options, collector.Tls),
            TakesAnyCertificate = collector.Tls.Insecure,
        },
        { Store: { } store } => new ProbeTarget
        {
            Name = settings.Name,
            Kind = settings.Kind == ExportDestinationKind.Mlflow ? ProbeTargetKind.Mlflow : ProbeTargetKind.Store,
            Endpoint = store.Address,
            IsGrpc = settings.Kind == ExportDestinationKind.Store,
            Headers = CallerHeaders.Of(store.Caller),
            ExperimentId = store.ExperimentId,
            ExperimentName = store.ExperimentName,
            ConfigureTls = options => TlsOptions.Apply(options, store.Tls),
            TakesAnyCertificate = store.Tls.Insecure,
        },
        _ => null,
    };
}
