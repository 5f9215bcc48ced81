using System.Globalization;
using Microsoft.Extensions.Configuration;
using OtelBridge.Tracing.Json;

namespace OtelBridge.Configuration;

/// <summary>Decides all settings of one tracing.</summary>
internal sealed class TracingSettingsFactory
{
    private readonly MlflowTracingOptions _options;
    private readonly SettingsReader _reader;

    private TracingSettingsFactory(MlflowTracingOptions options, IConfiguration configuration)
    {
        _options = options;
        _reader = new SettingsReader(configuration);
    }

    public static TracingSettings Create(MlflowTracingOptions options, IConfiguration configuration) =>
        new TracingSettingsFactory(options, configuration).Create();

    private TracingSettings Create()
    {
        var collector = new CollectorSettingsFactory(_options, _reader);
        var (toCollector, toStore) = Route(collector.IsConfigured);
        var tracking = new TrackingSettingsFactory(_reader).Create(_options);
        return new TracingSettings
        {
            Collector = toCollector ? collector.Create() : null,
            Store = toStore ? Store(tracking) : null,
            Tracking = tracking,
            ExperimentId = tracking.ExperimentId,
            SamplingRatio = SamplingRatio(),
            Sources = [.. _options.Sources.Concat(_reader.List(nameof(MlflowTracingOptions.Sources))).Where(s => !string.IsNullOrWhiteSpace(s)).Distinct(StringComparer.Ordinal)],
            MaxContentBytes = MaxContentBytes(),
            MaxContentTime = MaxContentTime(),
            JsonSerializerOptions = _options.JsonSerializerOptions,
            Lifetime = new LifetimeSettingsFactory(_reader).Create(_options.Lifetime),
            Delivery = new DeliverySettingsFactory(_reader).Create(_options.Delivery),
        };
    }

    // MLflow's rule for Auto: a collector takes everything, unless it is switched off or dual export is on.
    private (bool Collector, bool Store) Route(bool hasCollector)
    {
        var mode = _reader.TryRead<ExportMode>(
            _options.Export?.ToString(), nameof(MlflowTracingOptions.Export), [], SettingParsers.Mode, nameof(ExportMode.Auto), out var read)
            ? read
            : ExportMode.Auto;
        var useCollector = hasCollector && Boolean(_options.EnableOtlpExporter, nameof(MlflowTracingOptions.EnableOtlpExporter), EnvironmentKeys.EnableOtlpExporter, fallback: true);
        var dual = Boolean(_options.EnableDualExport, nameof(MlflowTracingOptions.EnableDualExport), EnvironmentKeys.EnableDualExport, fallback: false);
        return mode switch
        {
            ExportMode.Collector => (true, false),
            ExportMode.Store => (false, true),
            ExportMode.Both => (true, true),
            ExportMode.None => (false, false),
            _ => (useCollector, !useCollector || dual),
        };
    }

    private static StoreSettings Store(TrackingSettings tracking) => new(
        tracking.Address.Uri, tracking.ExperimentId, tracking.ExperimentName, tracking.Address.Wire == TrackingWire.Rest ? tracking.Rest : null);

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

    private bool Boolean(bool? code, string name, string environment, bool fallback) =>
        _reader.TryRead<bool>(code?.ToString(), name, [environment], SettingParsers.Boolean, fallback.ToString(), out var value) ? value : fallback;
}
