namespace OtelBridge.Pricing;

/// <summary>What a million tokens of each kind cost, in US dollars.</summary>
/// <remarks>A kind without a price of its own costs what the kind costs that it is a part of.</remarks>
internal sealed record Rates(decimal Input, decimal Output)
{
    private const decimal Tokens = 1_000_000m;

    public decimal? CacheRead { get; init; }

    public decimal? CacheWrite { get; init; }

    public decimal? CacheWriteLong { get; init; }

    public decimal? Reasoning { get; init; }

    /// <summary>What these tokens cost, whose counts agree with each other.</summary>
    public CallCost CostOf(in CallTokens tokens)
    {
        var read = Price(tokens.CacheRead, CacheRead ?? Input);
        var written = Price(tokens.CacheWrite - tokens.CacheWriteLong, CacheWrite ?? Input)
            + Price(tokens.CacheWriteLong, CacheWriteLong ?? CacheWrite ?? Input);
        var fresh = Price(tokens.Input - tokens.CacheRead - tokens.CacheWrite, Input);
        var thought = Price(tokens.Reasoning, Reasoning ?? Output);
        var said = Price(tokens.Output - tokens.Reasoning, Output);
        return new CallCost(fresh + read + written, said + thought, read, written, thought);
    }

    private static decimal Price(long count, decimal rate) => count * rate / Tokens;
}
