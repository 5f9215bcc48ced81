using System.Text;
using System.Text.Json;

namespace OtelBridge.Web.Traces;

/// <summary>What a preview, which is often JSON and often cut, says to a person: the text in it rather than its braces.</summary>
internal static class PreviewText
{
    // Names of members that say what the text is, not the text.
    private static readonly HashSet<string> Labels = new(StringComparer.OrdinalIgnoreCase)
    {
        "role", "type", "id", "model", "object", "name", "finish_reason", "created", "system_fingerprint", "status", "temperature", "tool_call_id", "index", "mode",
    };

    public static string Of(string preview)
    {
        var text = preview.AsSpan().TrimStart();
        if (text.Length == 0 || text[0] is not ('{' or '[' or '"'))
        {
            return preview;
        }

        try
        {
            return Text(Encoding.UTF8.GetBytes(preview)) ?? preview;
        }
        catch (JsonException)
        {
            return preview;
        }
    }

    // Of a conversation the last turn of a user, so far as the preview goes; else the first text that is no label.
    private static string? Text(byte[] json)
    {
        var reader = new Utf8JsonReader(json, isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { MaxDepth = 64 }));
        var (member, role) = ("", "");
        string? first = null;
        string? asked = null;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                member = reader.GetString()!;
            }
            else if (reader.TokenType == JsonTokenType.String && member == "role")
            {
                role = reader.GetString()!;
            }
            else if (reader.TokenType == JsonTokenType.String && !Labels.Contains(member) && reader.GetString() is { Length: > 0 } text)
            {
                first ??= text;
                asked = role == "user" ? text : asked;
            }
        }

        return asked ?? first ?? Unfinished(json.AsSpan((int)reader.BytesConsumed));
    }

    // The text that the preview was cut in the middle of.
    private static string? Unfinished(ReadOnlySpan<byte> rest)
    {
        var text = Encoding.UTF8.GetString(rest);
        var quote = text.IndexOf('"', StringComparison.Ordinal);
        return quote >= 0 && text.Length - quote > 20 ? text[(quote + 1)..].Replace("\\n", " ", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal) : null;
    }
}
