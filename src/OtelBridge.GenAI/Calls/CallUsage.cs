using System.Diagnostics;
using Microsoft.Extensions.AI;
using OtelBridge.Attributes;
using OtelBridge.Tracing;

namespace OtelBridge.GenAI.Calls;

/// <summary>The tokens that a call used, as far as its provider said; a zero that it said is one.</summary>
/// <param name="Input">Tokens of the prompt, cached ones included.</param>
/// <param name="Output">Tokens of the answer, reasoning included.</param>
/// <param name="Total">All tokens.</param>
/// <param name="CacheRead">Tokens of the prompt that were in the provider's cache.</param>
/// <param name="CacheWrite">Tokens of the prompt that were put into the provider's cache.</param>
/// <param name="Reasoning">Tokens of the answer that were thought and not said.</param>
internal readonly record struct CallUsage(long? Input, long? Output, long? Total, long? CacheRead, long? CacheWrite, long? Reasoning)
{
    /// <summary>Whether nothing is known.</summary>
    public bool IsEmpty => this == default;

    /// <summary>Reads what a client said.</summary>
    public static CallUsage Of(UsageDetails? details)
    {
        if (details is null)
        {
            return default;
        }

        // Libraries put what has no member of its own under names of theirs.
        long? read = details.CachedInputTokenCount, write = null, reasoning = details.ReasoningTokenCount;
        foreach (var (name, count) in details.AdditionalCounts ?? [])
        {
            if (Says(name, "cache") && (Says(name, "creation") || Says(name, "write")))
            {
                write ??= count;
            }
            else if (Says(name, "cacheread") || Says(name, "cache_read") || (Says(name, "cached") && Says(name, "token") && !Says(name, "output")))
            {
                read ??= count;
            }
            else if (Says(name, "reasoning") || Says(name, "thought") || Says(name, "thinking"))
            {
                reasoning ??= count;
            }
        }

        return new CallUsage(
            Known(details.InputTokenCount), Known(details.OutputTokenCount), Known(details.TotalTokenCount), Known(read), Known(write), Known(reasoning));
    }

    /// <summary>Puts what a client said on a span.</summary>
    public static void Set(Activity activity, UsageDetails? details) => Of(details).Write(activity);

    /// <summary>Puts them on a span.</summary>
    public void Write(Activity activity)
    {
        if (IsEmpty)
        {
            return;
        }

        activity.SetTag(MlflowKeys.ChatTokenUsage, TokenUsageText.Of(Input, Output, Total, CacheRead, CacheWrite, Reasoning));
        CallTags.Set(activity, GenAiKeys.InputTokens, Input);
        CallTags.Set(activity, GenAiKeys.OutputTokens, Output);
        CallTags.Set(activity, GenAiKeys.CacheReadTokens, CacheRead);
        CallTags.Set(activity, GenAiKeys.CacheWriteTokens, CacheWrite);
        CallTags.Set(activity, GenAiKeys.ReasoningTokens, Reasoning);
    }

    // Some say -1 for what they do not know; and sums of counts that cannot be are none.
    private static long? Known(long? count) => count is >= 0 ? count : null;

    private static bool Says(string name, string word) => name.Contains(word, StringComparison.OrdinalIgnoreCase);
}
