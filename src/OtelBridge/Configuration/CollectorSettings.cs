using OpenTelemetry.Exporter;

namespace OtelBridge.Configuration;

/// <summary>Where the collector is and how to speak to it: the values of the standard OTLP variables.</summary>
/// <param name="Endpoint">The address, complete with its path for HTTP.</param>
/// <param name="Protocol">The wire.</param>
/// <param name="Headers">Headers as <c>key=value,key=value</c>. A secret.</param>
/// <param name="Timeout">Longest request.</param>
/// <param name="Compression">Compression of requests.</param>
internal sealed record CollectorSettings(
    Uri Endpoint, OtlpExportProtocol Protocol, string? Headers, TimeSpan Timeout, OtlpExportCompression Compression)
{
    /// <summary>Made from the process's environment by the exporter's own constructor (certificates), then set to what was decided here.</summary>
    public OtlpExporterOptions ToExporterOptions() => new()
    {
        Protocol = Protocol,
        Endpoint = Endpoint,
        Headers = Headers,
        TimeoutMilliseconds = (int)Timeout.TotalMilliseconds,
        Compression = Compression,
    };

    /// <summary>Headers are secrets, so the record does not print itself.</summary>
    public override string ToString() => $"{Protocol} {Diagnostics.Redaction.Endpoint(Endpoint)}";
}
