namespace OtelBridge.Dialects;

/// <summary>Tokens of one span, or their sum over a trace.</summary>
public readonly record struct SpanTokenUsage(long Input, long Output, long Total)
{
    /// <summary>Adds two usages; sums that leave 64 bits stop at the largest number.</summary>
    public static SpanTokenUsage operator +(SpanTokenUsage left, SpanTokenUsage right) => new(
        Sum(left.Input, right.Input), Sum(left.Output, right.Output), Sum(left.Total, right.Total));

    /// <summary>Takes a usage out of a sum.</summary>
    public static SpanTokenUsage operator -(SpanTokenUsage left, SpanTokenUsage right) => new(
        left.Input - right.Input, left.Output - right.Output, left.Total - right.Total);

    /// <inheritdoc cref="op_Addition"/>
    public static SpanTokenUsage Add(SpanTokenUsage left, SpanTokenUsage right) => left + right;

    /// <inheritdoc cref="op_Subtraction"/>
    public static SpanTokenUsage Subtract(SpanTokenUsage left, SpanTokenUsage right) => left - right;

    private static long Sum(long left, long right) => (long)Int128.Clamp((Int128)left + right, long.MinValue, long.MaxValue);
}
