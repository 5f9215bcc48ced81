using System.Globalization;
using Microsoft.Extensions.Configuration;
using OtelBridge.Client.Spans;

namespace OtelBridge.Configuration;

/// <summary>Decides how long traces may stay open.</summary>
internal sealed class LifetimeSettingsFactory(SettingsReader reader)
{
    private static readonly LifetimeSettings Default = new();

    public LifetimeSettings Create(MlflowLifetimeOptions options) => new()
    {
        Timeout = Seconds(options.Timeout, nameof(options.Timeout), EnvironmentKeys.TraceTimeout, "no timeout"),
        CheckInterval = Seconds(options.TimeoutCheckInterval, nameof(options.TimeoutCheckInterval), EnvironmentKeys.TraceTimeoutCheckInterval, "1") ?? Default.CheckInterval,
        Buffer = new TraceBufferSettings
        {
            MaxTraces = Count(options.MaxClientTraces, nameof(options.MaxClientTraces), EnvironmentKeys.TraceBufferMaxSize) ?? Default.Buffer.MaxTraces,
            TimeToLive = Seconds(options.MaxClientTraceAge, nameof(options.MaxClientTraceAge), EnvironmentKeys.TraceBufferTtl, "3600") ?? Default.Buffer.TimeToLive,
        },
    };

    private static string Key(string name) => ConfigurationPath.Combine(nameof(MlflowTracingOptions.Lifetime), name);

    private TimeSpan? Seconds(TimeSpan? code, string name, string variable, string fallback) =>
        reader.TryRead<TimeSpan>(code?.ToString("c", CultureInfo.InvariantCulture), Key(name), [variable], SettingParsers.SecondsOrTime, fallback, out var value) ? value : null;

    private int? Count(int? code, string name, string variable) =>
        reader.TryRead<int>(code?.ToString(CultureInfo.InvariantCulture), Key(name), [variable], SettingParsers.PositiveInteger, $"{Default.Buffer.MaxTraces}", out var value) ? value : null;
}
