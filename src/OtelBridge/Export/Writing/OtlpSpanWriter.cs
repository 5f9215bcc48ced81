using System.Diagnostics;
using System.Runtime.InteropServices;
using OtelBridge.Attributes;
using OtelBridge.Export.Forms;
using OtelBridge.Otlp;
using OtelBridge.Sources;
using OtelBridge.Tracing;
using OtlpStatus = OtelBridge.Otlp.Status;

namespace OtelBridge.Export.Writing;

/// <summary>Writes one ended Activity as an OTLP <c>Span</c>, straight into the bytes of the request.</summary>
/// <remarks>The mapping is the official exporter's, so that both destinations get the same span; it differs in keeping all attributes, events and links unless the span must be trimmed.</remarks>
internal static class OtlpSpanWriter
{
    private const int TraceIdSize = 16;
    private const int SpanIdSize = 8;

    /// <summary>Writes a span as it is, or as its draft says.</summary>
    public static void Write(ProtobufBuffer buffer, Activity activity, SpanTrim trim, AttributeForm form = AttributeForm.Text, SpanDraft? draft = null)
    {
        var span = buffer.Begin(ScopeSpans.SpansFieldNumber);
        WriteIds(buffer, activity, draft is null ? activity.TraceStateString : draft.TraceState);
        buffer.WriteString(Span.NameFieldNumber, Bounded(draft?.Name ?? activity.DisplayName, trim));
        WriteNumbers(buffer, activity, draft?.Kind ?? activity.Kind);
        var tagStatus = WriteAttributes(buffer, activity, trim, form, draft);
        WriteEvents(buffer, activity, trim, draft);
        WriteLinks(buffer, activity, trim, draft);
        WriteStatus(buffer, draft?.Status ?? activity.Status, draft is null ? activity.StatusDescription : draft.StatusDescription, tagStatus, trim);
        buffer.End(span);
    }

    private static void WriteIds(ProtobufBuffer buffer, Activity activity, string? traceState)
    {
        WriteTraceId(buffer, Span.TraceIdFieldNumber, activity.TraceId);
        WriteSpanId(buffer, Span.SpanIdFieldNumber, activity.SpanId);
        if (traceState is { } state)
        {
            buffer.WriteString(Span.TraceStateFieldNumber, state);
        }

        var parent = FoldedCalls.ParentIdOf(activity);
        if (parent != default)
        {
            WriteSpanId(buffer, Span.ParentSpanIdFieldNumber, parent);
        }
    }

    private static void WriteNumbers(ProtobufBuffer buffer, Activity activity, ActivityKind kind)
    {
        buffer.WriteFixed32(Span.FlagsFieldNumber, Flags(activity.ActivityTraceFlags, activity.HasRemoteParent));
        buffer.WriteVarint(Span.KindFieldNumber, (ulong)kind + 1);
        buffer.WriteFixed64(Span.StartTimeUnixNanoFieldNumber, (ulong)UnixTime.Nanoseconds(activity.StartTimeUtc));
        buffer.WriteFixed64(Span.EndTimeUnixNanoFieldNumber, (ulong)UnixTime.Nanoseconds(activity.StartTimeUtc, activity.Duration));
    }

    private static TagStatus WriteAttributes(ProtobufBuffer buffer, Activity activity, SpanTrim trim, AttributeForm form, SpanDraft? draft)
    {
        var status = default(TagStatus);
        var tally = default(AttributeTally);
        if (draft is not null)
        {
            foreach (ref readonly var tag in CollectionsMarshal.AsSpan(draft.Attributes))
            {
                WriteAttribute(buffer, tag, trim, form, ref status, ref tally);
            }
        }
        else
        {
            foreach (ref readonly var tag in activity.EnumerateTagObjects())
            {
                WriteAttribute(buffer, tag, trim, form, ref status, ref tally);
            }
        }

        tally.WriteDropped(buffer, Span.DroppedAttributesCountFieldNumber);
        return status;
    }

