using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace OtelBridge.Otlp;

/// <summary>JSON as a natively typed attribute value: the way back from <see cref="AnyValueJson"/>.</summary>
public static class JsonAnyValue
{
    /// <summary>Reads a JSON text; false when it is none.</summary>
    public static bool TryRead(string json, [NotNullWhen(true)] out AnyValue? value)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            value = Of(document.RootElement);
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter: text that is no valid Unicode
        {
            value = null;
            return false;
        }
    }

    /// <summary>Converts a value; null becomes an absent one. Its depth is bounded by its reader.</summary>
    /// <exception cref="InvalidOperationException">A text is no valid Unicode.</exception>
    public static AnyValue Of(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.String => new AnyValue { StringValue = json.GetString() },
        JsonValueKind.True => new AnyValue { BoolValue = true },
        JsonValueKind.False => new AnyValue { BoolValue = false },
        JsonValueKind.Number when json.TryGetInt64(out var number) => new AnyValue { IntValue = number },
        JsonValueKind.Number => new AnyValue { DoubleValue = json.GetDouble() },
        JsonValueKind.Array => new AnyValue { ArrayValue = new ArrayValue { Values = { json.EnumerateArray().Select(Of) } } },
        JsonValueKind.Object => new AnyValue
        {
            KvlistValue = new KeyValueList
            {
                Values = { json.EnumerateObject().Select(member => new KeyValue { Key = member.Name, Value = Of(member.Value) }) },
            },
        },
        _ => new AnyValue(),
    };
}
