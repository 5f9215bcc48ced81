using Google.Protobuf.Reflection;
using OtelBridge.Otlp;

namespace OtelBridge.Server.Otlp;

/// <summary>Reads spans of OTLP/JSON with their events, links and status.</summary>
internal static class OtlpJsonSpans
{
    private static readonly EnumDescriptor SpanKinds = Span.Descriptor.FindDescriptor<EnumDescriptor>(nameof(Span.Types.SpanKind));
    private static readonly EnumDescriptor StatusCodes = Status.Descriptor.FindDescriptor<EnumDescriptor>(nameof(Status.Types.StatusCode));

    public static Span ReadSpan(ref OtlpJsonCursor json)
    {
        var span = new Span();
        while (json.NextField())
        {
            if (!TryReadIdentity(ref json, span) && !TryReadContent(ref json, span))
            {
                json.Skip();
            }
        }

        return span;
    }

    private static bool TryReadIdentity(ref OtlpJsonCursor json, Span span)
    {
        if (json.Is("traceId"u8, "trace_id"u8))
        {
            span.TraceId = json.HexId();
        }
        else if (json.Is("spanId"u8, "span_id"u8))
        {
            span.SpanId = json.HexId();
        }
        else if (json.Is("parentSpanId"u8, "parent_span_id"u8))
        {
            span.ParentSpanId = json.HexId();
        }
        else if (json.Is("traceState"u8, "trace_state"u8))
        {
            span.TraceState = json.Text();
        }
        else if (json.Is("flags"u8))
        {
            span.Flags = Flags(ref json);
        }
        else if (json.Is("name"u8))
        {
            span.Name = json.Text();
        }
        else if (json.Is("kind"u8))
        {
            span.Kind = (Span.Types.SpanKind)json.Enum(SpanKinds);
        }
        else if (json.Is("startTimeUnixNano"u8, "start_time_unix_nano"u8))
        {
            span.StartTimeUnixNano = Time(ref json);
        }
        else if (json.Is("endTimeUnixNano"u8, "end_time_unix_nano"u8))
        {
            span.EndTimeUnixNano = Time(ref json);
        }
        else
        {
            return false;
        }

        return true;
    }

    private static bool TryReadContent(ref OtlpJsonCursor json, Span span)
    {
        if (json.Is("attributes"u8))
        {
            OtlpJsonReader.ReadAttributes(ref json, span.Attributes, OtlpNesting.SpanAttributeDepth);
        }
        else if (json.Is("events"u8))
        {
            OtlpJsonReader.ReadAll(ref json, span.Events, ReadEvent);
        }
        else if (json.Is("links"u8))
        {
            OtlpJsonReader.ReadAll(ref json, span.Links, ReadLink);
        }
        else if (json.Is("status"u8))
        {
            span.Status = json.TryEnterObject() ? ReadStatus(ref json) : null;
        }
        else if (json.Is("droppedAttributesCount"u8, "dropped_attributes_count"u8))
        {
            span.DroppedAttributesCount = OtlpJsonReader.Count(ref json);
        }
        else if (json.Is("droppedEventsCount"u8, "dropped_events_count"u8))
        {
            span.DroppedEventsCount = OtlpJsonReader.Count(ref json);
        }
        else if (json.Is("droppedLinksCount"u8, "dropped_links_count"u8))
        {
            span.DroppedLinksCount = OtlpJsonReader.Count(ref json);
        }
        else
        {
            return false;
        }

        return true;
    }

    private static Span.Types.Event ReadEvent(ref OtlpJsonCursor json)
    {
        var @event = new Span.Types.Event();
        while (json.NextField())
        {
            if (json.Is("timeUnixNano"u8, "time_unix_nano"u8))
            {
                @event.TimeUnixNano = Time(ref json);
            }
            else if (json.Is("name"u8))
            {
                @event.Name = json.Text();
            }
            else if (json.Is("attributes"u8))
            {
                OtlpJsonReader.ReadAttributes(ref json, @event.Attributes, OtlpNesting.EventAttributeDepth);
            }
            else if (json.Is("droppedAttributesCount"u8, "dropped_attributes_count"u8))
            {
                @event.DroppedAttributesCount = OtlpJsonReader.Count(ref json);
            }
            else
            {
                json.Skip();
            }
        }

        return @event;
    }

    private static Span.Types.Link ReadLink(ref OtlpJsonCursor json)
    {
        var link = new Span.Types.Link();
        while (json.NextField())
        {
            if (json.Is("traceId"u8, "trace_id"u8))
            {
                link.TraceId = json.HexId();
            }
            else if (json.Is("spanId"u8, "span_id"u8))
            {
                link.SpanId = json.HexId();
            }
            else if (json.Is("traceState"u8, "trace_state"u8))
            {
                link.TraceState = json.Text();
            }
            else if (json.Is("attributes"u8))
            {
                OtlpJsonReader.ReadAttributes(ref json, link.Attributes, OtlpNesting.EventAttributeDepth);
            }
            else if (json.Is("droppedAttributesCount"u8, "dropped_attributes_count"u8))
            {
                link.DroppedAttributesCount = OtlpJsonReader.Count(ref json);
            }
            else if (json.Is("flags"u8))
            {
                link.Flags = Flags(ref json);
            }
            else
            {
                json.Skip();
            }
        }

        return link;
    }

    private static Status ReadStatus(ref OtlpJsonCursor json)
    {
        var status = new Status();
        while (json.NextField())
        {
            if (json.Is("code"u8))
            {
                status.Code = (Status.Types.StatusCode)json.Enum(StatusCodes);
            }
            else if (json.Is("message"u8))
            {
                status.Message = json.Text();
            }
            else
            {
                json.Skip();
            }
        }

        return status;
    }

    private static ulong Time(ref OtlpJsonCursor json) => json.Integer<ulong>("nanoseconds since 1970 as a 64-bit integer");

    private static uint Flags(ref OtlpJsonCursor json) => json.Integer<uint>("flags as a 32-bit integer");
}
