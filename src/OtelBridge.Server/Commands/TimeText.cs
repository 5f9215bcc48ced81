using System.Globalization;

namespace OtelBridge.Server.Commands;

/// <summary>Times as people read them.</summary>
internal static class TimeText
{
    /// <summary>A moment in UTC to the millisecond.</summary>
    public static string Moment(ulong unixNano)
    {
        const ulong NanosecondsPerTick = 100;
        var ticks = (long)(unixNano / NanosecondsPerTick);
        return ticks <= DateTime.MaxValue.Ticks - DateTime.UnixEpoch.Ticks
            ? DateTime.UnixEpoch.AddTicks(ticks).ToString("yyyy-MM-dd HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
            : "beyond the year 9999";
    }

    /// <summary>A duration in the unit that keeps it short: 12 µs, 3.4 ms, 1.23 s, 2 min 5 s.</summary>
    public static string Duration(long nano) => nano switch
    {
        < 0 => "unknown",
        < 1_000 => Text($"{nano} ns"),
        < 1_000_000 => Text($"{nano / 1e3:0.#} µs"),
        < 1_000_000_000 => Text($"{nano / 1e6:0.#} ms"),
        < 60_000_000_000 => Text($"{nano / 1e9:0.##} s"),
        < 3_600_000_000_000 => Text($"{nano / 60_000_000_000} min {nano / 1_000_000_000 % 60} s"),
        _ => Text($"{nano / 3_600_000_000_000} h {nano / 60_000_000_000 % 60} min"),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
