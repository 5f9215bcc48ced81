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
        writer.WritePropertyName("spans");
        EntityJson.WriteList(writer, trace.Spans, SpanJsonWriter.Write);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
