using OtelBridge.Otlp;

namespace OtelBridge.Dialects;

/// <summary>Finds the model in the request or the answer of a model call: MLflow's client names it there alone.</summary>
/// <remarks>
/// Runs for every model call that comes in, so JSON text is searched, not parsed: the first member <c>"model"</c> whose value is a text.
/// A quote inside a text is escaped, so what a user says is never taken for it.
/// </remarks>
internal static class ModelInContent
{
    private const string Name = "model";
    private const string Member = "\"model\"";
    private const int MaxLength = 250;

    /// <summary>Gives the model; null when the content names none.</summary>
    public static string? Find(AnyValue content) => content.ValueCase switch
    {
        AnyValue.ValueOneofCase.KvlistValue => Find(content.KvlistValue),
        AnyValue.ValueOneofCase.StringValue => Find(content.StringValue),
        _ => null,
    };

    private static string? Find(KeyValueList members)
    {
        for (var i = 0; i < members.Values.Count; i++)
        {
            if (members.Values[i] is { Key: Name, Value.ValueCase: AnyValue.ValueOneofCase.StringValue } model && model.Value.StringValue.Length > 0)
            {
                return model.Value.StringValue;
            }
        }

        return null;
    }

    private static string? Find(ReadOnlySpan<char> json)
    {
        for (var at = json.IndexOf(Member); at >= 0; at = json.IndexOf(Member))
        {
            var isEscaped = at > 0 && json[at - 1] == '\\';
            json = json[(at + Member.Length)..];
            var value = json.TrimStart();
            if (!isEscaped && value is [':', ..] && value[1..].TrimStart() is ['"', .. var text]
                && text.IndexOfAny('"', '\\') is > 0 and <= MaxLength and var end && text[end] == '"')
            {
                return text[..end].ToString();
            }
        }

        return null;
    }
}
