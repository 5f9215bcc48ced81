using System.Text;

namespace OtelBridge.Web.Content;

/// <summary>JSON inside a text of JSON, as senders leave it, and as JSON that is too deep for others comes out.</summary>
internal static class FoldedJson
{
    /// <summary>Gives the inner JSON where a text is the JSON of an object or a list; otherwise what was given.</summary>
    public static string Unfold(string json)
    {
        if (json is not ['"', .., '"'] || !(json.StartsWith("\"{", StringComparison.Ordinal) || json.StartsWith("\"[", StringComparison.Ordinal)))
        {
            return json;
        }

        var raw = Encoding.UTF8.GetBytes(json);
        var inner = JsonText.Read(raw.AsSpan(1..^1), int.MaxValue).Text;
        return JsonOutline.Read(Encoding.UTF8.GetBytes(inner)) is { Node.IsContainer: true } ? inner : json;
    }
}
