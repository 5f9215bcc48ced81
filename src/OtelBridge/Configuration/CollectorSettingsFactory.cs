using System.Globalization;
using OpenTelemetry.Exporter;
using OtelBridge.Export;

namespace OtelBridge.Configuration;

/// <summary>Decides how one collector is reached. For the default one the standard OTLP variables count: what is set for traces comes before what is set for all signals.</summary>
/// <remarks>Source: OpenTelemetry's specification of the OTLP exporter, section configuration.</remarks>
internal sealed class CollectorSettingsFactory
{
    private const string SignalPath = "v1/traces";
    private const int DefaultTimeoutMilliseconds = 10_000;

    private readonly DestinationReader _reader;
    private readonly ExportDestinationOptions _options;
    private readonly bool _isDefault;
    private readonly Uri? _forTraces;
    private readonly Uri? _forAll;

    /// <param name="reader">Reads the settings of the destination.</param>
    /// <param name="options">What is set for it in code.</param>
    /// <param name="endpoint">The address that is set in code beside its options; for the default collector.</param>
    public CollectorSettingsFactory(DestinationReader reader, ExportDestinationOptions options, string? endpoint)
    {
        _reader = reader;
        _options = options;
        _isDefault = reader.Name == DestinationNames.Collector;
        if (reader.TryRead<Uri>(options.Endpoint, nameof(options.Endpoint), [], SettingParsers.HttpAddress, "no collector", out _forTraces) || !_isDefault)
        {
            return;
        }

        if (!reader.All.TryRead(
            endpoint, nameof(MlflowTracingOptions.CollectorEndpoint), [EnvironmentKeys.OtlpTracesEndpoint], SettingParsers.HttpAddress, "no collector", out _forTraces))
        {
            reader.All.TryRead(null, string.Empty, [EnvironmentKeys.OtlpEndpoint], SettingParsers.HttpAddress, "no collector", out _forAll);
        }
    }

    public bool IsConfigured => _forTraces is not null || _forAll is not null;

    public CollectorSettings Create()
    {
        var protocol = Read<OtlpExportProtocol>(
            _options.Protocol, nameof(_options.Protocol), [EnvironmentKeys.OtlpTracesProtocol, EnvironmentKeys.OtlpProtocol], SettingParsers.Protocol, "grpc", out var read)
            ? read
            : OtlpExportProtocol.Grpc;
        var headers = Read<string>(
            _options.Headers, nameof(_options.Headers), [EnvironmentKeys.OtlpTracesHeaders, EnvironmentKeys.OtlpHeaders], SettingParsers.Headers, "no headers", out var text, isSecret: true)
            ? text
            : null;
        var compression = Read<OtlpExportCompression>(
            _options.Compression, nameof(_options.Compression), [EnvironmentKeys.OtlpTracesCompression, EnvironmentKeys.OtlpCompression], SettingParsers.Compression, "none", out var method)
            ? method
            : OtlpExportCompression.None;
        return new CollectorSettings(Endpoint(protocol), protocol, headers, Timeout(), compression)
        {
            Tls = _reader.Tls(
                _options,
                _isDefault ? [EnvironmentKeys.OtlpTracesCertificate, EnvironmentKeys.OtlpCertificate] : [],
                _isDefault ? [EnvironmentKeys.OtlpTracesClientCertificate, EnvironmentKeys.OtlpClientCertificate] : [],
                _isDefault ? [EnvironmentKeys.OtlpTracesClientKey, EnvironmentKeys.OtlpClientKey] : []),
        };
    }

    // The variables count milliseconds, the section of a destination holds a time.
    private TimeSpan Timeout()
    {
        if (_reader.TryRead<TimeSpan>(
            _options.Timeout?.ToString("c", CultureInfo.InvariantCulture), nameof(_options.Timeout), [], SettingParsers.TimeoutOrMilliseconds, $"{DefaultTimeoutMilliseconds}", out var time))
        {
            return time;
        }

        return Read<TimeSpan>(
            null, nameof(_options.Timeout), [EnvironmentKeys.OtlpTracesTimeout, EnvironmentKeys.OtlpTimeout], SettingParsers.Milliseconds, $"{DefaultTimeoutMilliseconds}", out var milliseconds)
            ? milliseconds
            : TimeSpan.FromMilliseconds(DefaultTimeoutMilliseconds);
    }

    private bool Read<T>(
        string? code, string name, string[] environment, SettingsReader.Parse<T> parse, string fallback, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out T? value, bool isSecret = false)
    {
        if (_reader.TryRead(code, name, [], parse, fallback, out value, isSecret))
        {
            return true;
        }

        // Mlflow:CollectorHeaders and its like, as before destinations had names.
        return _isDefault && _reader.All.TryRead(null, $"Collector{name}", environment, parse, fallback, out value, isSecret);
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
