using System.Text.Json;
using Google.Protobuf;
using OtelBridge.Identifiers;
using OtelBridge.Otlp;
using OtelBridge.Store.Translation;

namespace OtelBridge.Store.TracesJson;

/// <summary>Writes spans as MLflow 2 kept them in <c>traces.json</c>: ids in hex under <c>context</c>, the root's inputs and outputs beside the list.</summary>
public static class TracesJsonV2Writer
{
    /// <summary>Writes the members that stand beside <c>spans</c>: the inputs and outputs of the root as JSON texts.</summary>
    public static void WriteContent(Utf8JsonWriter json, IReadOnlyList<SpanView> spans)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(spans);
        var root = spans.FirstOrDefault(static span => span.IsRoot);
        json.WriteString("request"u8, root?.Inputs);
        json.WriteString("response"u8, root?.Outputs);
    }

    /// <summary>Writes one span as an object.</summary>
    public static void WriteSpan(Utf8JsonWriter json, SpanView view)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(view);
        var span = view.Span;
        json.WriteStartObject();
        json.WriteString("name"u8, span.Name);
        json.WriteStartObject("context"u8);
        json.WriteString("span_id"u8, Id(span.SpanId));
        json.WriteString("trace_id"u8, Id(span.TraceId));
        json.WriteEndObject();
        json.WriteString("parent_id"u8, view.IsRoot ? null : Id(span.ParentSpanId));
        json.WriteNumber("start_time"u8, span.StartTimeUnixNano);
        if (span.EndTimeUnixNano == 0)
        {
            json.WriteNull("end_time"u8);
        }
        else
        {
            json.WriteNumber("end_time"u8, span.EndTimeUnixNano);
        }

        json.WriteString("status_code"u8, SpanStatusText.OldNameOf(span.Status?.Code ?? Status.Types.StatusCode.Unset));
        json.WriteString("status_message"u8, span.Status?.Message ?? string.Empty);
        TracesJsonWriter.WriteAttributes(json, view);
        TracesJsonWriter.WriteEvents(json, span, "timestamp");
        json.WriteEndObject();
    }

    private static string Id(ByteString id) => SpanIdText.HexPrefix + Hex.Write(id.Span);
}
