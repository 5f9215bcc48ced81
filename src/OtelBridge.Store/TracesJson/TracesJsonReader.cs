using System.Globalization;
using System.Text.Json;
using Google.Protobuf;
using OtelBridge.Attributes;
using OtelBridge.Otlp;

namespace OtelBridge.Store.TracesJson;

/// <summary>Reads <c>traces.json</c> as every MLflow since 2.14 has written it, into OTLP spans.</summary>
/// <remarks>
/// <para>MLflow 3: <c>{"spans":[{"trace_id":"ASNF…","span_id":"…","parent_span_id":null,"name":"predict","start_time_unix_nano":1,"end_time_unix_nano":2,
/// "events":[…],"status":{"code":"STATUS_CODE_OK"},"attributes":{"mlflow.spanType":"\"LLM\""}}]}</c>; 3.5.0 with ids in hex.</para>
/// <para>MLflow 2: <c>{"spans":[{"name":"predict","context":{"trace_id":"0x…","span_id":"0x…"},"parent_id":null,"start_time":1,"end_time":2,"status_code":"OK",…}]}</c>.</para>
/// </remarks>
public static class TracesJsonReader
{
    private const int TraceIdBytes = 16;
    private const int SpanIdBytes = 8;

    /// <summary>Reads a file.</summary>
    /// <param name="file">UTF-8 text.</param>
    /// <param name="traceId">Id of the trace that the spans are to be stored under, whatever the file says.</param>
    /// <exception cref="TracesJsonException">The text is no such file.</exception>
    public static ExportTraceServiceRequest Read(ReadOnlyMemory<byte> file, string traceId)
    {
        try
        {
            using var document = JsonDocument.Parse(file);
            return Read(document.RootElement, traceId);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or OverflowException) // also wrong kinds of values, and invalid Unicode
        {
            throw new TracesJsonException($"The file is no traces.json: {e.Message}", e);
        }
    }

    private static ExportTraceServiceRequest Read(JsonElement file, string traceId)
    {
        if (Member(file, "spans") is not { ValueKind: JsonValueKind.Array } list)
        {
            throw new TracesJsonException("The file is no traces.json: it has no list named 'spans'.");
        }

        var scope = new ScopeSpans();
        foreach (var item in list.EnumerateArray())
        {
            scope.Spans.Add(ReadSpan(item, traceId));
        }

        return new ExportTraceServiceRequest { ResourceSpans = { new ResourceSpans { ScopeSpans = { scope } } } };
    }

    private static Span ReadSpan(JsonElement item, string traceId)
    {
        var span = Member(item, "context") is { } context ? ReadV2(item, context) : ReadV3(item);
        span.Name = Text(item, "name");
        ReadAttributes(item, span, traceId);
        foreach (var @event in List(item, "events"))
        {
            span.Events.Add(ReadEvent(@event));
        }

        return span;
    }

    private static Span ReadV3(JsonElement item) => new()
    {
        TraceId = Id(item, "trace_id", TraceIdBytes),
        SpanId = Id(item, "span_id", SpanIdBytes),
        ParentSpanId = ParentId(item, "parent_span_id"),
        StartTimeUnixNano = Time(item, "start_time_unix_nano"),
        EndTimeUnixNano = Time(item, "end_time_unix_nano"),
        Status = Member(item, "status") is { } status
            ? new Status { Code = SpanStatusText.Read(Text(status, "code")), Message = Text(status, "message") }
            : new Status(),
    };

    private static Span ReadV2(JsonElement item, JsonElement context) => new()
    {
        TraceId = Id(context, "trace_id", TraceIdBytes),
        SpanId = Id(context, "span_id", SpanIdBytes),
        ParentSpanId = ParentId(item, "parent_id"),
        StartTimeUnixNano = Time(item, "start_time"),
        EndTimeUnixNano = Time(item, "end_time"),
        Status = new Status { Code = SpanStatusText.Read(Text(item, "status_code")), Message = Text(item, "status_message") },
    };

    // Values are JSON texts; a file that somebody made by hand may have the values themselves.
    private static void ReadAttributes(JsonElement item, Span span, string traceId)
    {
        span.Attributes.Add(new KeyValue { Key = MlflowKeys.TraceRequestId, Value = new AnyValue { StringValue = traceId } });
        if (Member(item, "attributes") is not { } attributes)
        {
            return;
        }

        foreach (var attribute in attributes.EnumerateObject().Where(static attribute => attribute.Name != MlflowKeys.TraceRequestId))
        {
            var value = attribute.Value.ValueKind == JsonValueKind.String && JsonAnyValue.TryRead(attribute.Value.GetString()!, out var read)
                ? read
                : JsonAnyValue.Of(attribute.Value);
            span.Attributes.Add(new KeyValue { Key = attribute.Name, Value = value });
        }
    }

    private static Span.Types.Event ReadEvent(JsonElement item)
    {
        var @event = new Span.Types.Event
        {
            Name = Text(item, "name"),
            TimeUnixNano = Member(item, "timestamp") is null ? Time(item, "time_unix_nano") : Time(item, "timestamp"),
        };
        if (Member(item, "attributes") is { } attributes)
        {
            @event.Attributes.AddRange(attributes.EnumerateObject().Select(static a => new KeyValue { Key = a.Name, Value = JsonAnyValue.Of(a.Value) }));
        }

        return @event;
    }

    private static ByteString ParentId(JsonElement item, string name) => Text(item, name).Length == 0 ? ByteString.Empty : Id(item, name, SpanIdBytes);

    private static ByteString Id(JsonElement item, string name, int bytes) =>
        SpanIdText.Read(Text(item, name), bytes)
        ?? throw new TracesJsonException($"The file is no traces.json: a '{name}' is missing, or is no id of {bytes} bytes.");

    // MLflow's readers take numbers and text.
    private static ulong Time(JsonElement item, string name) => Member(item, name) switch
    {
        null => 0,
        { ValueKind: JsonValueKind.String } text => ulong.Parse(text.GetString()!, NumberStyles.None, CultureInfo.InvariantCulture),
        { } number => number.GetUInt64(),
    };

    private static string Text(JsonElement item, string name) => Member(item, name)?.GetString() ?? string.Empty;

    private static JsonElement.ArrayEnumerator List(JsonElement item, string name) => Member(item, name) is { } list ? list.EnumerateArray() : default;

    private static JsonElement? Member(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
}
