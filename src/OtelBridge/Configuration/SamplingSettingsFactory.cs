using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using OtelBridge.Export;

namespace OtelBridge.Configuration;

/// <summary>Decides which traces a destination gets.</summary>
internal sealed class SamplingSettingsFactory(DestinationReader reader)
{
    private static readonly SamplingSettings Default = new();

    /// <summary>What is sampled; null when every trace is sent.</summary>
    public SamplingSettings? Create(SamplingOptions options)
    {
        var settings = new SamplingSettings
        {
            KeepErrors = TryRead<bool>(options.KeepErrors?.ToString(), nameof(options.KeepErrors), SettingParsers.Boolean, "false", out var errors) && errors,
            KeepSlowerThan = TryRead<TimeSpan>(Text(options.KeepSlowerThan), nameof(options.KeepSlowerThan), SettingParsers.Duration, "none", out var slow) ? slow : null,
            KeepMoreTokensThan = TryRead<long>(Text(options.KeepMoreTokensThan), nameof(options.KeepMoreTokensThan), SettingParsers.Count, "none", out var tokens) ? tokens : null,
            KeepCostlierThan = TryRead<double>(Text(options.KeepCostlierThan), nameof(options.KeepCostlierThan), SettingParsers.Amount, "none", out var cost) ? cost : null,
            MaxHeldSpans = TryRead<int>(Text(options.MaxHeldSpans), nameof(options.MaxHeldSpans), SettingParsers.PositiveInteger, $"{Default.MaxHeldSpans}", out var spans)
                ? spans
                : Default.MaxHeldSpans,
            MaxHeldBytes = TryRead<long>(Text(options.MaxHeldBytes), nameof(options.MaxHeldBytes), SettingParsers.PositiveLong, $"{Default.MaxHeldBytes}", out var bytes)
                ? bytes
                : Default.MaxHeldBytes,
            MaxHoldTime = TryRead<TimeSpan>(Text(options.MaxHoldTime), nameof(options.MaxHoldTime), SettingParsers.Timeout, $"{Default.MaxHoldTime:c}", out var time)
                ? time
                : Default.MaxHoldTime,
        };
        settings = settings with { Ratio = Ratio(options, settings.HasRules) };
        return settings.Ratio >= 1 ? null : settings;
    }

    // A ratio that cannot be used must not cost traces, as leaving it out beside a rule is meant to.
    private double Ratio(SamplingOptions options, bool hasRules)
    {
        const string Name = nameof(SamplingOptions.Ratio);
        return TryRead<double>(Text(options.Ratio), Name, SettingParsers.Ratio, "1", out var ratio) ? ratio
            : hasRules && !TryRead(Text(options.Ratio), Name, SettingParsers.Text, string.Empty, out string? _) ? 0
            : 1;
    }

    private bool TryRead<T>(string? code, string name, SettingsReader.Parse<T> parse, string fallback, [NotNullWhen(true)] out T? value) =>
        reader.TryRead(code, ConfigurationPath.Combine(nameof(ExportDestinationOptions.Sampling), name), [], parse, fallback, out value);

    private static string? Text(IFormattable? value) => value switch
    {
        null => null,
        TimeSpan time => time.ToString("c", CultureInfo.InvariantCulture),
        _ => value.ToString(null, CultureInfo.InvariantCulture),
    };
}
