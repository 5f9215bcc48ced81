using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace OtelBridge.Configuration;

/// <summary>Decides the settings of the queues.</summary>
internal sealed class DeliverySettingsFactory(SettingsReader reader)
{
    private static readonly DeliverySettings Default = new();

    public DeliverySettings Create(MlflowDeliveryOptions options) => new()
    {
        MaxQueueSpans = Integer(options.MaxQueueSpans, nameof(options.MaxQueueSpans), Default.MaxQueueSpans),
        MaxQueueBytes = Long(options.MaxQueueBytes, nameof(options.MaxQueueBytes), Default.MaxQueueBytes),
        MaxBatchSpans = Integer(options.MaxBatchSpans, nameof(options.MaxBatchSpans), Default.MaxBatchSpans),
        BatchDelay = Time(options.BatchDelay, nameof(options.BatchDelay), Default.BatchDelay),
        MaxRequestBytes = Integer(options.MaxRequestBytes, nameof(options.MaxRequestBytes), Default.MaxRequestBytes),
        SendTimeout = Time(options.SendTimeout, nameof(options.SendTimeout), Default.SendTimeout),
        RetryTimeout = Time(options.RetryTimeout, nameof(options.RetryTimeout), Default.RetryTimeout),
        ShutdownTimeout = Time(options.ShutdownTimeout, nameof(options.ShutdownTimeout), Default.ShutdownTimeout),
    };

    private int Integer(int? code, string name, int fallback) =>
        reader.TryRead<int>(code?.ToString(CultureInfo.InvariantCulture), Key(name), [], SettingParsers.PositiveInteger, $"{fallback}", out var value) ? value : fallback;

    private long Long(long? code, string name, long fallback) =>
        reader.TryRead<long>(code?.ToString(CultureInfo.InvariantCulture), Key(name), [], SettingParsers.PositiveLong, $"{fallback}", out var value) ? value : fallback;

    private TimeSpan Time(TimeSpan? code, string name, TimeSpan fallback) =>
        reader.TryRead<TimeSpan>(code?.ToString("c", CultureInfo.InvariantCulture), Key(name), [], SettingParsers.Duration, $"{fallback:c}", out var value) ? value : fallback;

    private static string Key(string name) => ConfigurationPath.Combine(nameof(MlflowTracingOptions.Delivery), name);
}
