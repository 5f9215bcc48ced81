using System.Text.Json;

namespace OtelBridge.Server.Jaeger;

/// <summary>What stands behind the <c>data</c> of every answer of the older API.</summary>
internal static class JaegerEnvelope
{
    /// <summary>Writes the fields behind <c>data</c>.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="total">How many there are; Jaeger says 0 for traces.</param>
    /// <param name="errors">What went wrong with a part of the answer; null without.</param>
    public static void Close(Utf8JsonWriter json, int total = 0, IReadOnlyCollection<Error>? errors = null)
    {
        json.WriteNumber("total"u8, total);
        json.WriteNumber("limit"u8, 0);
        json.WriteNumber("offset"u8, 0);
        if (errors is not { Count: > 0 })
        {
            json.WriteNull("errors"u8);
            return;
        }

        json.WriteStartArray("errors"u8);
        foreach (var error in errors)
        {
            json.WriteStartObject();
            if (error.Code is { } code)
            {
                json.WriteNumber("code"u8, code);
            }

            json.WriteString("msg"u8, error.Message);
            if (error.TraceId is { } traceId)
            {
                json.WriteString("traceID"u8, traceId);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Something that went wrong.</summary>
    internal readonly record struct Error(string Message, string? TraceId = null, int? Code = null);
}
