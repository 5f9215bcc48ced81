using System.Buffers;
using System.Globalization;

namespace OtelBridge.Server.Jaeger;

/// <summary>Durations as Go writes them: <c>1.5s</c>, <c>100ms</c>, <c>1h2m3s</c>.</summary>
internal static class GoDuration
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    // The longer ones first.
    private static readonly (string Name, long Nanos)[] Units =
    [
        ("ns", 1), ("us", 1_000), ("µs", 1_000), ("μs", 1_000), ("ms", 1_000_000), ("s", 1_000_000_000), ("m", 60_000_000_000), ("h", 3_600_000_000_000),
    ];

    /// <summary>Reads a duration as nanoseconds; false when it is none, below zero, or more than 64 bits hold.</summary>
    public static bool TryRead(string text, out long nanos)
    {
        nanos = 0;
        if (text is "0" or "+0")
        {
            return true;
        }

        var rest = text.AsSpan();
        rest = rest.StartsWith("+") ? rest[1..] : rest;
        var sum = 0m;
        if (rest.IsEmpty)
        {
            return false;
        }

        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept(Digits);
            if (digits is <= 0 or > 20
                || !decimal.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                || Unit(rest[digits..]) is not { } unit)
            {
                return false;
            }

            sum += Math.Min(number, (decimal)long.MaxValue / unit.Nanos + 1) * unit.Nanos;
            if (sum > long.MaxValue)
            {
                return false;
            }

            rest = rest[(digits + unit.Name.Length)..];
        }

        nanos = (long)sum;
        return true;
    }

    private static (string Name, long Nanos)? Unit(ReadOnlySpan<char> text)
    {
        foreach (var unit in Units)
        {
            if (text.StartsWith(unit.Name, StringComparison.Ordinal))
            {
                return unit;
            }
        }

        return null;
    }
}
