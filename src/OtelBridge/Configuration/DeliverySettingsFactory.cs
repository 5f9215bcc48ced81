using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace OtelBridge.Configuration;

/// <summary>Decides the settings of the queues: for all destinations, and for one of them.</summary>
internal sealed class DeliverySettingsFactory(SettingsReader reader)
{
    /// <summary>Each batch under way has an array of this length.</summary>
    private const int MaxBatchSpans = 64 * 1024;

    /// <summary>Far above what servers take, and below what the four bytes of a written length can say.</summary>
    private const int MaxRequestBytes = 64 * 1024 * 1024;

    private static readonly DeliverySettings Default = new();
    private static readonly MlflowDeliveryOptions Unset = new();

    private DestinationReader? _destination;
    private MlflowDeliveryOptions _own = Unset;

    /// <summary>What counts for every destination that says nothing else.</summary>
    public DeliverySettings Create(MlflowDeliveryOptions options)
    {
        var queueSpans = Integer(options.MaxQueueSpans, _own.MaxQueueSpans, nameof(options.MaxQueueSpans), Default.MaxQueueSpans, EnvironmentKeys.AsyncMaxQueueSize);
        return new DeliverySettings
        {
            MaxQueueSpans = queueSpans,
            MaxQueueBytes = Long(options.MaxQueueBytes, _own.MaxQueueBytes, nameof(options.MaxQueueBytes), Default.MaxQueueBytes),
            MaxBatchSpans = Math.Min(
                Integer(options.MaxBatchSpans, _own.MaxBatchSpans, nameof(options.MaxBatchSpans), Default.MaxBatchSpans), Math.Min(queueSpans, MaxBatchSpans)),
            BatchDelay = Time(options.BatchDelay, _own.BatchDelay, nameof(options.BatchDelay), Default.BatchDelay),
            MaxRequestBytes = Math.Min(Integer(options.MaxRequestBytes, _own.MaxRequestBytes, nameof(options.MaxRequestBytes), Default.MaxRequestBytes), MaxRequestBytes),
            SendTimeout = Time(options.SendTimeout, _own.SendTimeout, nameof(options.SendTimeout), Default.SendTimeout, SettingParsers.Timeout),
            RetryTimeout = Time(
                options.RetryTimeout, _own.RetryTimeout, nameof(options.RetryTimeout), Default.RetryTimeout, SettingParsers.DurationOrSeconds, EnvironmentKeys.AsyncRetryTimeout),
            ShutdownTimeout = Time(options.ShutdownTimeout, _own.ShutdownTimeout, nameof(options.ShutdownTimeout), Default.ShutdownTimeout),
        };
    }

    /// <summary>What counts for one destination.</summary>
    public DeliverySettings Create(MlflowDeliveryOptions common, DestinationReader destination, MlflowDeliveryOptions own)
    {
        (_destination, _own) = (destination, own);
        return Create(common);
    }

    private int Integer(int? code, int? own, string name, int fallback, params string[] environment) =>
        TryRead<int>(
            code?.ToString(CultureInfo.InvariantCulture), own?.ToString(CultureInfo.InvariantCulture), name, environment, SettingParsers.PositiveInteger, $"{fallback}", out var value)
            ? value
            : fallback;

    private long Long(long? code, long? own, string name, long fallback) =>
        TryRead<long>(code?.ToString(CultureInfo.InvariantCulture), own?.ToString(CultureInfo.InvariantCulture), name, [], SettingParsers.PositiveLong, $"{fallback}", out var value)
            ? value
            : fallback;

    private TimeSpan Time(TimeSpan? code, TimeSpan? own, string name, TimeSpan fallback, SettingsReader.Parse<TimeSpan>? parse = null, params string[] environment) =>
        TryRead<TimeSpan>(
            code?.ToString("c", CultureInfo.InvariantCulture), own?.ToString("c", CultureInfo.InvariantCulture), name, environment, parse ?? SettingParsers.Duration, $"{fallback:c}", out var value)
            ? value
            : fallback;

    private bool TryRead<T>(string? code, string? own, string name, string[] environment, SettingsReader.Parse<T> parse, string fallback, [NotNullWhen(true)] out T? value)
    {
        var key = ConfigurationPath.Combine(nameof(MlflowTracingOptions.Delivery), name);
        value = default;
        return (_destination is not null && _destination.TryRead(own, key, [], parse, fallback, out value)) || reader.TryRead(code, key, environment, parse, fallback, out value);
    }
}
