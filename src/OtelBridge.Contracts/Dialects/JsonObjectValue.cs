using System.Text.Json;
using OtelBridge.Otlp;

namespace OtelBridge.Dialects;

/// <summary>Reads an attribute whose value is an object, natively typed or as JSON text.</summary>
internal static class JsonObjectValue
{
    /// <summary>Reads the object; nothing for a value that is none.</summary>
    public static T? Read<T>(AnyValue value, Func<JsonElement, T?> read)
    {
        var json = value.ValueCase switch
        {
            AnyValue.ValueOneofCase.StringValue => value.StringValue,
            AnyValue.ValueOneofCase.KvlistValue => AnyValueJson.Write(value),
            _ => null,
        };
        if (json is null || !json.AsSpan().TrimStart().StartsWith("{"))
        {
            return default;
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            return read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException) // the latter two for halves of surrogate pairs
        {
            return default;
        }
    }
}
