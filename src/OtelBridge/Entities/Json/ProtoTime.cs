using System.Globalization;
using System.Text.RegularExpressions;

namespace OtelBridge.Entities.Json;

/// <summary>Times and durations as protobuf writes them in JSON: <c>2025-11-05T08:49:18.699Z</c>, <c>1.500s</c>, with 0, 3, 6 or 9 digits behind the point.</summary>
internal static partial class ProtoTime
{
    private const int NanoDigits = 9;
    private const long NanosPerSecond = 1_000_000_000;

    public static string Timestamp(long unixNs)
    {
        var (seconds, nanos) = Math.DivRem(unixNs, NanosPerSecond);
        if (nanos < 0)
        {
            (seconds, nanos) = (seconds - 1, nanos + NanosPerSecond);
        }

        var time = DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
        return $"{time}{FractionText(nanos)}Z";
    }

    public static string Timestamp(DateTimeOffset time)
    {
        var utc = time.ToUniversalTime();
        return $"{utc.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture)}{FractionText(utc.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick)}Z";
    }

    public static string Duration(TimeSpan duration)
    {
        var (seconds, ticks) = Math.DivRem(duration.Ticks, TimeSpan.TicksPerSecond);
        var sign = duration < TimeSpan.Zero ? "-" : string.Empty;
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{Math.Abs(seconds)}{FractionText(Math.Abs(ticks) * TimeSpan.NanosecondsPerTick)}s");
    }

    /// <summary>Reads a time of RFC 3339 as nanoseconds since 1970; false when it is none, or does not fit.</summary>
    public static bool TryReadTimestamp(string text, out long unixNs)
    {
        unixNs = 0;
        return TryReadTime(text, out var time, out var nanos)
            && TryFit(((Int128)time.ToUnixTimeSeconds() * NanosPerSecond) + nanos, out unixNs);
    }

    /// <summary>Reads a time of RFC 3339, to a tenth of a microsecond.</summary>
    public static bool TryReadTimestamp(string text, out DateTimeOffset time)
    {
        var isTime = TryReadTime(text, out time, out var nanos);
        time = time.ToUniversalTime();
        time = isTime ? time.AddTicks(nanos / TimeSpan.NanosecondsPerTick) : time;
        return isTime;
    }

    public static bool TryReadDuration(string text, out TimeSpan duration)
    {
        duration = default;
        var match = DurationForm().Match(text);
        if (!match.Success || !long.TryParse(match.Groups["seconds"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return false;
        }

        var ticks = ((Int128)seconds * TimeSpan.TicksPerSecond) + (Fraction(match.Groups["fraction"].Value) / TimeSpan.NanosecondsPerTick);
        if (!TryFit(match.Groups["sign"].Length > 0 ? -ticks : ticks, out var fitting))
        {
            return false;
        }

        duration = TimeSpan.FromTicks(fitting);
        return true;
    }

    private static bool TryReadTime(string text, out DateTimeOffset time, out long nanos)
    {
        time = default;
        nanos = 0;
        var match = TimestampForm().Match(text);
        if (!match.Success)
        {
            return false;
        }

        var zone = match.Groups["zone"].Value;
        nanos = Fraction(match.Groups["fraction"].Value);
        return DateTimeOffset.TryParseExact(
            match.Groups["time"].Value + (zone is "Z" or "z" ? "+00:00" : zone),
            "yyyy-MM-dd'T'HH:mm:sszzz",
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out time);
    }

    private static bool TryFit(Int128 number, out long fitting)
    {
        var fits = number >= long.MinValue && number <= long.MaxValue;
        fitting = fits ? (long)number : 0;
        return fits;
    }

    private static string FractionText(long nanos) => nanos switch
    {
        0 => string.Empty,
        _ when nanos % 1_000_000 == 0 => string.Create(CultureInfo.InvariantCulture, $".{nanos / 1_000_000:000}"),
        _ when nanos % 1_000 == 0 => string.Create(CultureInfo.InvariantCulture, $".{nanos / 1_000:000000}"),
        _ => string.Create(CultureInfo.InvariantCulture, $".{nanos:000000000}"),
    };

    private static long Fraction(string digits) =>
        digits.Length == 0 ? 0 : long.Parse(digits.PadRight(NanoDigits, '0')[..NanoDigits], NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"^(?<time>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(\.(?<fraction>[0-9]{1,20}))?(?<zone>[Zz]|[+-][0-9]{2}:[0-9]{2})\z",
        RegexOptions.ExplicitCapture)]
    private static partial Regex TimestampForm();

    [GeneratedRegex(@"^(?<sign>-?)(?<seconds>[0-9]{1,18})(\.(?<fraction>[0-9]{1,20}))?s\z", RegexOptions.ExplicitCapture)]
    private static partial Regex DurationForm();
}
