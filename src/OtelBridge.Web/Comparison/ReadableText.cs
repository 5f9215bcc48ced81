using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OtelBridge.Web.Comparison;

/// <summary>Writes a value so that two of them can be compared line by line: JSON with a line for each member, members by name, and texts of several lines as such.</summary>
internal static class ReadableText
{
    // Larger or deeper values are compared as they are written.
    private const int MaxLength = 1_000_000;
    private const int MaxDepth = 200;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth };

    public static string Of(string? text)
    {
        if (text is null or { Length: > MaxLength } || text.AsSpan().TrimStart() is not ['{' or '[' or '"', ..])
        {
            return text ?? "";
        }

        try
        {
            using var document = JsonDocument.Parse(text, Options);
            if (document.RootElement.ValueKind == JsonValueKind.String)
            {
                return document.RootElement.GetString()!;
            }

            var written = new StringBuilder(text.Length + (text.Length / 2));
            Write(written, document.RootElement, 0);
            return written.ToString();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter for half a surrogate pair
        {
            return text;
        }
    }

    private static void Write(StringBuilder text, JsonElement value, int depth)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                Members(text, '{', '}', value.EnumerateObject().OrderBy(static member => member.Name, StringComparer.Ordinal), depth, (member, inner) =>
                {
                    Quoted(text, member.Name, inner);
                    text.Append(": ");
                    Write(text, member.Value, inner);
                });
                break;
            case JsonValueKind.Array:
                Members(text, '[', ']', value.EnumerateArray(), depth, (item, inner) => Write(text, item, inner));
                break;
            case JsonValueKind.String:
                Quoted(text, value.GetString()!, depth);
                break;
            default:
                text.Append(value.GetRawText());
                break;
        }
    }

    private static void Members<T>(StringBuilder text, char open, char close, IEnumerable<T> members, int depth, Action<T, int> write)
    {
        var isFirst = true;
        text.Append(open);
        foreach (var member in members)
        {
            Line(text.Append(isFirst ? "" : ","), depth + 1);
            write(member, depth + 1);
            isFirst = false;
        }

        if (!isFirst)
        {
            Line(text, depth);
        }

        text.Append(close);
    }

    // A prompt inside JSON is one endless line; with its own lines a change is seen where it is.
    private static void Quoted(StringBuilder text, string value, int depth)
    {
        text.Append('"');
        var isFirst = true;
        foreach (var line in value.Split('\n'))
        {
            if (!isFirst)
            {
                Line(text, depth + 1);
            }

            text.Append(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(line.TrimEnd('\r')));
            isFirst = false;
        }

        text.Append('"');
    }

    private static void Line(StringBuilder text, int depth) => text.Append('\n').Append(' ', 2 * Math.Min(depth, 20));
}
