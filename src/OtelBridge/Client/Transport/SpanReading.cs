using System.Text.Json;
using Google.Protobuf.Collections;
using OtelBridge.Entities;
using OtelBridge.Identifiers;
using OtelSpan = OtelBridge.Otlp.Span;
using OtelStatus = OtelBridge.Otlp.Status;

namespace OtelBridge.Client.Transport;

/// <summary>OTLP spans as a client's entities; both wires bring spans in this form.</summary>
internal static class SpanReading
{
    /// <summary>Roots first, then by start, as MLflow orders them.</summary>
    public static IReadOnlyList<Span> Of(IEnumerable<OtelSpan> spans, string traceId) =>
        [.. spans.Select(span => Of(span, traceId)).OrderBy(static span => span.ParentId is not null).ThenBy(static span => span.StartTimeNs)];

    public static Span Of(OtelSpan span, string traceId) => new()
    {
        TraceId = traceId,
        SpanId = Hex.Write(span.SpanId.Span),
        ParentId = span.ParentSpanId.Span.ContainsAnyExcept((byte)0) ? Hex.Write(span.ParentSpanId.Span) : null,
        Name = span.Name,
        StartTimeNs = (long)span.StartTimeUnixNano,
        EndTimeNs = span.EndTimeUnixNano == 0 ? null : (long)span.EndTimeUnixNano,
        Status = span.Status?.Code switch
        {
            OtelStatus.Types.StatusCode.Ok => SpanStatus.Ok,
            OtelStatus.Types.StatusCode.Error => SpanStatus.Error,
            _ => SpanStatus.Unset,
        },
        StatusDescription = string.IsNullOrEmpty(span.Status?.Message) ? null : span.Status.Message,
        Attributes = Attributes(span.Attributes),
        Events = [.. span.Events.Select(static e => new SpanEvent(e.Name, (long)e.TimeUnixNano, Attributes(e.Attributes))).OrderBy(static e => e.TimestampNs)],
    };

    // OTLP wants a key once, but nobody makes its senders; the first one stays.
    private static Dictionary<string, JsonElement> Attributes(RepeatedField<Otlp.KeyValue> attributes)
    {
        var read = new Dictionary<string, JsonElement>(attributes.Count, StringComparer.Ordinal); // bounded by the limit of an answer
        foreach (var attribute in attributes)
        {
            read.TryAdd(attribute.Key, JsonValue.Of(attribute.Value));
        }

        return read;
    }
}
