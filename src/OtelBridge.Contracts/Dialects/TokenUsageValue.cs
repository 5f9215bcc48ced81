using System.Globalization;
using System.Text.Json;
using OtelBridge.Attributes;
using OtelBridge.Otlp;

namespace OtelBridge.Dialects;

/// <summary>Reads <c>mlflow.chat.tokenUsage</c>: an object of token counts, natively typed or as JSON text.</summary>
/// <remarks>Counts are read leniently (numbers, whole doubles, digits in text); a missing total is the sum of the others.</remarks>
internal static class TokenUsageValue
{
    // Beyond any bill, and far from where sums leave 64 bits.
    private const long MaxCount = 1_000_000_000_000_000;

    /// <summary>Reads a usage, and what of it was cached or thought; null for what the value does not say.</summary>
    public static (SpanTokenUsage? Tokens, TokenDetails? Details) Read(AnyValue value) =>
        JsonObjectValue.Read(value, static usage => (Tokens(usage), Details(usage)));

    /// <summary>Reads one count; null when the value is none.</summary>
    public static long? ReadCount(AnyValue value) => value.ValueCase switch
    {
        AnyValue.ValueOneofCase.IntValue => value.IntValue is >= 0 and <= MaxCount ? value.IntValue : null,
        AnyValue.ValueOneofCase.DoubleValue => Whole(value.DoubleValue),
        AnyValue.ValueOneofCase.StringValue => Parse(AttributeText.Plain(value)),
        _ => null,
    };

    private static SpanTokenUsage? Tokens(JsonElement usage)
    {
        var input = Count(usage, MlflowKeys.InputTokens);
        var output = Count(usage, MlflowKeys.OutputTokens);
        var total = Count(usage, MlflowKeys.TotalTokens);
        return (input ?? output ?? total) is null
            ? null
            : new SpanTokenUsage(input ?? 0, output ?? 0, total ?? (input ?? 0) + (output ?? 0));
    }

    private static TokenDetails? Details(JsonElement usage)
    {
        var details = new TokenDetails(
            Count(usage, MlflowKeys.CacheReadInputTokens), Count(usage, MlflowKeys.CacheCreationInputTokens), Count(usage, MlflowKeys.ReasoningTokens));
        return details == default ? null : details;
    }

    private static long? Count(JsonElement usage, string key)
    {
        if (!usage.TryGetProperty(key, out var value))
        {
            return null;
        }

        return Parse(value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText());
    }

    private static long? Parse(string? text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? Whole(number) : null;

    private static long? Whole(double number) => number is >= 0 and <= MaxCount ? (long)number : null;
}
