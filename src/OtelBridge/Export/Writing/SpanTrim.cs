namespace OtelBridge.Export.Writing;

/// <summary>How much of a span is kept: what a destination's settings say, and less when the whole of it does not fit one request.</summary>
/// <param name="MaxValueLength">Longest text of an attribute in characters.</param>
/// <param name="MaxAttributes">Most attributes of the span.</param>
/// <param name="MaxEvents">Most events.</param>
internal readonly record struct SpanTrim(int MaxValueLength, int MaxAttributes, int MaxEvents)
{
    /// <summary>Ends a text that was cut.</summary>
    public const string Mark = "…[truncated]";

    public static SpanTrim None { get; } = new(int.MaxValue, int.MaxValue, int.MaxValue);

    public int MaxLinks { get; init; } = MaxEvents;

    public int MaxEventAttributes { get; init; } = MaxAttributes;

    public int MaxLinkAttributes { get; init; } = MaxAttributes;

    /// <summary>Most elements of an array or map, and longest name or description in characters: bounded only to make a span fit.</summary>
    public int MaxItems { get; init; } = MaxValueLength;

    /// <summary>Whether a text that was cut says so; OpenTelemetry's own limits cut exactly.</summary>
    public bool IsMarked { get; init; } = true;

    /// <summary>The bound of one value.</summary>
    public ValueBound Values => new(MaxValueLength, MaxItems, IsMarked);

    /// <summary>The tighter of both bounds.</summary>
    public SpanTrim And(SpanTrim other) => new(
        Math.Min(MaxValueLength, other.MaxValueLength), Math.Min(MaxAttributes, other.MaxAttributes), Math.Min(MaxEvents, other.MaxEvents))
    {
        MaxLinks = Math.Min(MaxLinks, other.MaxLinks),
        MaxEventAttributes = Math.Min(MaxEventAttributes, other.MaxEventAttributes),
        MaxLinkAttributes = Math.Min(MaxLinkAttributes, other.MaxLinkAttributes),
        MaxItems = Math.Min(MaxItems, other.MaxItems),
        IsMarked = MaxValueLength < other.MaxValueLength ? IsMarked : other.IsMarked,
    };

    /// <summary>What is tried in turn, from keeping more to keeping less; a span that is too large after the last is dropped.</summary>
    public static SpanTrim[] Steps(int maxRequestBytes) =>
    [
        new(Math.Max(256, maxRequestBytes / 64), MaxAttributes: 1024, MaxEvents: 128),
        new(Math.Max(256, maxRequestBytes / 4096), MaxAttributes: 128, MaxEvents: 16),
    ];
}
