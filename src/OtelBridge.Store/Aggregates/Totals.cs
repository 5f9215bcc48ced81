namespace OtelBridge.Store.Aggregates;

/// <summary>What some traces, or some spans, sum up to.</summary>
/// <param name="Count">How many.</param>
/// <param name="Errors">How many of them failed.</param>
/// <param name="InProgress">How many have not ended.</param>
/// <param name="Duration50">Half of those that ended took no longer, in nanoseconds, within 2 %; null where none has ended.</param>
/// <param name="Duration95">95 of 100 took no longer.</param>
/// <param name="Duration99">99 of 100 took no longer.</param>
/// <param name="InputTokens">Sum; what is not known counts as none.</param>
/// <param name="OutputTokens">Sum; what is not known counts as none.</param>
/// <param name="TotalTokens">Sum; what is not known counts as none.</param>
/// <param name="Cost">Sum in picodollars; null where nothing is known of any.</param>
/// <param name="UnpricedSpans">Spans whose tokens are not in the cost.</param>
public sealed record Totals(
    long Count,
    long Errors,
    long InProgress,
    long? Duration50,
    long? Duration95,
    long? Duration99,
    long InputTokens,
    long OutputTokens,
    long TotalTokens,
    long? Cost,
    long UnpricedSpans)
{
    /// <summary>Gets what no traces sum up to.</summary>
    public static Totals None { get; } = new(0, 0, 0, null, null, null, 0, 0, 0, null, 0);
}
