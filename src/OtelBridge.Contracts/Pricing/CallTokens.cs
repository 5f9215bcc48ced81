namespace OtelBridge.Pricing;

/// <summary>The tokens of one model call, as its price is reckoned from them.</summary>
/// <remarks>
/// Counts that cannot be, of a negative number or of more cached tokens than there were at all, are taken for the nearest that can:
/// a cost is never negative.
/// </remarks>
/// <param name="Input">All tokens that the model read, those of the provider's cache included.</param>
/// <param name="Output">All tokens that the model wrote, reasoning included.</param>
/// <param name="CacheRead">The part of <paramref name="Input"/> that the provider had in its cache.</param>
/// <param name="CacheWrite">The part of <paramref name="Input"/> that the provider put into its cache.</param>
/// <param name="Reasoning">The part of <paramref name="Output"/> that the model thought and did not say.</param>
public readonly record struct CallTokens(long Input, long Output, long CacheRead = 0, long CacheWrite = 0, long Reasoning = 0)
{
    /// <summary>Gets the part of <see cref="CacheWrite"/> that is kept for the longer of two times, where the provider sells two.</summary>
    /// <value>The default is 0: all of it is kept for the shorter one. With Anthropic these are five minutes and an hour.</value>
    public long CacheWriteLong { get; init; }

    /// <summary>Whether the tokens of a span of a type are those of the calls inside it together.</summary>
    internal static bool AreSum(string? spanType) => spanType is SpanType.Agent or SpanType.Chain or SpanType.Workflow;

    /// <summary>The tokens of a call as a span says them.</summary>
    /// <remarks>Cached tokens are part of the input. Where they cannot be, the sender has passed on the counts of a provider that leaves them out of it.</remarks>
    internal static CallTokens Said(long input, long output, long cacheRead, long cacheWrite, long reasoning)
    {
        const long Most = long.MaxValue / 4; // of which sums are counts still
        var cached = Math.Clamp(cacheRead, 0, Most) + Math.Clamp(cacheWrite, 0, Most);
        return new CallTokens(input >= 0 && input < cached ? input + cached : input, output, cacheRead, cacheWrite, reasoning);
    }

    /// <summary>The same with counts that agree with each other.</summary>
    internal CallTokens Consistent()
    {
        var input = Math.Max(0, Input);
        var output = Math.Max(0, Output);
        var read = Math.Clamp(CacheRead, 0, input);
        var written = Math.Clamp(CacheWrite, 0, input - read);
        return new CallTokens(input, output, read, written, Math.Clamp(Reasoning, 0, output))
        {
            CacheWriteLong = Math.Clamp(CacheWriteLong, 0, written),
        };
    }
}
