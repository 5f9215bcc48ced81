using System.Globalization;
using System.Text;
using OtelBridge.Attributes;
using OtelBridge.Dialects;
using OtelBridge.Otlp;

namespace OtelBridge.Store.Search.Text;

/// <summary>What a span says, piece by piece: name, status message, names and attributes of events, values of attributes. What full text searches.</summary>
internal static class SpanText
{
    /// <summary>Gives the pieces, those too that are told in the words of another dialect. Keys are none, and neither is the id of the trace, which every span
    /// repeats.</summary>
    public static IEnumerable<string> Pieces(Span span)
    {
        yield return span.Name;
        if (span.Status?.Message is { Length: > 0 } message)
        {
            yield return message;
        }

        foreach (var attribute in span.Attributes)
        {
            if (attribute.Key != MlflowKeys.TraceRequestId && attribute.Value is { } value && Of(value) is { Length: > 0 } text)
            {
                yield return text;
            }
        }

        foreach (var (_, text) in Translated(span))
        {
            yield return text;
        }

        foreach (var happened in span.Events)
        {
            yield return happened.Name;
            foreach (var attribute in happened.Attributes)
            {
                if (attribute.Value is { } value && Of(value) is { Length: > 0 } text)
                {
                    yield return text;
                }
            }
        }
    }

    /// <summary>Gives the keys of attributes, and those of MLflow that another dialect speaks of.</summary>
    public static IEnumerable<string> Keys(Span span) => span.Attributes.Select(attribute => attribute.Key).Concat(Translated(span).Select(item => item.Key));

    /// <summary>Gives what the span says in the words of other dialects, under MLflow's keys that it does not use itself.</summary>
    public static IEnumerable<(string Key, string Text)> Translated(Span span)
    {
        var reading = SpanReading.Of(span);
        (string Key, string? Text)[] items =
            [(MlflowKeys.SpanType, reading.SpanType), (MlflowKeys.SpanInputs, reading.Inputs), (MlflowKeys.SpanOutputs, reading.Outputs)];
        foreach (var (key, text) in items)
        {
            if (text is not null && !span.Attributes.Any(attribute => attribute.Key == key && attribute.Value is not null))
            {
                yield return (key, Unescaped(text));
            }
        }
    }

    /// <summary>Gives a value as people read it: text without the quotes and escapes that JSON puts around it. Null for an absent value.</summary>
    public static string? Of(AnyValue value) => value.ValueCase switch
    {
        AnyValue.ValueOneofCase.None => null,
        AnyValue.ValueOneofCase.StringValue => Unescaped(value.StringValue),
        AnyValue.ValueOneofCase.IntValue => value.IntValue.ToString(CultureInfo.InvariantCulture),
        _ => Unescaped(AnyValueJson.Write(value)),
    };

    // In place of a parser, since texts of any size and form come here: what is not JSON after all loses no more than a few backslashes.
    private static string Unescaped(string text)
    {
        if (text.Length < 2 || text[0] is not ('{' or '[' or '"') || !text.Contains('\\', StringComparison.Ordinal))
        {
            return Unquoted(text);
        }

        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length)
            {
                result.Append(text[i]);
                continue;
            }

            var escaped = text[++i];
            if (escaped == 'u' && i + 4 < text.Length && ushort.TryParse(text.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                result.Append((char)code);
                i += 4;
            }
            else
            {
                result.Append(escaped switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'b' => '\b', 'f' => '\f', _ => escaped });
            }
        }

        return Unquoted(result.ToString());
    }

    private static string Unquoted(string text) => text.Length >= 2 && text[0] == '"' && text[^1] == '"' ? text[1..^1] : text;
}
