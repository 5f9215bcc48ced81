using System.Globalization;

namespace OtelBridge.Grpc;

/// <summary>The value of <c>grpc-timeout</c>: at most eight digits and a unit, e.g. <c>1500m</c> for 1.5 seconds.</summary>
public static class GrpcTimeout
{
    private const int MaxDigits = 8;

    /// <summary>Writes a timeout in the finest unit that fits eight digits, rounded up, so that no deadline is shortened.</summary>
    public static string Format(TimeSpan timeout)
    {
        if (timeout <= TimeSpan.Zero)
        {
            return "1n";
        }

        ReadOnlySpan<(double Nanoseconds, char Unit)> units =
            [(1, 'n'), (1e3, 'u'), (1e6, 'm'), (1e9, 'S'), (60e9, 'M'), (3600e9, 'H')];
        var nanoseconds = timeout.TotalNanoseconds;
        foreach (var (size, unit) in units)
        {
            var value = Math.Ceiling(nanoseconds / size);
            if (value < 1e8)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{value:F0}{unit}");
            }
        }

        return "99999999H";
    }

    /// <summary>Reads a timeout; false for text that is not one.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan timeout)
    {
        timeout = default;
        if (text.Length is < 2 or > MaxDigits + 1
            || !long.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var value))
        {
            return false;
        }

        double nanoseconds = text[^1] switch
        {
            'n' => 1,
            'u' => 1e3,
            'm' => 1e6,
            'S' => 1e9,
            'M' => 60e9,
            'H' => 3600e9,
            _ => 0,
        };
        timeout = TimeSpan.FromTicks((long)Math.Min(value * nanoseconds / TimeSpan.NanosecondsPerTick, TimeSpan.MaxValue.Ticks / 2.0));
        return nanoseconds > 0;
    }
}
