using System.Globalization;
using Microsoft.Extensions.Configuration;
using OtelBridge.Diagnostics;
using OtelBridge.Export;
using OtelBridge.Tracing.Json;

namespace OtelBridge.Configuration;

/// <summary>Decides all settings of one tracing.</summary>
internal sealed class TracingSettingsFactory
{
    private readonly MlflowTracingOptions _options;
    private readonly SettingsReader _reader;
    private readonly Dictionary<string, DestinationSettingsFactory> _destinations = new(StringComparer.OrdinalIgnoreCase);

    private TracingSettingsFactory(MlflowTracingOptions options, IConfiguration configuration)
    {
        _options = options;
        _reader = new SettingsReader(configuration);
    }

    public static TracingSettings Create(MlflowTracingOptions options, IConfiguration configuration) =>
        new TracingSettingsFactory(options, configuration).Create();

    private TracingSettings Create()
    {
        var tracking = new TrackingSettingsFactory(_reader).Create(_options);
        return new TracingSettings
        {
            Destinations = [.. DestinationNamesOf(tracking).Select(name => Destination(tracking, name).Create()).OfType<DestinationSettings>()],
            Tracking = tracking,
            ExperimentId = tracking.ExperimentId,
            SamplingRatio = SamplingRatio(),
            Sources = [.. _options.Sources.Concat(_reader.List(nameof(MlflowTracingOptions.Sources))).Where(s => !string.IsNullOrWhiteSpace(s)).Distinct(StringComparer.Ordinal)],
            MaxContentBytes = MaxContentBytes(),
            MaxContentTime = MaxContentTime(),
            JsonSerializerOptions = _options.JsonSerializerOptions,
            GenAI = new GenAISettingsFactory(_reader).Create(_options.GenAI),
            Lifetime = new LifetimeSettingsFactory(_reader).Create(_options.Lifetime),
            Metrics = new MetricsSettingsFactory(_reader).Create(_options),
            Masks = new MaskSettingsFactory(_reader).Create(_options.Masks),
            Delivery = new DeliverySettingsFactory(_reader).Create(_options.Delivery),
            DiagnoseAtStart = DiagnoseAtStart(),
            Ignored = _reader.Ignored, // last: everything is read by now, and nothing later
        };
    }

    // MLflow's rule for Auto: a collector takes everything, unless it is switched off or dual export is on. Destinations with a name of their own come on top,
    // and where there are some, nobody who configured no tracking server meant the one on this machine.
    private IEnumerable<string> DestinationNamesOf(TrackingSettings tracking)
    {
        var mode = _reader.TryRead<ExportMode>(
            _options.Export?.ToString(), nameof(MlflowTracingOptions.Export), [], SettingParsers.Mode, nameof(ExportMode.Auto), out var read)
            ? read
            : ExportMode.Auto;
        if (mode == ExportMode.None)
        {
            return [];
        }

        var named = Named();
        var useCollector = Destination(tracking, DestinationNames.Collector).HasCollector
            && Boolean(_options.EnableOtlpExporter, nameof(MlflowTracingOptions.EnableOtlpExporter), EnvironmentKeys.EnableOtlpExporter, fallback: true);
        var dual = Boolean(_options.EnableDualExport, nameof(MlflowTracingOptions.EnableDualExport), EnvironmentKeys.EnableDualExport, fallback: false);
        var hasStore = tracking.IsConfigured || Destination(tracking, DestinationNames.Store).HasEndpoint;
        var (collector, store) = mode switch
        {
            ExportMode.Collector => (true, false),
            ExportMode.Store => (false, true),
            ExportMode.Both => (true, true),
            _ => (useCollector, useCollector ? dual : named.Length == 0 || hasStore),
        };
        return [.. collector ? [DestinationNames.Collector] : Array.Empty<string>(), .. store ? [DestinationNames.Store] : Array.Empty<string>(), .. named];
    }

    // Each costs a queue and a thread, and whoever writes the configuration bounds them.
    private string[] Named()
    {
        string[] defaults = [DestinationNames.Collector, DestinationNames.Store];
        var names = _options.Destinations.Keys
            .Concat(_reader.Children(nameof(MlflowTracingOptions.Destinations)))
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .Except(defaults, StringComparer.OrdinalIgnoreCase)
            .Order(StringComparer.Ordinal)
            .ToLookup(SettingParsers.IsDestinationName);
        foreach (var bad in names[false])
        {
            _reader.Ignore(
                nameof(MlflowTracingOptions.Destinations), Redaction.Value(bad), "a name of a destination holds letters, digits, '-' and '_', at most 50", "no destination");
        }

        return [.. names[true]];
    }

    private DestinationSettingsFactory Destination(TrackingSettings tracking, string name)
    {
        if (!_destinations.TryGetValue(name, out var factory))
        {
            _destinations[name] = factory = new DestinationSettingsFactory(_options, _reader, tracking, name);
        }

        return factory;
    }

    private double? SamplingRatio() =>
        _reader.TryRead<double>(
            _options.SamplingRatio?.ToString("R", CultureInfo.InvariantCulture),
            nameof(MlflowTracingOptions.SamplingRatio),
            [EnvironmentKeys.SamplingRatio],
            SettingParsers.Ratio,
            "1.0",
            out var ratio)
            ? ratio
            : null;

    private int MaxContentBytes() =>
        _reader.TryRead<int>(
            _options.MaxContentBytes?.ToString(CultureInfo.InvariantCulture),
            nameof(MlflowTracingOptions.MaxContentBytes),
            [],
            SettingParsers.PositiveInteger,
            ContentSettings.DefaultMaxBytes.ToString(CultureInfo.InvariantCulture),
            out var bytes)
            ? Math.Max(bytes, ContentSettings.MinimumMaxBytes)
            : ContentSettings.DefaultMaxBytes;

    private TimeSpan MaxContentTime() =>
        _reader.TryRead<TimeSpan>(
            _options.MaxContentTime?.ToString("c", CultureInfo.InvariantCulture),
            nameof(MlflowTracingOptions.MaxContentTime),
            [],
            SettingParsers.Timeout,
            $"{ContentSettings.DefaultMaxTime:c}",
            out var time)
            ? time
            : ContentSettings.DefaultMaxTime;

    private bool? DiagnoseAtStart() =>
        _reader.TryRead<bool>(
            _options.DiagnoseAtStart?.ToString(), nameof(MlflowTracingOptions.DiagnoseAtStart), [], SettingParsers.Boolean, "in development", out var value)
            ? value
            : null;

    private bool Boolean(bool? code, string name, string environment, bool fallback) =>
        _reader.TryRead<bool>(code?.ToString(), name, [environment], SettingParsers.Boolean, fallback.ToString(), out var value) ? value : fallback;
}
