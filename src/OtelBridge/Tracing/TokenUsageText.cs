using System.Globalization;
using OtelBridge.Attributes;

namespace OtelBridge.Tracing;

/// <summary>Token usage as MLflow keeps it: <c>{"input_tokens":12,"output_tokens":30,"total_tokens":42}</c>, with the members of later versions that are known.</summary>
internal static class TokenUsageText
{
    public static string Of(long input, long output, long? total, long? cacheRead = null, long? cacheCreation = null, long? reasoning = null)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{{\"{MlflowKeys.InputTokens}\":{input},\"{MlflowKeys.OutputTokens}\":{output},\"{MlflowKeys.TotalTokens}\":{total ?? input + output}");
        return string.Concat(
            text,
            Member(MlflowKeys.CacheReadInputTokens, cacheRead),
            Member(MlflowKeys.CacheCreationInputTokens, cacheCreation),
            string.Concat(Member(MlflowKeys.ReasoningTokens, reasoning), "}"));
    }

    private static string Member(string key, long? value) =>
        value is { } known ? string.Create(CultureInfo.InvariantCulture, $",\"{key}\":{known}") : string.Empty;
}
