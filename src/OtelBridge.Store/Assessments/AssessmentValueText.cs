using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OtelBridge.Store.Assessments;

/// <summary>Values of assessments as JSON text in MLflow's spelling, which is what filters compare with: <c>feedback.score = '4.0'</c>.</summary>
public static class AssessmentValueText
{
    /// <summary>Writes a value as MLflow stores it: numbers as floats, a blank behind every comma and colon.</summary>
    /// <exception cref="InvalidOperationException">A text in it holds half a surrogate pair.</exception>
    public static string Of(JsonElement value)
    {
        var text = new StringBuilder();
        Write(text, value);
        return text.ToString();
    }

    /// <summary>Writes a text.</summary>
    public static string OfText(string text) => Quoted(text);

    /// <summary>Writes a number.</summary>
    public static string OfNumber(double number) => Float(number);

    /// <summary>Writes yes or no.</summary>
    public static string OfFlag(bool flag) => flag ? "true" : "false";

    // Depth is bounded by whoever parsed the value.
    private static void Write(StringBuilder text, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Number:
                text.Append(Float(value.GetDouble()));
                break;
            case JsonValueKind.String:
                text.Append(Quoted(value.GetString()!));
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
