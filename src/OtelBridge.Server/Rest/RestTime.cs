using System.Globalization;
using System.Text.RegularExpressions;

namespace OtelBridge.Server.Rest;

/// <summary>Times and durations as protobuf writes them in JSON; MLflow cuts them to milliseconds.</summary>
internal static partial class RestTime
{
    private const long NanosPerSecond = 1_000_000_000;
    private const int NanoDigits = 9;

    /// <summary>Writes <c>2025-11-05T08:49:18.699Z</c>, without a fraction where there is none.</summary>
    public static string Timestamp(long unixMs)
    {
        var time = DateTimeOffset.FromUnixTimeMilliseconds(
            Math.Clamp(unixMs, DateTimeOffset.MinValue.ToUnixTimeMilliseconds(), DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));
        return time.ToString(time.Millisecond == 0 ? "yyyy-MM-ddTHH:mm:ss'Z'" : "yyyy-MM-ddTHH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
    }

    /// <summary>Writes <c>0.123s</c>, <c>1s</c>, <c>1.500s</c>.</summary>
    public static string Duration(long milliseconds)
    {
        var (seconds, rest) = Math.DivRem(Math.Abs(milliseconds), 1000);
        var sign = milliseconds < 0 ? "-" : string.Empty;
        return rest == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{sign}{seconds}s")
            : string.Create(CultureInfo.InvariantCulture, $"{sign}{seconds}.{rest:000}s");
    }

    /// <summary>Reads a time of RFC 3339 as nanoseconds since 1970; null when it is none, or before 1970.</summary>
    public static long? ReadTimestamp(string text)
    {
        var match = TimestampForm().Match(text);
        if (!match.Success
            || !DateTimeOffset.TryParseExact(
                match.Groups["time"].Value + Zone(match.Groups["zone"].Value),
                "yyyy-MM-dd'T'HH:mm:sszzz",
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var time))
        {
            return null;
        }

        var nanos = (Int128)time.ToUnixTimeSeconds() * NanosPerSecond + Fraction(match.Groups["fraction"].Value);
        return nanos >= 0 && nanos <= long.MaxValue ? (long)nanos : null;
    }

    /// <summary>Reads a duration of protobuf, e.g. <c>1.234567s</c>, as nanoseconds; null when it is none.</summary>
    public static long? ReadDuration(string text)
    {
        var match = DurationForm().Match(text);
        if (!match.Success || !long.TryParse(match.Groups["seconds"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
        {
            return null;
        }

        var nanos = (Int128)seconds * NanosPerSecond + Fraction(match.Groups["fraction"].Value);
        return nanos <= long.MaxValue ? (long)(match.Groups["sign"].Length > 0 ? -nanos : nanos) : null;
    }

    private static string Zone(string zone) => zone is "Z" or "z" ? "+00:00" : zone;

    private static long Fraction(string digits) =>
        digits.Length == 0 ? 0 : long.Parse(digits.PadRight(NanoDigits, '0')[..NanoDigits], NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"^(?<time>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2})(\.(?<fraction>[0-9]{1,20}))?(?<zone>[Zz]|[+-][0-9]{2}:[0-9]{2})\z",
        RegexOptions.ExplicitCapture)]
    private static partial Regex TimestampForm();

    [GeneratedRegex(@"^(?<sign>-?)(?<seconds>[0-9]{1,18})(\.(?<fraction>[0-9]{1,20}))?s\z", RegexOptions.ExplicitCapture)]
    private static partial Regex DurationForm();
}
