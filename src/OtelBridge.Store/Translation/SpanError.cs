using OtelBridge.Attributes;
using OtelBridge.Dialects;
using OtelBridge.Otlp;

namespace OtelBridge.Store.Translation;

/// <summary>What went wrong in a span, in one line to search and to show.</summary>
internal static class SpanError
{
    /// <summary>Largest text in characters.</summary>
    public const int MaxLength = 1000;

    /// <summary>Reads the last exception of a span, or else the message of its failure; null for a span that did not fail.</summary>
    public static string? Of(Span span)
    {
        // By index: this runs for every span. The last exception is the one that ended the operation.
        for (var i = span.Events.Count - 1; i >= 0; i--)
        {
            if (span.Events[i].Name == OTelKeys.ExceptionEvent && OfException(span.Events[i]) is { } text)
            {
                return Cut(text);
            }
        }

        if (span.Status is not { Code: Status.Types.StatusCode.Error } status)
        {
            return null;
        }

        return Cut(status.Message.Length > 0 ? status.Message : Text(span.Attributes, OTelKeys.ErrorType) ?? "error");
    }

    private static string? OfException(Span.Types.Event exception)
    {
        var type = Text(exception.Attributes, OTelKeys.ExceptionType);
        var message = Text(exception.Attributes, OTelKeys.ExceptionMessage);
        return type is null ? message : message is null ? type : $"{type}: {message}";
    }

    private static string? Text(Google.Protobuf.Collections.RepeatedField<KeyValue> attributes, string key)
    {
        for (var i = 0; i < attributes.Count; i++)
        {
            if (attributes[i].Key == key && attributes[i].Value is { } value && AttributeText.Plain(value) is { Length: > 0 } text)
            {
                return text;
            }
        }

        return null;
    }

    private static string Cut(string text) =>
        text.Length <= MaxLength ? text : text[..(char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];
}
