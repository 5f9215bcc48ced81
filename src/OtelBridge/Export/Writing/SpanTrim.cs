namespace OtelBridge.Export.Writing;

/// <summary>How much of a span is kept when the whole of it does not fit one request.</summary>
/// <param name="MaxValueLength">Longest text of an attribute in characters, and most elements of an array or map.</param>
/// <param name="MaxAttributes">Most attributes of the span, of an event and of a link.</param>
/// <param name="MaxEvents">Most events, and most links.</param>
internal readonly record struct SpanTrim(int MaxValueLength, int MaxAttributes, int MaxEvents)
{
    /// <summary>Ends a text that was cut.</summary>
    public const string Mark = "…[truncated]";

    public static SpanTrim None { get; } = new(int.MaxValue, int.MaxValue, int.MaxValue);

    /// <summary>The tighter of both bounds.</summary>
    public SpanTrim And(SpanTrim other) => new(
        Math.Min(MaxValueLength, other.MaxValueLength), Math.Min(MaxAttributes, other.MaxAttributes), Math.Min(MaxEvents, other.MaxEvents));

    /// <summary>What is tried in turn, from keeping more to keeping less; a span that is too large after the last is dropped.</summary>
    public static SpanTrim[] Steps(int maxRequestBytes) =>
    [
        new(Math.Max(256, maxRequestBytes / 64), MaxAttributes: 1024, MaxEvents: 128),
        new(Math.Max(256, maxRequestBytes / 4096), MaxAttributes: 128, MaxEvents: 16),
    ];
}
