using OpenTelemetry.Exporter;

namespace OtelBridge.Configuration;

/// <summary>Reads the standard OTLP variables: what is set for traces comes before what is set for all signals.</summary>
/// <remarks>Source: OpenTelemetry's specification of the OTLP exporter, section configuration.</remarks>
internal sealed class CollectorSettingsFactory
{
    private const string SignalPath = "v1/traces";
    private const int DefaultTimeoutMilliseconds = 10_000;
    private const string Prefix = "Collector";

    private readonly SettingsReader _reader;
    private readonly Uri? _forTraces;
    private readonly Uri? _forAll;

    public CollectorSettingsFactory(MlflowTracingOptions options, SettingsReader reader)
    {
        _reader = reader;
        reader.TryRead<Uri>(
            options.CollectorEndpoint, nameof(MlflowTracingOptions.CollectorEndpoint), [EnvironmentKeys.OtlpTracesEndpoint], SettingParsers.HttpAddress, "no collector", out _forTraces);
        if (_forTraces is null)
        {
            reader.TryRead<Uri>(null, string.Empty, [EnvironmentKeys.OtlpEndpoint], SettingParsers.HttpAddress, "no collector", out _forAll);
        }
    }

    public bool IsConfigured => _forTraces is not null || _forAll is not null;

    public CollectorSettings Create()
    {
        var protocol = _reader.TryRead<OtlpExportProtocol>(
            null, $"{Prefix}Protocol", [EnvironmentKeys.OtlpTracesProtocol, EnvironmentKeys.OtlpProtocol], SettingParsers.Protocol, "grpc", out var read)
            ? read
            : OtlpExportProtocol.Grpc;
        var headers = _reader.TryRead<string>(
            null, $"{Prefix}Headers", [EnvironmentKeys.OtlpTracesHeaders, EnvironmentKeys.OtlpHeaders], SettingParsers.Headers, "no headers", out var text, isSecret: true)
            ? text
            : null;
        var timeout = _reader.TryRead<TimeSpan>(
            null, $"{Prefix}Timeout", [EnvironmentKeys.OtlpTracesTimeout, EnvironmentKeys.OtlpTimeout], SettingParsers.Milliseconds, $"{DefaultTimeoutMilliseconds}", out var time)
            ? time
            : TimeSpan.FromMilliseconds(DefaultTimeoutMilliseconds);
        var compression = _reader.TryRead<OtlpExportCompression>(
            null, $"{Prefix}Compression", [EnvironmentKeys.OtlpTracesCompression, EnvironmentKeys.OtlpCompression], SettingParsers.Compression, "none", out var method)
            ? method
            : OtlpExportCompression.None;
        return new CollectorSettings(Endpoint(protocol), protocol, headers, timeout, compression);
    }

    // The endpoint for all signals is a base that the signal's path is added to, over HTTP; the one for traces is used as it is.
    private Uri Endpoint(OtlpExportProtocol protocol)
    {
        var isHttp = protocol == OtlpExportProtocol.HttpProtobuf;
        if (_forTraces is not null)
        {
            return _forTraces;
        }

        var address = _forAll ?? new Uri(isHttp ? "http://localhost:4318" : "http://localhost:4317");
        return isHttp ? new Uri($"{address.AbsoluteUri.TrimEnd('/')}/{SignalPath}") : address;
    }
}
