using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace OtelBridge.Entities.Json;

/// <summary>The value of an assessment as JSON text in MLflow's spelling, which is what filters compare with: <c>feedback.score = '4.0'</c>.</summary>
/// <remarks>A blank stands behind every comma and colon. So a search finds the same whichever wire an assessment came by.</remarks>
internal sealed class AssessmentText
{
    private readonly StringBuilder _text = new();
    private readonly bool _floats;

    private AssessmentText(bool floats) => _floats = floats;

    /// <summary>The value of a feedback: every number is a float.</summary>
    public static string OfFeedback(JsonElement value) => new AssessmentText(floats: true).Text(value);

    /// <summary>The value of an expectation. Lists and objects travel as text, so that their numbers stay as they are; others are floats.</summary>
    public static string OfExpectation(JsonElement value) => new AssessmentText(floats: value.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object)).Text(value);

    private string Text(JsonElement value)
    {
        Write(value);
        return _text.ToString();
    }

    // Depth is bounded by whoever made the value: JsonText, or the reader of an answer.
    private void Write(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Number:
                _text.Append(_floats ? Float(value.GetDouble()) : value.GetRawText());
                break;
            case JsonValueKind.String:
                _text.Append(Quoted(value.GetString() ?? string.Empty));
                break;
            case JsonValueKind.Array:
                WriteAll('[', value.EnumerateArray(), Write, ']');
                break;
            case JsonValueKind.Object:
                WriteAll('{', value.EnumerateObject(), WriteMember, '}');
                break;
            default:
                _text.Append(value.GetRawText());
                break;
        }
    }

    private static string Float(double number)
    {
        var text = number.ToString("R", CultureInfo.InvariantCulture).Replace('E', 'e');
        return text.AsSpan().ContainsAny('.', 'e') ? text : text + ".0";
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    private void WriteMember(JsonProperty member)
    {
        _text.Append(Quoted(member.Name)).Append(": ");
        Write(member.Value);
    }

    private void WriteAll<T>(char open, IEnumerable<T> items, Action<T> write, char close)
    {
        _text.Append(open);
        var first = true;
        foreach (var item in items)
        {
            _text.Append(first ? string.Empty : ", ");
            first = false;
            write(item);
        }

        _text.Append(close);
    }
}
