using OtelBridge.Attributes;

namespace OtelBridge.Server.Zipkin.Spans;

/// <summary>Tags by which Zipkin's form carries what only OTLP has a place for, and attributes by which ours carries what only Zipkin has a place for.</summary>
/// <remarks>Source: OpenTelemetry specification, "Zipkin" and "Transformation to non-OTLP formats"; links and span.kind as the OpenTelemetry Collector writes them.</remarks>
internal static class ZipkinKeys
{
    /// <summary>Name of the scope of spans that came in Zipkin's form from a program that knows nothing of OpenTelemetry.</summary>
    public const string Scope = "zipkin";

    /// <summary>Attribute of a server's half of a call that shares the id of the client's half: true.</summary>
    public const string Shared = "zipkin.shared";

    /// <summary>Attribute of a shared half: the parent id that it named, as hex digits.</summary>
    public const string SharedParentId = "zipkin.parent_id";

    /// <summary>Attribute of a span that was to be kept whatever the sampling says: true.</summary>
    public const string Debug = "zipkin.debug";

    /// <summary>Value of <see cref="OTelKeys.SpanKind"/> for the kind that Zipkin has no word for.</summary>
    public const string InternalKind = "internal";

    /// <summary>What the tags begin with that only programs of OpenTelemetry write.</summary>
    public const string OTelPrefix = "otel.";

    /// <summary>Tag: attributes that the sender dropped.</summary>
    public const string DroppedAttributes = "otel.dropped_attributes_count";

    /// <summary>Tag: events that the sender dropped.</summary>
    public const string DroppedEvents = "otel.dropped_events_count";

    /// <summary>Tag: links that the sender dropped.</summary>
    public const string DroppedLinks = "otel.dropped_links_count";

    /// <summary>Tag of a link, followed by its number from 0; its value is <c>TRACE|SPAN|STATE|{ATTRIBUTES}|DROPPED</c>.</summary>
    public const string LinkPrefix = "otlp.link.";
}
