using OpenTelemetry.Exporter;
using OtelBridge.Client.Transport.Grpc;

namespace OtelBridge.Configuration;

/// <summary>Where the metric of spans goes.</summary>
/// <param name="Endpoint">The address, complete with its path for HTTP.</param>
/// <param name="Protocol">The wire.</param>
/// <param name="Headers">Headers as <c>key=value,key=value</c>. A secret.</param>
/// <param name="Timeout">Longest request.</param>
/// <param name="Tls">Certificates.</param>
internal sealed record MetricsSettings(Uri Endpoint, OtlpExportProtocol Protocol, string? Headers, TimeSpan Timeout, TlsSettings Tls)
{
    /// <exception cref="MlflowException">INVALID_PARAMETER_VALUE: a certificate cannot be read.</exception>
    public OtlpExporterOptions ToExporterOptions()
    {
        var options = new OtlpExporterOptions { Protocol = Protocol, Endpoint = Endpoint, Headers = Headers, TimeoutMilliseconds = (int)Timeout.TotalMilliseconds };
        if (Tls != new TlsSettings())
        {
            // Once for the exporter, which asks again when it makes a client anew; what cannot be read is to be known before.
            var handler = GrpcHandlers.Create(Tls, usesProxy: Protocol == OtlpExportProtocol.HttpProtobuf);
            options.HttpClientFactory = () => new HttpClient(handler, disposeHandler: false) { Timeout = Timeout };
        }

        return options;
    }

    /// <summary>Headers are secrets, so the record does not print itself.</summary>
    public override string ToString() => $"{Protocol} {Diagnostics.Redaction.Endpoint(Endpoint)}";
}
