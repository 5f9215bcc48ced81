using OpenTelemetry.Exporter;

namespace OtelBridge.Configuration;

/// <summary>Where the metric of spans goes.</summary>
/// <param name="Endpoint">The address, complete with its path for HTTP.</param>
/// <param name="Protocol">The wire.</param>
/// <param name="Headers">Headers as <c>key=value,key=value</c>. A secret.</param>
/// <param name="Timeout">Longest request.</param>
internal sealed record MetricsSettings(Uri Endpoint, OtlpExportProtocol Protocol, string? Headers, TimeSpan Timeout)
{
    public OtlpExporterOptions ToExporterOptions() => new()
    {
        Protocol = Protocol,
        Endpoint = Endpoint,
        Headers = Headers,
        TimeoutMilliseconds = (int)Timeout.TotalMilliseconds,
    };

    /// <summary>Headers are secrets, so the record does not print itself.</summary>
    public override string ToString() => $"{Protocol} {Diagnostics.Redaction.Endpoint(Endpoint)}";
}
