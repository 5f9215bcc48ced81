using OpenTelemetry.Exporter;

namespace OtelBridge.Configuration;

/// <summary>Decides whether and where the metric of spans is sent: the standard OTLP variables, those for metrics before those for all signals.</summary>
/// <remarks>Source: MLflow's client, which sends the metric whenever one of the endpoints is set.</remarks>
internal sealed class MetricsSettingsFactory(SettingsReader reader)
{
    private const string SignalPath = "v1/metrics";
    private const int DefaultTimeoutMilliseconds = 10_000;

    /// <summary>Null when no endpoint is set, or the option says no.</summary>
    public MetricsSettings? Create(MlflowTracingOptions options)
    {
        var isWanted = !reader.TryRead<bool>(
            options.ExportSpanMetrics?.ToString(), nameof(options.ExportSpanMetrics), [], SettingParsers.Boolean, "true", out var wanted) || wanted;
        if (!isWanted)
        {
            return null;
        }

        var protocol = reader.TryRead<OtlpExportProtocol>(
            null, string.Empty, [EnvironmentKeys.OtlpMetricsProtocol, EnvironmentKeys.OtlpProtocol], SettingParsers.Protocol, "grpc", out var read)
            ? read
            : OtlpExportProtocol.Grpc;
        if (Endpoint(protocol) is not { } endpoint)
        {
            return null;
        }

        var headers = reader.TryRead<string>(
            null, string.Empty, [EnvironmentKeys.OtlpMetricsHeaders, EnvironmentKeys.OtlpHeaders], SettingParsers.Headers, "no headers", out var text, isSecret: true)
            ? text
            : null;
        var timeout = reader.TryRead<TimeSpan>(
            null, string.Empty, [EnvironmentKeys.OtlpMetricsTimeout, EnvironmentKeys.OtlpTimeout], SettingParsers.Milliseconds, $"{DefaultTimeoutMilliseconds}", out var time)
            ? time
            : TimeSpan.FromMilliseconds(DefaultTimeoutMilliseconds);
        var tls = new TlsSettings(
            File(EnvironmentKeys.OtlpMetricsCertificate, EnvironmentKeys.OtlpCertificate),
            File(EnvironmentKeys.OtlpMetricsClientCertificate, EnvironmentKeys.OtlpClientCertificate),
            File(EnvironmentKeys.OtlpMetricsClientKey, EnvironmentKeys.OtlpClientKey));
        return new MetricsSettings(endpoint, protocol, headers, timeout, tls);
    }

    private string? File(params string[] variables) => reader.TryRead(null, string.Empty, variables, SettingParsers.Text, string.Empty, out string? path) ? path : null;

    private Uri? Endpoint(OtlpExportProtocol protocol)
    {
        if (reader.TryRead<Uri>(null, string.Empty, [EnvironmentKeys.OtlpMetricsEndpoint], SettingParsers.HttpAddress, "no metrics", out var own))
        {
            return own;
        }

        return reader.TryRead<Uri>(null, string.Empty, [EnvironmentKeys.OtlpEndpoint], SettingParsers.HttpAddress, "no metrics", out var all)
            ? protocol == OtlpExportProtocol.HttpProtobuf ? new Uri($"{all.AbsoluteUri.TrimEnd('/')}/{SignalPath}") : all
            : null;
    }
}
