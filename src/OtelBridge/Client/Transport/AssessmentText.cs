using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OtelBridge.Client.Transport;

/// <summary>The value of an assessment as JSON text in MLflow's spelling, which is what filters compare with: <c>feedback.score = '4.0'</c>.</summary>
/// <remarks>Numbers as floats, a blank behind every comma and colon: so a search finds the same whichever wire an assessment came by.</remarks>
internal static class AssessmentText
{
    public static string Of(JsonElement value)
    {
        var text = new StringBuilder();
        Write(text, value);
        return text.ToString();
    }

    // Depth is bounded by whoever made the value: JsonText, or the reader of an answer.
    private static void Write(StringBuilder text, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Number:
                text.Append(Float(value.GetDouble()));
                break;
            case JsonValueKind.String:
                text.Append(Quoted(value.GetString() ?? string.Empty));
                break;
            case JsonValueKind.Array:
                WriteAll(text, '[', value.EnumerateArray(), Write, ']');
                break;
            case JsonValueKind.Object:
                WriteAll(text, '{', value.EnumerateObject(), WriteMember, '}');
                break;
            default:
                text.Append(value.GetRawText());
                break;
        }
    }

    private static string Float(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e');
        return text.AsSpan().ContainsAny('.', 'e') ? text : text + ".0";
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    private static void WriteMember(StringBuilder text, JsonProperty member)
    {
        text.Append(Quoted(member.Name)).Append(": ");
        Write(text, member.Value);
    }

    private static void WriteAll<T>(StringBuilder text, char open, IEnumerable<T> items, Action<StringBuilder, T> write, char close)
    {
        text.Append(open);
        var first = true;
        foreach (var item in items)
        {
            text.Append(first ? string.Empty : ", ");
            first = false;
            write(text, item);
        }

        text.Append(close);
    }
}
