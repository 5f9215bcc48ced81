namespace OtelBridge.Pricing;

/// <summary>What one model call cost, in US dollars.</summary>
/// <param name="Input">All that the model read, those tokens of the provider's cache included.</param>
/// <param name="Output">All that the model wrote, reasoning included.</param>
/// <param name="CacheRead">The part of <paramref name="Input"/> for tokens that the provider had in its cache.</param>
/// <param name="CacheWrite">The part of <paramref name="Input"/> for tokens that the provider put into its cache.</param>
/// <param name="Reasoning">The part of <paramref name="Output"/> for what the model thought and did not say.</param>
public readonly record struct CallCost(decimal Input, decimal Output, decimal CacheRead = 0, decimal CacheWrite = 0, decimal Reasoning = 0)
{
    /// <summary>Gets the whole cost: <see cref="Input"/> and <see cref="Output"/>, of which the other three are parts.</summary>
    public decimal Total => Input + Output;
}
