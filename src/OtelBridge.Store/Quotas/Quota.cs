using System.Globalization;

namespace OtelBridge.Store.Quotas;

/// <summary>How much one caller may ask of a server, or all callers of a workspace together. What is null is not said, so that something else decides; 0 is no limit.</summary>
/// <remarks>Written as <c>spans_per_second=100,bytes_per_day=10GB,searches=off</c>: in options, in the environment and in the store.</remarks>
public sealed record Quota
{
    /// <summary>The value that means no limit.</summary>
    public const string Off = "off";

    // What collectors send at once by themselves: a sender that nobody has told anything must not send what can never be stored.
    private const long LeastAtOnce = 8_192;

    private const int SecondsAtOnce = 10;

    /// <summary>Gets the quota that limits nothing.</summary>
    public static Quota None { get; } = new();

    /// <summary>Gets how many spans a second may be stored in the long run.</summary>
    public long? SpansPerSecond { get; init; }

    /// <summary>Gets how many may come at once after a pause.</summary>
    public long? SpansAtOnce { get; init; }

    /// <summary>Gets how many bytes of spans may be stored between two midnights of UTC: as protobuf without compression, whatever the wire.</summary>
    public long? BytesPerDay { get; init; }

    /// <summary>Gets how many bytes one request with spans may have, counted like those.</summary>
    public long? BytesPerRequest { get; init; }

    /// <summary>Gets how many attributes a span may have, and each event and link of it.</summary>
    public long? AttributesPerSpan { get; init; }

    /// <summary>Gets how many bytes one attribute may have, name and value, counted like those of a request; of spans, events, links, resources and scopes.</summary>
    public long? AttributeBytes { get; init; }

    /// <summary>Gets how many events a span may have.</summary>
    public long? EventsPerSpan { get; init; }

    /// <summary>Gets how many links a span may have.</summary>
    public long? LinksPerSpan { get; init; }

    /// <summary>Gets how many searches may run at once.</summary>
    public long? Searches { get; init; }

    /// <summary>Gets how many seconds a search may take.</summary>
    public long? SearchSeconds { get; init; }

    /// <summary>Gets how many rows a search gives at once; more are on its next pages.</summary>
    public long? SearchRows { get; init; }

    /// <summary>Gets how full the bucket gets from which spans are taken: what is said, or ten seconds of <see cref="SpansPerSecond"/>, and at least what a collector sends at once.</summary>
    public long Burst => SpansAtOnce is > 0 and var said ? said : Math.Max(LeastAtOnce, SecondsAtOnce * (SpansPerSecond ?? 0));

    /// <summary>Gives the quota that says what this one says, and for the rest what another one says.</summary>
    public Quota Over(Quota defaults)
    {
        ArgumentNullException.ThrowIfNull(defaults);
        return QuotaField.All.Aggregate(this, (quota, field) => field.Get(quota) is null ? field.With(quota, field.Get(defaults)) : quota);
    }

    /// <summary>Reads a quota as it is written.</summary>
    /// <exception cref="FormatException">It cannot be read; the message says what is wrong, and what to write.</exception>
    public static Quota Parse(string text)
    {
        var change = QuotaChange.Parse(text);
        return change.Parts.All(static part => part.Value is not null)
            ? change.ApplyTo(None)
            : throw new FormatException($"'{QuotaChange.Default}' is for what is changed; leave out what you do not say.");
    }

    /// <summary>Writes it, so that it can be read again; empty when it says nothing.</summary>
    public override string ToString() => string.Join(',', QuotaField.All
        .Where(field => field.Get(this) is not null)
        .Select(field => string.Create(CultureInfo.InvariantCulture, $"{field.Name}={(field.Get(this) is > 0 and var value ? value : Off)}")));
}
