using System.Text;
using System.Text.Json;

namespace OtelBridge.GenAI.Content;

/// <summary>Writes JSON text of anything, in which each text passes the program's hook; its shape stays.</summary>
internal static class RedactedJson
{
    /// <summary>Writes a value that was serialised by us; one that does not fit becomes a text that is cut.</summary>
    public static void Write(ContentJson json, string text)
    {
        if (text.Length > json.Room || Encoding.UTF8.GetByteCount(text) > json.Room)
        {
            // As a text it can be cut anywhere; a hook sees all of it.
            json.WriteText(text);
        }
        else if (json.Settings.RedactText is null)
        {
            json.Writer.WriteRawValue(text, skipInputValidation: true);
        }
        else
        {
            WriteTokens(json, text);
        }
    }

    private static void WriteTokens(ContentJson json, string text)
    {
        var writer = json.Writer;
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), new JsonReaderOptions { MaxDepth = 512 });
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    writer.WriteStartObject();
                    break;
                case JsonTokenType.EndObject:
                    writer.WriteEndObject();
                    break;
                case JsonTokenType.StartArray:
                    writer.WriteStartArray();
                    break;
                case JsonTokenType.EndArray:
                    writer.WriteEndArray();
                    break;
                case JsonTokenType.PropertyName:
                    writer.WritePropertyName(reader.GetString()!);
                    break;
                case JsonTokenType.String:
                    json.WriteText(reader.GetString());
                    break;
                default:
                    writer.WriteRawValue(reader.ValueSpan, skipInputValidation: true);
                    break;
            }
        }
    }
}
