using System.Text.Json;
using OtelBridge.Attributes;
using OtelBridge.Otlp;

namespace OtelBridge.Export.Writing;

/// <summary>Writes MLflow's attributes that are JSON text on the Activity as values of OTLP, as MLflow's own client sends them.</summary>
/// <remarks>
/// Its server reads lists and numbers only so; in text they stay text. A plain text is sent without its quotes, unless it reads like JSON itself: then the
/// quotes stay, since they tell <c>"42"</c> from <c>42</c> for every server.
/// </remarks>
internal static class NativeValue
{
    // A level of JSON is three of protobuf, whose readers take a hundred. What is deeper stays text.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 24 };

    /// <summary>Writes the attribute; false, with nothing written, when it is none of those or its text is no JSON.</summary>
    public static bool TryWrite(ProtobufBuffer buffer, int field, string? key, object? value, int maxLength)
    {
        if (key is null || value is not string text || text.Length > maxLength || !IsJson(key, text))
        {
            return false;
        }

        var start = buffer.Position;
        try
        {
            using var document = JsonDocument.Parse(text, Options);
            var pair = buffer.Begin(field);
            buffer.WriteString(OtlpFields.Key, key);
            Write(buffer, document.RootElement, keepQuotes: true);
            buffer.End(pair);
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException) // the last for half a surrogate pair
        {
            buffer.Rewind(start);
            return false;
        }
    }

    private static bool IsJson(string key, string text) =>
        key is MlflowKeys.SpanInputs or MlflowKeys.SpanOutputs || (text is ['{', ..] or ['[', ..] && key.StartsWith("mlflow.", StringComparison.Ordinal));

    private static void Write(ProtobufBuffer buffer, JsonElement value, bool keepQuotes = false)
    {
        var any = buffer.Begin(OtlpFields.Value);
        WriteContent(buffer, value, keepQuotes);
        buffer.End(any);
    }

    private static void WriteContent(ProtobufBuffer buffer, JsonElement value, bool keepQuotes)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                var text = value.GetString() ?? string.Empty;
                buffer.WriteString(OtlpFields.String, keepQuotes && ReadsLikeJson(text) ? value.GetRawText() : text);
                break;
            case JsonValueKind.True or JsonValueKind.False:
                buffer.WriteVarint(OtlpFields.Bool, value.ValueKind == JsonValueKind.True ? 1UL : 0UL);
                break;
            case JsonValueKind.Number when value.TryGetInt64(out var number):
                buffer.WriteVarint(OtlpFields.Int, (ulong)number);
                break;
            case JsonValueKind.Number:
                buffer.WriteFixed64(OtlpFields.Double, BitConverter.DoubleToUInt64Bits(value.GetDouble()));
                break;
            case JsonValueKind.Array:
                WriteList(buffer, value);
                break;
            case JsonValueKind.Object:
                WriteMap(buffer, value);
                break;
        }
    }

    private static void WriteList(ProtobufBuffer buffer, JsonElement list)
    {
        var message = buffer.Begin(OtlpFields.Array);
        foreach (var item in list.EnumerateArray())
        {
            if (!buffer.Fits(0))
            {
                break; // the span is written again, with less
            }

            var any = buffer.Begin(ArrayValue.ValuesFieldNumber);
            WriteContent(buffer, item, keepQuotes: false);
            buffer.End(any);
        }

        buffer.End(message);
    }

    private static void WriteMap(ProtobufBuffer buffer, JsonElement map)
    {
        var message = buffer.Begin(OtlpFields.Map);
        foreach (var member in map.EnumerateObject())
        {
            if (!buffer.Fits(0))
            {
                break;
            }

            var pair = buffer.Begin(KeyValueList.ValuesFieldNumber);
            buffer.WriteString(OtlpFields.Key, member.Name);
            Write(buffer, member.Value);
            buffer.End(pair);
        }

        buffer.End(message);
    }

    private static bool ReadsLikeJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Options);
            return true;
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            return false;
        }
    }
}
