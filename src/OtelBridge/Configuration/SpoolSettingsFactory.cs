using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace OtelBridge.Configuration;

/// <summary>Decides whether and where what cannot be delivered waits on disk.</summary>
internal sealed class SpoolSettingsFactory(SettingsReader reader)
{
    public SpoolSettings? Create(MlflowDeliveryOptions common, DestinationReader destination, MlflowDeliveryOptions own)
    {
        if (!TryRead(destination, own.SpoolPath, common.SpoolPath, nameof(own.SpoolPath), SettingParsers.Text, "no spool", out string? path))
        {
            return null;
        }

        var settings = new SpoolSettings { Path = path };
        return settings with
        {
            MaxBytes = TryRead<long>(
                destination, Text(own.MaxSpoolBytes), Text(common.MaxSpoolBytes), nameof(own.MaxSpoolBytes), SettingParsers.PositiveLong, $"{settings.MaxBytes}", out var bytes)
                ? bytes
                : settings.MaxBytes,
            MaxAge = TryRead<TimeSpan>(
                destination, Text(own.MaxSpoolAge), Text(common.MaxSpoolAge), nameof(own.MaxSpoolAge), SettingParsers.SecondsOrTime, $"{settings.MaxAge:c}", out var age)
                ? age
                : settings.MaxAge,
        };
    }

    private bool TryRead<T>(
        DestinationReader destination, string? own, string? common, string name, SettingsReader.Parse<T> parse, string fallback, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out T? value)
    {
        var key = ConfigurationPath.Combine(nameof(MlflowTracingOptions.Delivery), name);
        return destination.TryRead(own, key, [], parse, fallback, out value) || reader.TryRead(common, key, [], parse, fallback, out value);
    }

    private static string? Text(long? number) => number?.ToString(CultureInfo.InvariantCulture);

    private static string? Text(TimeSpan? time) => time?.ToString("c", CultureInfo.InvariantCulture);
}