    private static void WriteAttribute(
        ProtobufBuffer buffer, in KeyValuePair<string, object?> tag, SpanTrim trim, AttributeForm form, ref TagStatus status, ref AttributeTally tally)
    {
        if (status.TryTake(tag.Key, tag.Value))
        {
            return;
        }

        if (form == AttributeForm.Native && NativeValue.TryWrite(buffer, Span.AttributesFieldNumber, tag.Key, tag.Value, trim.MaxValueLength))
        {
            tally.Count();
        }
        else
        {
            tally.Write(buffer, Span.AttributesFieldNumber, tag, trim.MaxAttributes, trim.Values);
        }
    }

    private static void WriteEvents(ProtobufBuffer buffer, Activity activity, SpanTrim trim, SpanDraft? draft)
    {
        var count = 0;
        if (draft?.Events is { } changed)
        {
            foreach (ref readonly var @event in CollectionsMarshal.AsSpan(changed))
            {
                WriteEvent(buffer, @event, trim, ref count);
            }
        }
        else
        {
            foreach (ref readonly var @event in activity.EnumerateEvents())
            {
                WriteEvent(buffer, @event, trim, ref count);
            }
        }

        WriteDropped(buffer, Span.DroppedEventsCountFieldNumber, count - trim.MaxEvents);
    }

    private static void WriteEvent(ProtobufBuffer buffer, in ActivityEvent @event, SpanTrim trim, ref int count)
    {
        if (count++ >= trim.MaxEvents)
        {
            return;
        }

        var message = buffer.Begin(Span.EventsFieldNumber);
        buffer.WriteString(Span.Types.Event.NameFieldNumber, Bounded(@event.Name, trim));
        buffer.WriteFixed64(Span.Types.Event.TimeUnixNanoFieldNumber, (ulong)UnixTime.Nanoseconds(@event.Timestamp.UtcDateTime));
        var tally = default(AttributeTally);
        foreach (ref readonly var tag in @event.EnumerateTagObjects())
        {
            tally.Write(buffer, Span.Types.Event.AttributesFieldNumber, tag, trim.MaxEventAttributes, trim.Values);
        }

        tally.WriteDropped(buffer, Span.Types.Event.DroppedAttributesCountFieldNumber);
        buffer.End(message);
    }

    private static void WriteLinks(ProtobufBuffer buffer, Activity activity, SpanTrim trim, SpanDraft? draft)
    {
        var count = 0;
        if (draft?.Links is { } changed)
        {
            foreach (ref readonly var link in CollectionsMarshal.AsSpan(changed))
            {
                WriteLink(buffer, link, trim, ref count);
            }
        }
        else
        {
            foreach (ref readonly var link in activity.EnumerateLinks())
            {
                WriteLink(buffer, link, trim, ref count);
            }
        }

        WriteDropped(buffer, Span.DroppedLinksCountFieldNumber, count - trim.MaxLinks);
    }

    private static void WriteLink(ProtobufBuffer buffer, in ActivityLink link, SpanTrim trim, ref int count)
    {
        if (count++ >= trim.MaxLinks)
        {
            return;
        }

        var message = buffer.Begin(Span.LinksFieldNumber);
        WriteTraceId(buffer, Span.Types.Link.TraceIdFieldNumber, link.Context.TraceId);
        WriteSpanId(buffer, Span.Types.Link.SpanIdFieldNumber, FoldedCalls.ShownId(link.Context.SpanId));
        if (link.Context.TraceState is { } state)
        {
            buffer.WriteString(Span.Types.Link.TraceStateFieldNumber, state);
        }

        var tally = default(AttributeTally);
        foreach (ref readonly var tag in link.EnumerateTagObjects())
        {
            tally.Write(buffer, Span.Types.Link.AttributesFieldNumber, tag, trim.MaxLinkAttributes, trim.Values);
        }

        tally.WriteDropped(buffer, Span.Types.Link.DroppedAttributesCountFieldNumber);
        buffer.WriteFixed32(Span.Types.Link.FlagsFieldNumber, Flags(link.Context.TraceFlags, link.Context.IsRemote));
        buffer.End(message);
    }

