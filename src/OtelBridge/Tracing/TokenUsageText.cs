using System.Globalization;
using OtelBridge.Attributes;

namespace OtelBridge.Tracing;

/// <summary>Token usage as MLflow keeps it: <c>{"input_tokens":12,"output_tokens":30,"total_tokens":42}</c>.</summary>
internal static class TokenUsageText
{
    public static string Of(long input, long output, long? total) => string.Create(
        CultureInfo.InvariantCulture,
        $"{{\"{MlflowKeys.InputTokens}\":{input},\"{MlflowKeys.OutputTokens}\":{output},\"{MlflowKeys.TotalTokens}\":{total ?? input + output}}}");
}
