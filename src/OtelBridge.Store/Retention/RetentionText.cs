using System.Globalization;

namespace OtelBridge.Store.Retention;

/// <summary>Ages and sizes as people write them: <c>30d</c>, <c>12h</c>, <c>10GB</c>, <c>1.5 GiB</c>, <c>forever</c>.</summary>
public static class RetentionText
{
    /// <summary>What an age looks like, for messages.</summary>
    public const string AgeForm = "a number with m, h, d or w, such as 30d, or 'forever'";

    /// <summary>What a size looks like, for messages.</summary>
    public const string SizeForm = "a number with MB, GB, TB or MiB, GiB, TiB, such as 10GB, or 'forever'";

    private const string Forever = "forever";

    private static readonly (string Unit, decimal Ticks)[] AgeUnits =
        [("m", TimeSpan.TicksPerMinute), ("h", TimeSpan.TicksPerHour), ("d", TimeSpan.TicksPerDay), ("w", 7 * TimeSpan.TicksPerDay)];

    // The longer names first: each ends with the shorter.
    private static readonly (string Unit, decimal Bytes)[] SizeUnits =
    [
        ("KiB", 1L << 10), ("MiB", 1L << 20), ("GiB", 1L << 30), ("TiB", 1L << 40),
        ("KB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000), ("TB", 1_000_000_000_000),
        ("B", 1),
    ];

    /// <summary>Reads an age.</summary>
    /// <param name="text">The text.</param>
    /// <param name="age">The age; null for ever.</param>
    /// <returns>False when it is none, or not above zero.</returns>
    public static bool TryReadAge(string text, out TimeSpan? age)
    {
        age = Read(text, AgeUnits, out var ticks) ? ticks is { } some ? new TimeSpan(some) : null : TimeSpan.Zero;
        return age != TimeSpan.Zero;
    }

    /// <summary>Reads a size.</summary>
    /// <param name="text">The text.</param>
    /// <param name="bytes">The bytes; null without end.</param>
    /// <returns>False when it is none, or not above zero.</returns>
    public static bool TryReadSize(string text, out long? bytes)
    {
        if (!Read(text, SizeUnits, out bytes))
        {
            bytes = 0;
        }

        return bytes != 0;
    }

    private static bool Read(string text, (string Unit, decimal Worth)[] units, out long? value)
    {
        value = null;
        ArgumentNullException.ThrowIfNull(text);
        text = text.Trim();
        if (text.Equals(Forever, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        foreach (var (unit, worth) in units)
        {
            if (text.EndsWith(unit, StringComparison.OrdinalIgnoreCase))
            {
                var isNumber = decimal.TryParse(
                    text.AsSpan(0, text.Length - unit.Length).TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number);

                // More than a number can hold is as good as the largest.
                value = isNumber ? (long)Math.Min(Math.Min(number, long.MaxValue / worth) * worth, long.MaxValue) : 0;
                return isNumber;
            }
        }

        return false;
    }
}
