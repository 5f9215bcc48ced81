using OtelBridge.Otlp;

namespace OtelBridge.Server.Zipkin.Spans;

/// <summary>An event as the text of an annotation: its name, or <c>"NAME":{ATTRIBUTES}</c> where it has attributes.</summary>
internal static class ZipkinAnnotation
{
    private const string Separator = "\":{";

    public static string Write(Span.Types.Event item) => item.Attributes.Count == 0 && item.DroppedAttributesCount == 0
        ? item.Name
        : $"{AnyValueJson.Write(new AnyValue { StringValue = item.Name })}:{AttributeJson.Write(item.Attributes)}";

    /// <summary>Reads an event; the form with attributes only where OpenTelemetry wrote it, since for others it is a text like any other.</summary>
    public static Span.Types.Event Read(string value, ulong time, bool fromOTel)
    {
        var end = fromOTel && value.StartsWith('"') ? value.IndexOf(Separator, StringComparison.Ordinal) : -1;
        if (end > 0
            && NameOf(value[..(end + 1)]) is { } name
            && AttributeJson.TryRead(value.AsSpan(end + Separator.Length - 1), out var attributes))
        {
            return new Span.Types.Event { TimeUnixNano = time, Name = name, Attributes = { attributes } };
        }

        return new Span.Types.Event { TimeUnixNano = time, Name = value };
    }

    private static string? NameOf(string json) =>
        JsonAnyValue.TryRead(json, out var value) && value.HasStringValue ? value.StringValue : null;
}
