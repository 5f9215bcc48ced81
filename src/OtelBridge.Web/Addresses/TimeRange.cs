using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace OtelBridge.Web.Addresses;

/// <summary>When the traces of a page started: the last minutes, hours or days, or between two moments, or ever.</summary>
/// <param name="Last">Such as <c>15m</c>, <c>1h</c>, <c>7d</c>; empty for a range that does not move with time.</param>
/// <param name="From">The earliest start; null for no bound.</param>
/// <param name="To">The end, which is not in the range; null for no bound.</param>
public sealed record TimeRange(string Last, DateTimeOffset? From, DateTimeOffset? To)
{
    public const string LastName = "last";
    public const string FromName = "from";
    public const string ToName = "to";

    private const string Form = "yyyy-MM-ddTHH:mm:ss.fffZ";

    public static readonly TimeRange All = new("", null, null);

    public bool IsAll => Last.Length == 0 && From is null && To is null;

    public static TimeRange Read(IQueryCollection query)
    {
        var last = query[LastName].ToString();
        return LengthOf(last) is not null ? new TimeRange(last, null, null) : new TimeRange("", Moment(query[FromName].ToString()), Moment(query[ToName].ToString()));
    }

    /// <summary>The bounds in nanoseconds since 1970, as of a moment.</summary>
    public (long? From, long? To) Bounds(DateTimeOffset now) =>
        LengthOf(Last) is { } length ? (Nanos(now - length), null) : (From is { } from ? Nanos(from) : null, To is { } to ? Nanos(to) : null);

    /// <summary>What the address says of it.</summary>
    public IEnumerable<(string Name, string Value)> Parameters()
    {
        if (Last.Length > 0)
        {
            yield return (LastName, Last);
        }

        if (From is { } from)
        {
            yield return (FromName, from.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture));
        }

        if (To is { } to)
        {
            yield return (ToName, to.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture));
        }
    }

    private static TimeSpan? LengthOf(string text) =>
        text.Length > 1 && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is > 0 and < 100_000
            ? text[^1] switch
            {
                'm' => TimeSpan.FromMinutes(count),
                'h' => TimeSpan.FromHours(count),
                'd' => TimeSpan.FromDays(count),
                _ => null,
            }
            : null;

    private static DateTimeOffset? Moment(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) ? moment : null;

    private static long Nanos(DateTimeOffset moment)
    {
        var ticks = (moment - DateTimeOffset.UnixEpoch).Ticks;
        return Math.Clamp(ticks, 0, long.MaxValue / 100) * 100;
    }
}
