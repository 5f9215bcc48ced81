using System.Text.Json;
using OtelBridge.Otlp;

namespace OtelBridge.Dialects;

/// <summary>Attribute values as text. A value may come natively typed (MLflow's client) or as JSON text (OTel SDKs); both read the same.</summary>
public static class AttributeText
{
    // Larger texts are taken for what they look like: parsing tens of megabytes to draw a preview helps nobody.
    private const int MaxParsedLength = 1 << 20;

    /// <summary>Reads a value that is plain text; a JSON string (text in quotes) loses its quotes. Null for no text.</summary>
    public static string? Plain(AnyValue value) => value.ValueCase switch
    {
        AnyValue.ValueOneofCase.StringValue => Unquote(value.StringValue),
        AnyValue.ValueOneofCase.IntValue => value.IntValue.ToString(System.Globalization.CultureInfo.InvariantCulture),
        AnyValue.ValueOneofCase.None => null,
        _ => AnyValueJson.Write(value),
    };

    /// <summary>Reads a value as JSON text. Text that is JSON already stays; other text becomes a JSON string. Null for an absent value.</summary>
    public static string? Json(AnyValue value) => value.ValueCase switch
    {
        AnyValue.ValueOneofCase.None => null,
        AnyValue.ValueOneofCase.StringValue when LooksLikeJson(value.StringValue) => value.StringValue,
        _ => AnyValueJson.Write(value),
    };

    /// <summary>Reads a value as text that is surely JSON, to be written into other JSON: what is too large to look at becomes a string.</summary>
    internal static string? ValidJson(AnyValue value) =>
        value.ValueCase == AnyValue.ValueOneofCase.StringValue && value.StringValue.Length > MaxParsedLength
            ? AnyValueJson.Write(value)
            : Json(value);

    /// <summary>Reads a value like <see cref="ValidJson"/>, but takes only lists and objects for JSON: a message that says 5 is a text.</summary>
    internal static string? Structured(AnyValue value) =>
        value.ValueCase == AnyValue.ValueOneofCase.StringValue && value.StringValue.AsSpan().TrimStart() is not (['{', ..] or ['[', ..])
            ? AnyValueJson.Write(value)
            : ValidJson(value)?.TrimStart();

    private static string Unquote(string text)
    {
        if (text.Length < 2 || text[0] != '"' || text[^1] != '"' || text.Length > MaxParsedLength)
        {
            return text;
        }

        try
        {
            return JsonSerializer.Deserialize(text, DialectJsonContext.Default.String) ?? text;
        }
        catch (Exception e) when (e is JsonException or ArgumentException) // the latter for half a surrogate pair
        {
            return text; // quotes that are part of the text
        }
    }

    private static bool LooksLikeJson(string text)
    {
        var trimmed = text.AsSpan().Trim();
        if (trimmed.IsEmpty)
        {
            return false;
        }

        if (text.Length > MaxParsedLength)
        {
            return (trimmed[0], trimmed[^1]) is ('{', '}') or ('[', ']') or ('"', '"');
        }

        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (Exception e) when (e is JsonException or ArgumentException) // the latter for half a surrogate pair, as a text has that was cut
        {
            return false;
        }
    }
}
