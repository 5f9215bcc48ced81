namespace OtelBridge.Entities;

/// <summary>What model calls cost, in US dollars.</summary>
/// <remarks>What is not known is null, which is not zero.</remarks>
/// <param name="TotalCost">The whole cost.</param>
/// <param name="InputCost">The cost of the prompts, their cached tokens included.</param>
/// <param name="OutputCost">The cost of the completions, reasoning included.</param>
public sealed record Cost(decimal TotalCost, decimal? InputCost = null, decimal? OutputCost = null)
{
    /// <summary>Gets the part of <see cref="InputCost"/> that is for tokens which the provider had in its cache.</summary>
    public decimal? CacheReadCost { get; init; }

    /// <summary>Gets the part of <see cref="InputCost"/> that is for tokens which the provider put into its cache.</summary>
    public decimal? CacheWriteCost { get; init; }

    /// <summary>Gets the part of <see cref="OutputCost"/> that is for what the models thought and did not say.</summary>
    public decimal? ReasoningCost { get; init; }

    /// <summary>Gets how many spans of a trace used tokens that are not in the sums, since nobody knows their price.</summary>
    /// <value>0 where everything is known; then the sums are whole.</value>
    public long UnpricedSpans { get; init; }
}
