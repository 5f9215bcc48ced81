using System.Text.Json.Nodes;
using OtelBridge.Identifiers;
using OtelBridge.Otlp;
using OtelBridge.TestSupport.Otlp;

namespace OtelBridge.TestSupport.Zipkin;

/// <summary>What Zipkin shows of OTLP spans: its v2 JSON, by the published table. Strict: throws instead of mending.</summary>
/// <remarks>Written from the table alone, so that it checks whatever else makes this form. Names are in lower case, as Zipkin keeps them.</remarks>
public static class ZipkinForm
{
    /// <summary>A list of spans for each trace, in the order in which they come.</summary>
    /// <exception cref="OtlpRuleException">A rule of OTLP or of Zipkin is broken.</exception>
    public static JsonArray Traces(ZipkinIntake intake, params IReadOnlyCollection<ResourceSpans> groups)
    {
        StrictOtlp.Check(groups);
        return
        [
            .. PlacedSpan.In(groups)
                .GroupBy(static placed => placed.Span.TraceId)
                .Select(trace => new JsonArray([.. trace.Select(placed => Span(intake, placed))])),
        ];
    }

    private static JsonObject Span(ZipkinIntake intake, PlacedSpan placed)
    {
        var span = placed.Span;
        var json = new JsonObject { ["traceId"] = Hex.Write(span.TraceId.Span), ["id"] = Hex.Write(span.SpanId.Span) };
        if (!span.ParentSpanId.IsEmpty)
        {
            json["parentId"] = Hex.Write(span.ParentSpanId.Span);
        }

        json["name"] = span.Name.ToLowerInvariant();
        if (span.Kind is not (OtelBridge.Otlp.Span.Types.SpanKind.Unspecified or OtelBridge.Otlp.Span.Types.SpanKind.Internal))
        {
            json["kind"] = span.Kind.ToString().ToUpperInvariant();
        }

        json["timestamp"] = (long)(span.StartTimeUnixNano / 1000);
        json["duration"] = Math.Max(1, (long)((span.EndTimeUnixNano - span.StartTimeUnixNano) / 1000));
        Add(json, "localEndpoint", ZipkinEndpoint.Local(intake, placed.Resource));
        Add(json, "remoteEndpoint", ZipkinEndpoint.Remote(span));
        Add(json, "annotations", new JsonArray([.. span.Events.Select(happened => Annotation(intake, happened))]));
        Add(json, "tags", ZipkinTags.Of(intake, placed));
        return json;
    }

    // Zipkin knows no empty fields.
    private static void Add(JsonObject json, string name, JsonNode? value)
    {
        if (value is JsonObject { Count: > 0 } or JsonArray { Count: > 0 })
        {
            json[name] = value;
        }
    }

    private static JsonObject Annotation(ZipkinIntake intake, Span.Types.Event happened)
    {
        var isBare = happened.Attributes.Count == 0 && happened.DroppedAttributesCount == 0;
        var attributes = ValueText.Of(happened.Attributes);
        var value = (isBare, intake) switch
        {
            (true, _) => happened.Name,
            (_, ZipkinIntake.Collector) => $"{happened.Name}|{attributes}|{happened.DroppedAttributesCount}",
            _ => $"\"{happened.Name}\":{attributes}",
        };
        return new JsonObject { ["timestamp"] = (long)(happened.TimeUnixNano / 1000), ["value"] = value };
    }
}
