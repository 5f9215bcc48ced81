using System.Globalization;
using System.Text.Json;
using OtelBridge.Attributes;
using OtelBridge.Otlp;
using OtelBridge.Store.Model;

namespace OtelBridge.Store.Translation;

/// <summary>Reads <c>mlflow.chat.tokenUsage</c>: an object of token counts, natively typed or as JSON text.</summary>
/// <remarks>Counts are read leniently (numbers, whole doubles, digits in text); a missing total is the sum of the others.</remarks>
internal static class TokenUsageValue
{
    /// <summary>Reads a usage; null when the value holds no count.</summary>
    public static SpanTokenUsage? Read(AnyValue value)
    {
        if (AttributeText.Json(value) is not { } json || !json.AsSpan().TrimStart().StartsWith("{"))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement);
        }
        catch (JsonException)
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

        var text = value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 1e15
            ? (long)number
            : null;
    }
}
