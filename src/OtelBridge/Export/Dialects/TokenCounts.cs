using System.Text.Json;
using OtelBridge.Attributes;
using OtelBridge.Chat;

namespace OtelBridge.Export.Dialects;

/// <summary>The tokens that a call used, as far as they are known.</summary>
internal readonly record struct TokenCounts(long? Input, long? Output, long? Total, long? CacheRead, long? CacheWrite, long? Reasoning)
{
    // Far more than the object needs.
    private const int MaxLength = 4096;

    /// <summary>Reads MLflow's object of counts; nothing when it is none.</summary>
    public static TokenCounts Of(object? usage)
    {
        if (usage is not string { Length: <= MaxLength } text)
        {
            return default;
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            var counts = document.RootElement;
            return new TokenCounts(
                Count(counts, MlflowKeys.InputTokens),
                Count(counts, MlflowKeys.OutputTokens),
                Count(counts, MlflowKeys.TotalTokens),
                Count(counts, MlflowKeys.CacheReadInputTokens),
                Count(counts, MlflowKeys.CacheCreationInputTokens),
                Count(counts, MlflowKeys.ReasoningTokens));
        }
        catch (Exception e) when (e is JsonException or ArgumentException) // the latter for half a surrogate pair
        {
            return default;
        }
    }

    private static long? Count(JsonElement counts, string name) =>
        counts.Member(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var count) ? count : null;
}
