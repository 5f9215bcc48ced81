using System.Text.Json;

namespace OtelBridge.Web.Content;

/// <summary>Finds a text in names and values of JSON, without regard to case; long values are looked through piece by piece.</summary>
internal static class JsonSearch
{
    private const int Window = 64 * 1024;
    private const int Around = 60;

    public static IReadOnlyList<JsonMatch> Find(ReadOnlySpan<byte> json, string text)
    {
        var found = new List<JsonMatch>(); // bounded by ContentLimits.Found
        try
        {
            var frames = new List<JsonFrame>(); // bounded by the reader's depth
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = ContentLimits.Depth });
            var isNamed = false; // whether the name of the value that comes has the text
            while (found.Count < ContentLimits.Found && reader.Read())
            {
                if (reader.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject)
                {
                    frames.RemoveAt(frames.Count - 1);
                    continue;
                }

                if (reader.TokenType == JsonTokenType.PropertyName)
                {
                    frames[^1].Named((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
                    isNamed = Excerpt(reader.ValueSpan, text) is not null;
                    continue;
                }

                if (frames.Count > 0)
                {
                    frames[^1].Index++;
                }

                var isContainer = reader.TokenType is JsonTokenType.StartArray or JsonTokenType.StartObject;
                var excerpt = isContainer ? null : Excerpt(reader.ValueSpan, text);
                if (excerpt is not null || isNamed)
                {
                    found.Add(new JsonMatch(JsonPath.Of(json, frames), (int)reader.TokenStartIndex, excerpt ?? ""));
                }

                isNamed = false;
                if (isContainer)
                {
                    frames.Add(new JsonFrame(reader.TokenType == JsonTokenType.StartArray, node: null));
                }
            }
        }
        catch (JsonException)
        {
            // What was found until it ends to be JSON.
        }

        return found;
    }

    private static string? Excerpt(ReadOnlySpan<byte> raw, string text)
    {
        var before = "";
        while (raw.Length > 0)
        {
            var (piece, bytes) = JsonText.Read(raw, Window);
            var window = before + piece;
            if (window.IndexOf(text, StringComparison.OrdinalIgnoreCase) is >= 0 and var at)
            {
                var (start, end) = (Math.Max(0, at - Around), Math.Min(window.Length, at + text.Length + Around));
                return window[start..TextCut.End(window, end)];
            }

            before = window[^Math.Min(window.Length, text.Length)..]; // a match may begin in one piece and end in the next
            raw = raw[bytes..];
        }

        return null;
    }
}
