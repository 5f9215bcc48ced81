using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using OtelBridge.Server.Tracking;

namespace OtelBridge.Server.Rest.Assessments;

/// <summary>Values of assessments as JSON text in MLflow's spelling, which is what filters compare with: <c>feedback.score = '4.0'</c>.</summary>
internal static class AssessmentValue
{
    /// <summary>Writes a value as MLflow stores it: numbers as floats, a blank behind every comma and colon. Null when there is none.</summary>
    public static string? Read(JsonElement? value)
    {
        if (value is not { } given)
        {
            return null;
        }

        var text = new StringBuilder();
        try
        {
            Write(text, given);
        }
        catch (InvalidOperationException)
        {
            throw TrackingRequest.Invalid("(no valid Unicode text)", "value", "text is UTF-8, and escaped surrogates come in pairs");
        }

        return text.ToString();
    }

    /// <summary>Checks a value that is JSON text already; it stays as it is.</summary>
    public static string ReadText(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return json;
        }
        catch (JsonException)
        {
            throw TrackingRequest.Invalid($"'{TrackingRequest.Quote(json)}'", "serialized_value", "it is JSON text");
        }
    }

    // Depth is bounded by the reader of requests.
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
