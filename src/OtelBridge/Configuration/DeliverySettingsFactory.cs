using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace OtelBridge.Configuration;

/// <summary>Decides the settings of the queues.</summary>
internal sealed class DeliverySettingsFactory(SettingsReader reader)
{
    /// <summary>Each batch under way has an array of this length.</summary>
    private const int MaxBatchSpans = 64 * 1024;

    /// <summary>Far above what servers take, and below what the four bytes of a written length can say.</summary>
    private const int MaxRequestBytes = 64 * 1024 * 1024;

    private static readonly DeliverySettings Default = new();

    public DeliverySettings Create(MlflowDeliveryOptions options) => Create(
        options, Integer(options.MaxQueueSpans, nameof(options.MaxQueueSpans), Default.MaxQueueSpans, EnvironmentKeys.AsyncMaxQueueSize));

    private DeliverySettings Create(MlflowDeliveryOptions options, int queueSpans) => new()
    {
        MaxQueueSpans = queueSpans,
        MaxQueueBytes = Long(options.MaxQueueBytes, nameof(options.MaxQueueBytes), Default.MaxQueueBytes),
        MaxBatchSpans = Math.Min(Integer(options.MaxBatchSpans, nameof(options.MaxBatchSpans), Default.MaxBatchSpans), Math.Min(queueSpans, MaxBatchSpans)),
        BatchDelay = Time(options.BatchDelay, nameof(options.BatchDelay), Default.BatchDelay),
        MaxRequestBytes = Math.Min(Integer(options.MaxRequestBytes, nameof(options.MaxRequestBytes), Default.MaxRequestBytes), MaxRequestBytes),
        SendTimeout = Time(options.SendTimeout, nameof(options.SendTimeout), Default.SendTimeout, SettingParsers.Timeout),
        RetryTimeout = Time(options.RetryTimeout, nameof(options.RetryTimeout), Default.RetryTimeout, SettingParsers.DurationOrSeconds, EnvironmentKeys.AsyncRetryTimeout),
        ShutdownTimeout = Time(options.ShutdownTimeout, nameof(options.ShutdownTimeout), Default.ShutdownTimeout),
    };

    private int Integer(int? code, string name, int fallback, params string[] environment) =>
        reader.TryRead<int>(code?.ToString(CultureInfo.InvariantCulture), Key(name), environment, SettingParsers.PositiveInteger, $"{fallback}", out var value) ? value : fallback;

    private long Long(long? code, string name, long fallback) =>
        reader.TryRead<long>(code?.ToString(CultureInfo.InvariantCulture), Key(name), [], SettingParsers.PositiveLong, $"{fallback}", out var value) ? value : fallback;

    private TimeSpan Time(TimeSpan? code, string name, TimeSpan fallback, SettingsReader.Parse<TimeSpan>? parse = null, params string[] environment) =>
        reader.TryRead<TimeSpan>(code?.ToString("c", CultureInfo.InvariantCulture), Key(name), environment, parse ?? SettingParsers.Duration, $"{fallback:c}", out var value) ? value : fallback;

    private static string Key(string name) => ConfigurationPath.Combine(nameof(MlflowTracingOptions.Delivery), name);
}
