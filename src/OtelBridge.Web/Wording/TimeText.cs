using System.Globalization;

namespace OtelBridge.Web.Wording;

/// <summary>Times as people read them.</summary>
internal static class TimeText
{
    /// <summary>A moment in UTC to the millisecond.</summary>
    public static string Moment(ulong unixNano)
    {
        return At(unixNano)?.ToString("yyyy-MM-dd HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) ?? "beyond the year 9999";
    }

    /// <summary>A moment in the form that scripts and machines read.</summary>
    public static string Iso(ulong unixNano) => At(unixNano)?.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture) ?? "";

    /// <summary>How long ago: 5 s ago, 3 min ago, in 2 h (clocks differ), and day and time once it is a week.</summary>
    public static string Ago(ulong unixNano, DateTimeOffset now)
    {
        if (At(unixNano) is not { } moment)
        {
            return Moment(unixNano);
        }

        var past = now.UtcDateTime - moment;
        var size = past.Duration();
        if (size.TotalDays >= 7)
        {
            return moment.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
        }

        var text = size.TotalMinutes < 1 ? Text($"{(int)size.TotalSeconds} s")
            : size.TotalHours < 1 ? Text($"{(int)size.TotalMinutes} min")
            : size.TotalDays < 1 ? Text($"{(int)size.TotalHours} h") : Text($"{(int)size.TotalDays} d");
        return past < TimeSpan.Zero && size.TotalSeconds >= 1 ? $"in {text}" : $"{text} ago";
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

    /// <summary>A length of time in its two largest units: 30 d, 1 d 4 h, 5 min.</summary>
    public static string Length(TimeSpan length) => length switch
    {
        { TotalMinutes: < 1 } => Text($"{(int)length.TotalSeconds} s"),
        { TotalHours: < 1 } => Text($"{length.Minutes} min"),
        { TotalDays: < 1 } => length.Minutes == 0 ? Text($"{length.Hours} h") : Text($"{length.Hours} h {length.Minutes} min"),
        _ => length.Hours == 0 ? Text($"{(int)length.TotalDays} d") : Text($"{(int)length.TotalDays} d {length.Hours} h"),
    };

    private static DateTime? At(ulong unixNano)
    {
        const ulong NanosecondsPerTick = 100;
        var ticks = (long)(unixNano / NanosecondsPerTick);
        return ticks <= DateTime.MaxValue.Ticks - DateTime.UnixEpoch.Ticks ? DateTime.UnixEpoch.AddTicks(ticks) : null;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
