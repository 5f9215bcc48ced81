using System.Text.Json;

namespace OtelBridge.Web.Content;

/// <summary>A part of a JSON text as a page shows it. Reads token by token with a stack of its own: depth costs nothing, and what is not shown is not held.</summary>
/// <param name="Path">Where the value stands.</param>
/// <param name="Node">The value.</param>
public sealed record JsonOutline(string Path, JsonNode Node)
{
    private static readonly JsonReaderOptions Options = new() { MaxDepth = ContentLimits.Depth };

    /// <summary>Reads the value that begins at a place.</summary>
    /// <param name="json">The whole JSON text.</param>
    /// <param name="at">Where the value begins, as a <see cref="JsonNode.At"/> said; 0 for all of it.</param>
    /// <param name="from">The first of its members to be shown.</param>
    /// <returns>Null when the text is no JSON, or no value begins there.</returns>
    public static JsonOutline? Read(ReadOnlySpan<byte> json, int at = 0, int from = 0)
    {
        try
        {
            return new JsonOutlineReader(at, from).Read(json, new Utf8JsonReader(json, Options));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Gives the bytes of the value that begins at a place; empty when none does.</summary>
    public static ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> json, int at)
    {
        try
        {
            var reader = new Utf8JsonReader(json, Options);
            while (reader.Read() && reader.TokenStartIndex < at)
            {
                // On to the place: only what the reader finds there is a value.
            }

            if (reader.TokenStartIndex < at || (at > 0 && reader.TokenStartIndex > at)
                || reader.TokenType is JsonTokenType.None or JsonTokenType.PropertyName or JsonTokenType.EndArray or JsonTokenType.EndObject)
            {
                return [];
            }

            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            return json[start..(int)reader.BytesConsumed];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
