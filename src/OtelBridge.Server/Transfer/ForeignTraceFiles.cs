using System.Text.Json;
using OtelBridge.Server.Jaeger;
using OtelBridge.Server.Zipkin.Spans;
using OtelBridge.Tracking.V1;
using OtelBridge.Web.TraceView;

namespace OtelBridge.Server.Transfer;

/// <summary>A trace as a file that the pages of Jaeger and Zipkin open.</summary>
internal static class ForeignTraceFiles
{
    public static IReadOnlyList<TraceFile> All { get; } = [new("jaeger", "Jaeger JSON", WriteJaeger), new("zipkin", "Zipkin JSON", WriteZipkin)];

    private static IEnumerable<TraceJsonPiece> WriteJaeger(Utf8JsonWriter json, Trace trace)
    {
        json.WriteStartObject();
        json.WriteStartArray("data"u8);
        JaegerTraceJson.Write(json, JaegerTraceJson.IdOf(trace.Info.TraceId, trace.ResourceSpans), trace.ResourceSpans);
        json.WriteEndArray();
        JaegerEnvelope.Close(json);
        json.WriteEndObject();
        yield return default;
    }

    private static IEnumerable<TraceJsonPiece> WriteZipkin(Utf8JsonWriter json, Trace trace)
    {
        json.WriteStartArray();
        foreach (var span in ZipkinFromOtlp.Convert(trace.ResourceSpans))
        {
            ZipkinJsonWriter.Write(json, span);
            yield return default;
        }

        json.WriteEndArray();
    }
}
