using System.Globalization;
using OtelBridge.Store.Retention;

namespace OtelBridge.Store.Quotas;

/// <summary>One number of a quota, by the name that options, requests and messages call it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Most">The largest number that makes sense.</param>
/// <param name="IsSize">Whether it is bytes, which people may write as <c>10GB</c>.</param>
/// <param name="Get">Reads it.</param>
/// <param name="With">Gives the quota with another number.</param>
public sealed record QuotaField(string Name, long Most, bool IsSize, Func<Quota, long?> Get, Func<Quota, long?, Quota> With)
{
    private const long MostSpans = 100_000_000;
    private const long MostBytes = 1L << 60;
    private const long MostParts = 1_000_000;

    /// <summary>Every number, in the order in which they are written.</summary>
    public static readonly IReadOnlyList<QuotaField> All =
    [
        new("spans_per_second", MostSpans, false, static quota => quota.SpansPerSecond, static (quota, value) => quota with { SpansPerSecond = value }),
        new("spans_at_once", MostSpans, false, static quota => quota.SpansAtOnce, static (quota, value) => quota with { SpansAtOnce = value }),
        new("bytes_per_day", MostBytes, true, static quota => quota.BytesPerDay, static (quota, value) => quota with { BytesPerDay = value }),
        new("bytes_per_request", MostBytes, true, static quota => quota.BytesPerRequest, static (quota, value) => quota with { BytesPerRequest = value }),
        new("attributes_per_span", MostParts, false, static quota => quota.AttributesPerSpan, static (quota, value) => quota with { AttributesPerSpan = value }),
        new("attribute_bytes", MostBytes, true, static quota => quota.AttributeBytes, static (quota, value) => quota with { AttributeBytes = value }),
        new("events_per_span", MostParts, false, static quota => quota.EventsPerSpan, static (quota, value) => quota with { EventsPerSpan = value }),
        new("links_per_span", MostParts, false, static quota => quota.LinksPerSpan, static (quota, value) => quota with { LinksPerSpan = value }),
        new("searches", 10_000, false, static quota => quota.Searches, static (quota, value) => quota with { Searches = value }),
        new("search_seconds", 3_600, false, static quota => quota.SearchSeconds, static (quota, value) => quota with { SearchSeconds = value }),
        new("search_rows", 1_000_000, false, static quota => quota.SearchRows, static (quota, value) => quota with { SearchRows = value }),
    ];

    private string Form => string.Create(CultureInfo.InvariantCulture, $"a whole number from 1 to {Most}{(IsSize ? ", or a size such as 10GB," : "")} or '{Quota.Off}' for no limit");

    /// <summary>Gets the names of all, for people.</summary>
    public static string Names => string.Join(", ", All.Select(static one => one.Name));

    /// <summary>Finds a number by its name.</summary>
    /// <exception cref="FormatException">There is none of that name; the message says which there are.</exception>
    public static QuotaField Of(string name) => All.FirstOrDefault(field => field.Name == name)
        ?? throw new FormatException($"'{(name is { Length: > 64 } ? name[..64] : name)}' is not a quota; these are: {Names}.");

    /// <summary>Reads a value; 0 for no limit.</summary>
    /// <exception cref="FormatException">It is none; the message says what to write.</exception>
    public long Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text == Quota.Off)
        {
            return 0;
        }

        long? value = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : IsSize && RetentionText.TryReadSize(text, out var size) ? size : null;
        return value is { } found && found >= 1 && found <= Most ? found : throw new FormatException($"{Name} is {Form}, not '{(text.Length > 64 ? text[..64] : text)}'.");
    }
}
