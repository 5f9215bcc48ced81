using System.Globalization;
using System.Text.Json.Nodes;
using OtelBridge.Identifiers;
using OtelBridge.Otlp;
using OtelBridge.TestSupport.Otlp;

namespace OtelBridge.TestSupport.Zipkin;

/// <summary>The tags of a span in Zipkin's form: resource and span attributes as text, and what Zipkin has no field for.</summary>
internal static class ZipkinTags
{
    private const string Error = "error";

    public static JsonObject Of(ZipkinIntake intake, PlacedSpan placed)
    {
        var (resource, scope, span) = placed;
        var tags = new JsonObject();
        var serviceName = ZipkinEndpoint.ServiceName(intake, resource);
        foreach (var attribute in resource.Attributes.Where(attribute => attribute != serviceName).Concat(span.Attributes))
        {
            tags[attribute.Key] = ValueText.Of(attribute.Value); // a span's own wins over its resource's
        }

        if (span.Status?.Code != Status.Types.StatusCode.Error && tags.ContainsKey(Error))
        {
            throw new OtlpRuleException($"span '{span.Name}' did not fail, and its attribute 'error' ({tags[Error]}) would show it as failed");
        }

        AddText(tags, "otel.scope.name", scope.Name);
        AddText(tags, "otel.scope.version", scope.Version);
        AddText(tags, "w3c.tracestate", span.TraceState);
        if (intake == ZipkinIntake.Collector)
        {
            AddText(tags, "span.kind", span.Kind == Span.Types.SpanKind.Internal ? "internal" : string.Empty);
            AddLinks(tags, span);
        }

        AddStatus(tags, intake, span.Status);
        AddCount(tags, "otel.dropped_attributes_count", span.DroppedAttributesCount);
        AddCount(tags, "otel.dropped_events_count", span.DroppedEventsCount);
        AddCount(tags, "otel.dropped_links_count", span.DroppedLinksCount);
        return tags;
    }

    private static void AddStatus(JsonObject tags, ZipkinIntake intake, Status? status)
    {
        if (status is null or { Code: Status.Types.StatusCode.Unset })
        {
            return;
        }

        tags["otel.status_code"] = status.Code.ToString().ToUpperInvariant();
        if (status.Code == Status.Types.StatusCode.Error)
        {
            tags[Error] = intake == ZipkinIntake.Collector ? "true" : status.Message;
            AddText(tags, "otel.status_description", intake == ZipkinIntake.Collector ? status.Message : string.Empty);
        }
    }

    private static void AddLinks(JsonObject tags, Span span)
    {
        foreach (var (number, link) in span.Links.Index())
        {
            tags[$"otlp.link.{number}"] =
                $"{Hex.Write(link.TraceId.Span)}|{Hex.Write(link.SpanId.Span)}|{link.TraceState}|{ValueText.Of(link.Attributes)}|{link.DroppedAttributesCount}";
        }
    }

    private static void AddCount(JsonObject tags, string key, uint count) =>
        AddText(tags, key, count == 0 ? string.Empty : count.ToString(CultureInfo.InvariantCulture));

    private static void AddText(JsonObject tags, string key, string text)
    {
        if (text.Length > 0)
        {
            tags[key] = text;
        }
    }
}
