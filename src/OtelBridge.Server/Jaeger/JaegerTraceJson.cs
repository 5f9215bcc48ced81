using System.Text.Json;
using OtelBridge.Attributes;
using OtelBridge.Identifiers;
using OtelBridge.Otlp;
using OtelBridge.Store.Translation;

namespace OtelBridge.Server.Jaeger;

/// <summary>Writes traces in the JSON of Jaeger's older API: flat spans that name their process.</summary>
internal static class JaegerTraceJson
{
    public static void Write(Utf8JsonWriter json, string traceId, IReadOnlyList<ResourceSpans> groups)
    {
        json.WriteStartObject();
        json.WriteString("traceID"u8, traceId);
        json.WriteStartArray("spans"u8);
        for (var i = 0; i < groups.Count; i++)
        {
            foreach (var scope in groups[i].ScopeSpans)
            {
                foreach (var span in scope.Spans)
                {
                    JaegerSpanJson.Write(json, span, scope.Scope, ProcessId(i));
                }
            }
        }

        json.WriteEndArray();
        json.WriteStartObject("processes"u8);
        for (var i = 0; i < groups.Count; i++)
        {
            WriteProcess(json, ProcessId(i), groups[i].Resource);
        }

        json.WriteEndObject();
        WriteNoWarnings(json);
        json.WriteEndObject();
    }

    /// <summary>Gives the id that the spans of a trace say; a trace whose id has no OTLP form says another one.</summary>
    public static string IdOf(string traceId, IEnumerable<ResourceSpans> groups) =>
        groups.SelectMany(group => group.ScopeSpans).SelectMany(scope => scope.Spans).FirstOrDefault() is { } span
            ? Hex.Write(span.TraceId.Span)
            : JaegerTraceId.Of(traceId);

    /// <summary>Writes that nothing was found to be wrong: what is shown is what is stored.</summary>
    public static void WriteNoWarnings(Utf8JsonWriter json)
    {
        json.WriteStartArray("warnings"u8);
        json.WriteEndArray();
    }

    private static string ProcessId(int index) => FormattableString.Invariant($"p{index + 1}");

    private static void WriteProcess(Utf8JsonWriter json, string id, Resource? resource)
    {
        json.WriteStartObject(id);
        json.WriteString("serviceName"u8, JaegerServiceName.Of(ResourceReading.Of(resource).ServiceName));
        json.WriteStartArray("tags"u8);
        foreach (var attribute in resource?.Attributes ?? [])
        {
            if (attribute.Key != OTelKeys.ServiceName)
            {
                JaegerTags.Write(json, attribute);
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
