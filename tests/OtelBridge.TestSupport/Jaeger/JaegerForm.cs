using System.Text.Json.Nodes;
using Google.Protobuf;
using OtelBridge.Identifiers;
using OtelBridge.Otlp;
using OtelBridge.TestSupport.Otlp;

namespace OtelBridge.TestSupport.Jaeger;

/// <summary>What Jaeger shows of OTLP spans: its legacy JSON model, by the published table. Strict: throws instead of mending.</summary>
/// <remarks>Written from the table alone, so that it checks whatever else makes this form.</remarks>
public static class JaegerForm
{
    private const string NoServiceName = "OTLPResourceNoServiceName";

    /// <summary>The answer of the query API to a search that finds these spans.</summary>
    /// <exception cref="OtlpRuleException">A rule of OTLP or of Jaeger is broken.</exception>
    public static JsonObject Envelope(params IReadOnlyCollection<ResourceSpans> groups) => new()
    {
        ["data"] = Traces(groups), ["total"] = 0, ["limit"] = 0, ["offset"] = 0, ["errors"] = null,
    };

    /// <summary>One object for each trace, in the order in which they come.</summary>
    /// <exception cref="OtlpRuleException">A rule of OTLP or of Jaeger is broken.</exception>
    public static JsonArray Traces(params IReadOnlyCollection<ResourceSpans> groups)
    {
        StrictOtlp.Check(groups);
        return [.. PlacedSpan.In(groups).GroupBy(static placed => placed.Span.TraceId).Select(static trace => Trace(trace.Key, trace))];
    }

    private static JsonObject Trace(ByteString id, IEnumerable<PlacedSpan> placed)
    {
        var spans = new JsonArray();
        var processes = new JsonObject();
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var one in placed)
        {
            var process = Process(one.Resource);
            var text = process.ToJsonString();
            if (!known.TryGetValue(text, out var processId))
            {
                processId = $"p{known.Count + 1}";
                known.Add(text, processId);
                processes.Add(processId, process);
            }

            spans.Add(Span(one, processId));
        }

        return new JsonObject { ["traceID"] = Hex.Write(id.Span), ["spans"] = spans, ["processes"] = processes, ["warnings"] = null };
    }

    private static JsonObject Process(Resource resource)
    {
        var name = resource.Attributes.FirstOrDefault(static attribute => attribute.Key == "service.name")?.Value.StringValue;
        var tags = new JaegerTags("the resource");
        tags.AddAll(resource.Attributes.Where(static attribute => attribute.Key != "service.name"));
        return new JsonObject { ["serviceName"] = string.IsNullOrEmpty(name) ? NoServiceName : name, ["tags"] = tags.ToJson() };
    }

    private static JsonObject Span(PlacedSpan placed, string processId)
    {
        var span = placed.Span;
        return new JsonObject
        {
            ["traceID"] = Hex.Write(span.TraceId.Span),
            ["spanID"] = Hex.Write(span.SpanId.Span),
            ["operationName"] = span.Name,
            ["references"] = References(span),
            ["startTime"] = Microseconds(span.StartTimeUnixNano),
            ["duration"] = Microseconds(span.EndTimeUnixNano - span.StartTimeUnixNano),
            ["tags"] = Tags(placed),
            ["logs"] = new JsonArray([.. span.Events.Select(Log)]),
            ["processID"] = processId,
            ["warnings"] = null,
        };
    }

    private static JsonArray References(Span span)
    {
        var references = new JsonArray();
        if (!span.ParentSpanId.IsEmpty)
        {
            references.Add(Reference("CHILD_OF", span.TraceId, span.ParentSpanId));
        }

        foreach (var link in span.Links)
        {
            var isParent = link.Attributes.Any(static attribute => attribute is { Key: "opentracing.ref_type", Value.StringValue: "child_of" });
            references.Add(Reference(isParent ? "CHILD_OF" : "FOLLOWS_FROM", link.TraceId, link.SpanId));
        }

        return references;
    }

    private static JsonObject Reference(string type, ByteString trace, ByteString span) =>
        new() { ["refType"] = type, ["traceID"] = Hex.Write(trace.Span), ["spanID"] = Hex.Write(span.Span) };

    // An attribute under the name of a tag that Jaeger makes itself would show twice; JaegerTags refuses it.
    private static JsonArray Tags(PlacedSpan placed)
    {
        var (_, scope, span) = placed;
        var tags = new JaegerTags($"span '{span.Name}'");
        tags.AddAll(span.Attributes);
        tags.AddText("otel.scope.name", scope.Name);
        tags.AddText("otel.scope.version", scope.Version);
        tags.AddText("w3c.tracestate", span.TraceState);
        if (span.Kind != OtelBridge.Otlp.Span.Types.SpanKind.Unspecified)
        {
            tags.AddText("span.kind", span.Kind.ToString().ToLowerInvariant());
        }

        if (span.Status is { Code: not Status.Types.StatusCode.Unset } status)
        {
            tags.AddText("otel.status_code", status.Code.ToString().ToUpperInvariant());
            if (status.Code == Status.Types.StatusCode.Error)
            {
                tags.AddFlag("error");
            }

            tags.AddText("otel.status_description", status.Message);
        }

        return tags.ToJson();
    }

    private static JsonObject Log(Span.Types.Event happened)
    {
        var fields = new JaegerTags($"event '{happened.Name}'");
        if (happened.Attributes.All(static attribute => attribute.Key != "event"))
        {
            fields.AddText("event", happened.Name);
        }

        fields.AddAll(happened.Attributes);
        return new JsonObject { ["timestamp"] = Microseconds(happened.TimeUnixNano), ["fields"] = fields.ToJson() };
    }

    private static long Microseconds(ulong nanoseconds) => (long)(nanoseconds / 1000);
}
