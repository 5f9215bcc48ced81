using System.Collections;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using OtelBridge.Identifiers;
using OtelBridge.Otlp;

namespace OtelBridge.TestSupport.Otlp;

/// <summary>The rules that every receiver of OTLP spans may hold a sender to. What breaks one throws; nothing is mended.</summary>
public static class StrictOtlp
{
    private const char Replacement = '\uFFFD';

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Reads a request and checks it, its text included: the runtime would put replacement characters where bytes are not UTF-8.</summary>
    public static ExportTraceServiceRequest Parse(ReadOnlySpan<byte> bytes)
    {
        var request = ExportTraceServiceRequest.Parser.ParseFrom(bytes);
        // One that was sent is three bytes; one that reading put there is not among them.
        var sent = 0;
        for (var rest = bytes; rest.IndexOf("\uFFFD"u8) is >= 0 and var at; rest = rest[(at + 3)..])
        {
            sent++;
        }

        Require(Texts(request).Sum(static text => text.Count(Replacement)) <= sent, "a text of the request is not UTF-8");
        Check(request.ResourceSpans);
        return request;
    }

    /// <exception cref="OtlpRuleException">A rule is broken; the message says which, and by what.</exception>
    public static void Check(IReadOnlyCollection<ResourceSpans> groups)
    {
        foreach (var text in groups.SelectMany(Texts))
        {
            RequireUtf8(text);
        }

        foreach (var group in groups)
        {
            CheckAttributes("the resource", group.Resource?.Attributes ?? []);
            foreach (var scope in group.ScopeSpans)
            {
                CheckAttributes("the scope", scope.Scope?.Attributes ?? []);
            }
        }

        var seen = new HashSet<(ByteString Trace, ByteString Span)>();
        foreach (var (_, _, span) in PlacedSpan.In(groups))
        {
            CheckSpan(span);
            Require(seen.Add((span.TraceId, span.SpanId)), $"span {Hex.Write(span.SpanId.Span)} comes twice");
        }
    }

    private static void CheckSpan(Span span)
    {
        CheckId("trace id", span.TraceId, 16);
        CheckId("span id", span.SpanId, 8);
        var name = $"span '{span.Name}'";
        if (!span.ParentSpanId.IsEmpty)
        {
            CheckId($"parent id of {name}", span.ParentSpanId, 8);
            Require(span.ParentSpanId != span.SpanId, $"{name} is its own parent");
        }

        Require(span.Name.Length > 0, $"span {Hex.Write(span.SpanId.Span)} has no name");
        Require(Enum.IsDefined(span.Kind), $"{name} has the unknown kind {(int)span.Kind}");
        Require(span.StartTimeUnixNano > 0, $"{name} has no start");
        Require(span.EndTimeUnixNano > 0, $"{name} has no end");
        Require(span.EndTimeUnixNano >= span.StartTimeUnixNano, $"{name} ends before it starts");
        CheckAttributes(name, span.Attributes);
        if (span.Status is { } status)
        {
            Require(Enum.IsDefined(status.Code), $"{name} has the unknown status {(int)status.Code}");
            Require(status.Message.Length == 0 || status.Code == Status.Types.StatusCode.Error, $"{name} did not fail and has a status message");
        }

        foreach (var happened in span.Events)
        {
            Require(happened.Name.Length > 0, $"an event of {name} has no name");
            Require(happened.TimeUnixNano > 0, $"event '{happened.Name}' of {name} has no time");
            CheckAttributes($"event '{happened.Name}' of {name}", happened.Attributes);
        }

        foreach (var link in span.Links)
        {
            CheckId($"trace id of a link of {name}", link.TraceId, 16);
            CheckId($"span id of a link of {name}", link.SpanId, 8);
            CheckAttributes($"a link of {name}", link.Attributes);
        }
    }

    private static void CheckId(string what, ByteString id, int length)
    {
        Require(id.Length == length, $"the {what} has {id.Length} bytes, not {length}");
        Require(id.Any(static part => part != 0), $"the {what} is all zero");
    }

    private static void CheckAttributes(string owner, IEnumerable<KeyValue> attributes)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var attribute in attributes)
        {
            Require(attribute.Key.Length > 0, $"an attribute of {owner} has no key");
            Require(keys.Add(attribute.Key), $"{owner} has attribute '{attribute.Key}' twice");
            Require(attribute.Value is { ValueCase: not AnyValue.ValueOneofCase.None }, $"attribute '{attribute.Key}' of {owner} has no value");
            CheckValue($"attribute '{attribute.Key}' of {owner}", attribute.Value);
        }
    }

    // Nulls are allowed inside lists alone.
    private static void CheckValue(string owner, AnyValue value)
    {
        foreach (var item in value.ArrayValue?.Values ?? [])
        {
            CheckValue(owner, item);
        }

        CheckAttributes(owner, value.KvlistValue?.Values ?? []);
    }

    private static void RequireUtf8(string text)
    {
        try
        {
            StrictUtf8.GetByteCount(text);
        }
        catch (EncoderFallbackException)
        {
            throw new OtlpRuleException($"'{text}' cannot be written as UTF-8");
        }
    }

    private static void Require(bool isSo, string otherwise)
    {
        if (!isSo)
        {
            throw new OtlpRuleException(otherwise);
        }
    }

    private static IEnumerable<string> Texts(IMessage message) =>
        from field in message.Descriptor.Fields.InDeclarationOrder()
        where field.FieldType is FieldType.String or FieldType.Message && (!field.HasPresence || field.Accessor.HasValue(message))
        let value = field.Accessor.GetValue(message)
        from item in field.IsRepeated ? ((IEnumerable)value).Cast<object>() : [value]
        from text in item is IMessage inner ? Texts(inner) : [(string)item]
        select text;
}
