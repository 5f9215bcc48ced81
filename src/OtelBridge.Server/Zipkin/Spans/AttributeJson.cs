using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Google.Protobuf.Collections;
using OtelBridge.Otlp;

namespace OtelBridge.Server.Zipkin.Spans;

/// <summary>Attributes of events and links inside the texts of Zipkin: one JSON object.</summary>
internal static class AttributeJson
{
    // Far below what a stored attribute may nest, so that a text never makes a span that is refused.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 16 };

    public static string Write(RepeatedField<KeyValue> attributes) =>
        AnyValueJson.Write(new AnyValue { KvlistValue = new KeyValueList { Values = { attributes } } });

    /// <summary>Reads an object; false when the text is none.</summary>
    public static bool TryRead(ReadOnlySpan<char> json, [NotNullWhen(true)] out IReadOnlyList<KeyValue>? attributes)
    {
        attributes = null;
        if (!json.StartsWith('{'))
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(json.ToString(), Options);
            attributes = JsonAnyValue.Of(document.RootElement).KvlistValue.Values;
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter: text that is no valid Unicode
        {
            return false;
        }
    }
}
