using System.Text.Json;

namespace OtelBridge.Chat;

/// <summary>Reads members of JSON that nobody promised a shape for: what is missing or of another kind is null.</summary>
public static class JsonElementExtensions
{
    /// <summary>Gives the first of the members that is there and not null.</summary>
    public static JsonElement? Member(this JsonElement value, params ReadOnlySpan<string> names)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var name in names)
            {
                if (value.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null)
                {
                    return member;
                }
            }
        }

        return null;
    }

    /// <summary>Gives the first of the members that is a text.</summary>
    public static string? Text(this JsonElement value, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (value.Member(name) is { ValueKind: JsonValueKind.String } text)
            {
                return text.PlainText();
            }
        }

        return null;
    }

    /// <summary>Gives the first of the members that is a list.</summary>
    public static JsonElement? List(this JsonElement value, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (value.Member(name) is { ValueKind: JsonValueKind.Array } list)
            {
                return list;
            }
        }

        return null;
    }

    /// <summary>Gives the first of the members that is an object.</summary>
    public static JsonElement? Map(this JsonElement value, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (value.Member(name) is { ValueKind: JsonValueKind.Object } nested)
            {
                return nested;
            }
        }

        return null;
    }

    /// <summary>Gives a text as it is, and anything else as JSON text.</summary>
    public static string PlainText(this JsonElement value)
    {
        try
        {
            return value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        }
        catch (InvalidOperationException)
        {
            return value.GetRawText(); // half a surrogate pair: shown with its escapes
        }
    }
}
