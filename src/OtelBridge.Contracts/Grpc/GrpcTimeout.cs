using System.Globalization;

namespace OtelBridge.Grpc;

/// <summary>The value of <c>grpc-timeout</c>: at most eight digits and a unit, e.g. <c>1500m</c> for 1.5 seconds.</summary>
public static class GrpcTimeout
{
    private const int MaxDigits = 8;
    private const long MaxValue = 99_999_999;

    /// <summary>Writes a timeout in the finest unit that fits eight digits, rounded up, so that no deadline is shortened.</summary>
    /// <remarks>What lies beyond the notation (11,407 years) becomes its largest value; zero and less become one nanosecond.</remarks>
    public static string Format(TimeSpan timeout)
    {
        if (timeout <= TimeSpan.Zero)
        {
            return "1n";
        }

        if (timeout.Ticks <= MaxValue / TimeSpan.NanosecondsPerTick)
        {
            return Write(timeout.Ticks * TimeSpan.NanosecondsPerTick, 'n');
        }

        ReadOnlySpan<(long Ticks, char Unit)> units =
        [
            (TimeSpan.TicksPerMicrosecond, 'u'),
            (TimeSpan.TicksPerMillisecond, 'm'),
            (TimeSpan.TicksPerSecond, 'S'),
            (TimeSpan.TicksPerMinute, 'M'),
            (TimeSpan.TicksPerHour, 'H'),
        ];
        foreach (var (ticks, unit) in units)
        {
            var value = ((timeout.Ticks - 1) / ticks) + 1;
            if (value <= MaxValue)
            {
                return Write(value, unit);
            }
        }

        return Write(MaxValue, 'H');
    }

    /// <summary>Reads a timeout, rounded up to whole ticks of 100 ns; false for text that is not one.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan timeout)
    {
        timeout = default;

        // The digits are checked here because number parsing lets NUL characters follow them.
        if (text.Length is < 2 or > MaxDigits + 1 || text[..^1].ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        // Eight digits of hours are 3.6e18 ticks: no product overflows.
        var value = long.Parse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture);
        var ticks = text[^1] switch
        {
            'n' => (value + TimeSpan.NanosecondsPerTick - 1) / TimeSpan.NanosecondsPerTick,
            'u' => value * TimeSpan.TicksPerMicrosecond,
            'm' => value * TimeSpan.TicksPerMillisecond,
            'S' => value * TimeSpan.TicksPerSecond,
            'M' => value * TimeSpan.TicksPerMinute,
            'H' => value * TimeSpan.TicksPerHour,
            _ => -1,
        };
        if (ticks < 0)
        {
            return false;
        }

        timeout = TimeSpan.FromTicks(ticks);
        return true;
    }

    private static string Write(long value, char unit) => string.Create(CultureInfo.InvariantCulture, $"{value}{unit}");
}
