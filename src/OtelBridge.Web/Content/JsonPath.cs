using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OtelBridge.Web.Content;

/// <summary>Steps of a JSONPath, such as people copy: <c>$.messages[0]["odd name"]</c>.</summary>
internal static class JsonPath
{
    public const string Root = "$";

    public static string Index(int index) => $"[{index}]";

    public static string Name(string name) => IsPlain(name) ? $".{name}" : $"[\"{JsonEncodedText.Encode(name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"]";

    /// <summary>The path to where a reader is.</summary>
    public static string Of(ReadOnlySpan<byte> json, List<JsonFrame> frames)
    {
        var path = new StringBuilder(Root);
        foreach (var frame in frames)
        {
            path.Append(frame.Step(json));
        }

        return path.ToString();
    }

    private static bool IsPlain(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(static c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
