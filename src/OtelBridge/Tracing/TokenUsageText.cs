using System.Globalization;
using OtelBridge.Attributes;

namespace OtelBridge.Tracing;

/// <summary>Token usage as MLflow keeps it: <c>{"input_tokens":12,"output_tokens":30,"total_tokens":42}</c>, with the members of later versions that are known.</summary>
internal static class TokenUsageText
{
    /// <summary>Writes the counts that are known; a total that is not is the sum, where both of its parts are.</summary>
    public static string Of(long? input, long? output, long? total, long? cacheRead = null, long? cacheCreation = null, long? reasoning = null)
    {
        var text = string.Concat(Member(MlflowKeys.InputTokens, input), Member(MlflowKeys.OutputTokens, output), Member(MlflowKeys.TotalTokens, total ?? Sum(input, output)));
        var parts = string.Concat(
            Member(MlflowKeys.CacheReadInputTokens, cacheRead), Member(MlflowKeys.CacheCreationInputTokens, cacheCreation), Member(MlflowKeys.ReasoningTokens, reasoning));
        return string.Concat("{", string.Concat(text, parts).AsSpan(text.Length + parts.Length > 0 ? 1 : 0), "}");
    }

    /// <summary>All tokens; null where that is not known, or no number.</summary>
    public static long? Sum(long? input, long? output) => input + output is >= 0 and var sum ? sum : null;

    private static string Member(string key, long? value) =>
        value is { } known ? string.Create(CultureInfo.InvariantCulture, $",\"{key}\":{known}") : string.Empty;
}
