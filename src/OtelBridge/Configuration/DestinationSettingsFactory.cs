using OtelBridge.Export;

namespace OtelBridge.Configuration;

/// <summary>Decides the settings of one destination.</summary>
internal sealed class DestinationSettingsFactory(MlflowTracingOptions options, SettingsReader reader, TrackingSettings tracking, string name)
{
    private readonly DestinationReader _reader = new(reader, name);
    private readonly ExportDestinationOptions _options = options.Destinations.TryGetValue(name, out var set) ? set : new ExportDestinationOptions();
    private CollectorSettingsFactory? _collector;

    /// <summary>Whether the default collector is set anywhere.</summary>
    public bool HasCollector => Collector().IsConfigured;

    /// <summary>Whether an address is set for it under its own name.</summary>
    public bool HasEndpoint => _reader.Text(_options.Endpoint, nameof(_options.Endpoint), []) is not null;

    /// <summary>The settings; null, and reported, when there is no telling what the destination is.</summary>
    public DestinationSettings? Create()
    {
        if (Kind() is not { } kind)
        {
            return null;
        }

        var spool = new SpoolSettingsFactory(reader).Create(options.Delivery, _reader, _options.Delivery);
        var settings = new DestinationSettings
        {
            Name = name,
            Kind = kind,
            Dialects = Dialects(kind),
            Limits = new SpanLimitsFactory(_reader).Create(_options, kind),
            CapturesContent = CapturesContent(),
            Filter = Filter(),
            Sampling = new SamplingSettingsFactory(_reader).Create(_options.Sampling),
            Masks = new MaskSettingsFactory(reader).Create(options.Masks, _reader, _options.Masks),
            Delivery = new DeliverySettingsFactory(reader).Create(options.Delivery, _reader, _options.Delivery),
            Spool = kind is ExportDestinationKind.Console or ExportDestinationKind.File ? null : spool,
        };
        return kind switch
        {
            ExportDestinationKind.Collector => settings with { Collector = Collector().Create() },
            ExportDestinationKind.File => Path() is { } path ? settings with { Path = path } : null,
            ExportDestinationKind.Console => settings with { Path = ConsoleStream() },
            _ => Store(kind) is { } store ? settings with { Store = store } : null,
        };
    }

    private ExportDestinationKind? Kind()
    {
        if (_reader.TryRead<ExportDestinationKind>(_options.Kind?.ToString(), nameof(_options.Kind), [], SettingParsers.Kind, "the form of the endpoint", out var kind))
        {
            return kind;
        }

        if (name is DestinationNames.Collector)
        {
            return ExportDestinationKind.Collector;
        }

        var endpoint = _reader.Text(_options.Endpoint, nameof(_options.Endpoint), []);
        if (name is DestinationNames.Store)
        {
            // As MLFLOW_TRACKING_URI is understood.
            var address = endpoint is not null && TrackingAddress.TryParse(endpoint, out var own, out _) ? own : tracking.Address;
            return address.Wire == TrackingWire.Rest ? ExportDestinationKind.Mlflow : ExportDestinationKind.Store;
        }

        if (endpoint is null)
        {
            _reader.All.Ignore(_reader.Key(nameof(_options.Kind)), string.Empty, "neither kind nor endpoint is set", "no destination");
            return null;
        }

        return endpoint.StartsWith("grpc", StringComparison.OrdinalIgnoreCase) ? ExportDestinationKind.Store : ExportDestinationKind.Collector;
    }

    private CollectorSettingsFactory Collector() => _collector ??= new CollectorSettingsFactory(_reader, _options, options.CollectorEndpoint);

    private StoreSettings? Store(ExportDestinationKind kind)
    {
        var address = _reader.TryRead<TrackingAddress>(
            _options.Endpoint, nameof(_options.Endpoint), [], TrackingAddress.TryParse, tracking.Address.ToString(), out var own)
            ? own
            : tracking.Address;
        var wire = kind == ExportDestinationKind.Mlflow ? TrackingWire.Rest : TrackingWire.Grpc;
        if (address.Wire != wire)
        {
            _reader.All.Ignore(
                _reader.Key(nameof(_options.Endpoint)), address.ToString(), $"a destination of kind {kind} has an address of the form {(wire == TrackingWire.Rest ? "http://host:port" : "grpc://host:port")}", "no destination");
            return null;
        }

        var rest = Rest();
        var (experimentId, experimentName) = Experiment();
        return new StoreSettings(address.Uri, experimentId, experimentName, wire == TrackingWire.Rest ? rest : null)
        {
            Tls = rest.Tls,
            Caller = rest,
        };
    }

    private (string? Id, string? Name) Experiment()
    {
        var id = _reader.TryRead<string>(_options.ExperimentId, nameof(_options.ExperimentId), [], SettingParsers.Identifier, "the experiment of the options", out var experiment) ? experiment : null;
        var experimentName = _reader.Text(_options.ExperimentName, nameof(_options.ExperimentName), []);
        return id is null && experimentName is null ? (tracking.ExperimentId, tracking.ExperimentName) : (id, experimentName);
    }

    private SpanFilterSettings? Filter()
    {
        var (id, experimentName) = Experiment();
        return new SpanFilterSettingsFactory(_reader).Create(_options.Filter, id, experimentName);
    }

    // Credentials of the variables go to the server of the variables, and to no other.
    private RestSettings Rest()
    {
        var rest = name == DestinationNames.Store ? tracking.Rest : new RestSettings();
        return rest with
        {
            Username = _reader.Text(_options.Username, nameof(_options.Username), [], isSecret: true) ?? rest.Username,
            Password = _reader.Text(_options.Password, nameof(_options.Password), [], isSecret: true) ?? rest.Password,
            Token = _reader.TryRead<string>(_options.Token, nameof(_options.Token), [], SettingParsers.HeaderValue, "no token", out var token, isSecret: true) ? token : rest.Token,
            Tls = Merge(_reader.Tls(_options, [], [], []), rest.Tls),
        };
    }

    private static TlsSettings Merge(TlsSettings own, TlsSettings other) => new(
        own.CertificatePath ?? other.CertificatePath,
        own.ClientCertificatePath ?? other.ClientCertificatePath,
        own.ClientCertificatePath is null ? own.ClientKeyPath ?? other.ClientKeyPath : own.ClientKeyPath,
        own.Insecure || other.Insecure);

    private string? Path()
    {
        var path = _reader.Text(_options.Endpoint, nameof(_options.Endpoint), []);
        if (path is null)
        {
            _reader.All.Ignore(_reader.Key(nameof(_options.Endpoint)), string.Empty, "a file needs its path", "no destination");
        }

        return path;
    }

    private string ConsoleStream() =>
        _reader.TryRead<string>(_options.Endpoint, nameof(_options.Endpoint), [], SettingParsers.ConsoleStream, "stdout", out var stream) ? stream : "stdout";

    private SpanDialects Dialects(ExportDestinationKind kind) =>
        _reader.TryRead<SpanDialects>(_options.Dialects?.ToString(), nameof(_options.Dialects), [], SettingParsers.Dialects, "the kind's own", out var dialects)
            ? dialects
            : kind == ExportDestinationKind.Collector ? SpanDialects.Mlflow | SpanDialects.GenAi : SpanDialects.Mlflow;

    private bool CapturesContent() =>
        !reader.TryRead<bool>(null, "CaptureMessageContent", [EnvironmentKeys.CaptureMessageContent], SettingParsers.ContentCapture, "true", out var captures) || captures;
}
