using System.Text.Json;

namespace OtelBridge.Entities.Json;

/// <summary>Writes a trace as MLflow 3 does: <c>{"info":{…},"data":{"spans":[…]}}</c>.</summary>
internal static class TraceJsonWriter
{
    public static void Write(Utf8JsonWriter writer, Trace trace)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("info");
        TraceInfoJsonWriter.Write(writer, trace.Info);
        writer.WriteStartObject("data");
        WriteSpans(writer, trace.Spans);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Writes <c>"spans":[…]</c>.</summary>
    public static void WriteSpans(Utf8JsonWriter writer, IReadOnlyList<Span> spans)
    {
        writer.WriteStartArray("spans");
        foreach (var span in spans)
        {
            SpanJsonWriter.Write(writer, span);
        }

        writer.WriteEndArray();
    }
}