    private static void WriteStatus(ProtobufBuffer buffer, ActivityStatusCode spanStatus, string? spanDescription, TagStatus tags, SpanTrim trim)
    {
        var (code, description) = spanStatus == ActivityStatusCode.Unset
            ? (tags.Code, tags.Description)
            : (spanStatus, spanDescription);
        if (code is not { } known)
        {
            return;
        }

        var status = buffer.Begin(Span.StatusFieldNumber);
        if (known == ActivityStatusCode.Error && description is not null)
        {
            buffer.WriteString(OtlpStatus.MessageFieldNumber, Bounded(description, trim));
        }

        buffer.WriteVarint(OtlpStatus.CodeFieldNumber, (ulong)known);
        buffer.End(status);
    }

    private static void WriteDropped(ProtobufBuffer buffer, int field, int count)
    {
        if (count > 0)
        {
            buffer.WriteVarint(field, (ulong)count);
        }
    }

    // Bit 8 says that bit 9 is known; bit 9 says that the context came from another process.
    private static uint Flags(ActivityTraceFlags flags, bool isRemote) =>
        ((uint)flags & (uint)SpanFlags.TraceFlagsMask)
        | (uint)SpanFlags.ContextHasIsRemoteMask
        | (isRemote ? (uint)SpanFlags.ContextIsRemoteMask : 0);

    private static void WriteTraceId(ProtobufBuffer buffer, int field, ActivityTraceId id)
    {
        buffer.WriteLengthPrefix(field, TraceIdSize);
        id.CopyTo(buffer.Claim(TraceIdSize));
    }

    private static void WriteSpanId(ProtobufBuffer buffer, int field, ActivitySpanId id)
    {
        buffer.WriteLengthPrefix(field, SpanIdSize);
        id.CopyTo(buffer.Claim(SpanIdSize));
    }

    private static ReadOnlySpan<char> Bounded(string text, SpanTrim trim) => text.AsSpan(0, Math.Min(text.Length, trim.MaxItems));

    /// <summary>Counts the attributes of one message and those left out of it.</summary>
    private struct AttributeTally
    {
        private int _written;
        private int _dropped;

        public void Write(ProtobufBuffer buffer, int field, in KeyValuePair<string, object?> tag, int most, in ValueBound bound)
        {
            if (_written < most && OtlpAttributeWriter.TryWrite(buffer, field, tag.Key, tag.Value, bound))
            {
                _written++;
            }
            else
            {
                _dropped++;
            }
        }

        public void Count() => _written++;

        public readonly void WriteDropped(ProtobufBuffer buffer, int field) => OtlpSpanWriter.WriteDropped(buffer, field, _dropped);
    }

    /// <summary>The status that older instrumentation writes as attributes.</summary>
    private struct TagStatus
    {
        public ActivityStatusCode? Code { get; private set; }

        public string? Description { get; private set; }

        public bool TryTake(string key, object? value)
        {
            switch (key)
            {
                case OTelKeys.StatusCode:
                    Code = Parse(value as string);
                    return true;
                case OTelKeys.StatusDescription:
                    Description = value as string;
                    return true;
                default:
                    return false;
            }
        }

        private static ActivityStatusCode? Parse(string? text) =>
            "OK".Equals(text, StringComparison.OrdinalIgnoreCase) ? ActivityStatusCode.Ok
            : "ERROR".Equals(text, StringComparison.OrdinalIgnoreCase) ? ActivityStatusCode.Error
            : "UNSET".Equals(text, StringComparison.OrdinalIgnoreCase) ? ActivityStatusCode.Unset
            : null;
    }
}
