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

    /// <summary>Reads a usage; null when the value holds no count.</summary>
    public static SpanTokenUsage? Read(AnyValue value) => Read(value, Read);

    /// <summary>Reads what of a usage was cached; null when the value does not say.</summary>
    public static TokenDetails? ReadDetails(AnyValue value) => Read(value, static usage =>
    {
        var details = new TokenDetails(
            Count(usage, MlflowKeys.CacheReadInputTokens),
            Count(usage, MlflowKeys.CacheCreationInputTokens),
            Count(usage, MlflowKeys.ReasoningTokens));
        return details == default ? (TokenDetails?)null : details;
    });

    /// <summary>Reads one count; null when the value is none.</summary>
    public static long? ReadCount(AnyValue value) => value.ValueCase switch
    {
        AnyValue.ValueOneofCase.IntValue => value.IntValue is >= 0 and <= MaxCount ? value.IntValue : null,
        AnyValue.ValueOneofCase.DoubleValue => Whole(value.DoubleValue),
        AnyValue.ValueOneofCase.StringValue => Parse(AttributeText.Plain(value)),
        _ => null,
    };

    private static T? Read<T>(AnyValue value, Func<JsonElement, T?> read)
        where T : struct
    {
        if (AttributeText.Json(value) is not { } json || !json.AsSpan().TrimStart().StartsWith("{"))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            return read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter for halves of surrogate pairs
        {
            return null;
        }
    }

    private static SpanTokenUsage? Read(JsonElement usage)
    {
        var input = Count(usage, MlflowKeys.InputTokens);
        var output = Count(usage, MlflowKeys.OutputTokens);
        var total = Count(usage, MlflowKeys.TotalTokens);
        return (input ?? output ?? total) is null
            ? null
            : new SpanTokenUsage(input ?? 0, output ?? 0, total ?? (input ?? 0) + (output ?? 0));
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
