using System.Text.Json.Nodes;
using Google.Protobuf;
using OtelBridge.Otlp;

namespace OtelBridge.Interop.Tests.Messages;

/// <summary>OTLP's JSON form, made from protobuf's own: ids in hex instead of base64, enums as numbers.</summary>
/// <remarks>Not the writer of the server, so that the two check each other.</remarks>
internal static class OtlpJson
{
    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithFormatEnumsAsIntegers(true));

    public static JsonObject Write(ExportTraceServiceRequest request)
    {
        var json = JsonNode.Parse(Formatter.Format(request))!.AsObject();
        foreach (var span in SpansOf(json["resourceSpans"]))
        {
            IdsToHex(span.AsObject());
            foreach (var link in span["links"]?.AsArray() ?? [])
            {
                IdsToHex(link!.AsObject());
            }
        }

        return json;
    }

    /// <summary>One text for each span, by span id, of everything that is known of it: resource, scope, schemas and the span itself.</summary>
    public static IReadOnlyDictionary<string, string> Describe(JsonNode resourceSpans)
    {
        var spans = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var resource in resourceSpans.AsArray())
        {
            foreach (var scope in resource!["scopeSpans"]!.AsArray())
            {
                foreach (var span in scope!["spans"]?.AsArray() ?? [])
                {
                    var whole = new JsonObject
                    {
                        ["resource"] = resource["resource"]?.DeepClone(),
                        ["resourceSchema"] = resource["schemaUrl"]?.DeepClone(),
                        ["scope"] = scope["scope"]?.DeepClone(),
                        ["scopeSchema"] = scope["schemaUrl"]?.DeepClone(),
                        ["span"] = span!.DeepClone(),
                    };
                    spans.Add((string)span["spanId"]!, ProtobufJson.Normalise(whole));
                }
            }
        }

        return spans;
    }

    private static IEnumerable<JsonNode> SpansOf(JsonNode? resourceSpans) =>
        resourceSpans!.AsArray()
            .SelectMany(resource => resource!["scopeSpans"]!.AsArray())
            .SelectMany(scope => scope!["spans"]?.AsArray() ?? [])!;

    private static void IdsToHex(JsonObject fields)
    {
        foreach (var name in new[] { "traceId", "spanId", "parentSpanId" })
        {
            if ((string?)fields[name] is { } base64)
            {
                fields[name] = Convert.ToHexStringLower(Convert.FromBase64String(base64));
            }
        }
    }
}
