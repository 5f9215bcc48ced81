using System.Text.Json;
using OtelBridge.Attributes;
using OtelBridge.Identifiers;

namespace OtelBridge.Entities.Json;

/// <summary>Reads a span in each form that MLflow writes or has written.</summary>
/// <remarks>
/// <para>MLflow 3: <c>{"trace_id":"ASNF…==","span_id":"ASNFZ4mrze8=","parent_span_id":null,"name":"predict","start_time_unix_nano":1,"end_time_unix_nano":2,
/// "events":[…],"status":{"code":"STATUS_CODE_OK","message":""},"attributes":{"mlflow.spanType":"\"LLM\""}}</c>; 3.5.0 with ids in hex and status <c>OK</c>.</para>
/// <para>REST: the same with <c>"attributes":[{"key":"mlflow.spanType","value":{"string_value":"LLM"}}]</c>.</para>
/// <para>MLflow 2: <c>{"name":"predict","context":{"trace_id":"0x…","span_id":"0x…"},"parent_id":null,"start_time":1,"end_time":2,"status_code":"OK","status_message":"",…}</c>.</para>
/// </remarks>
internal static class SpanJsonReader
{
    private const string What = "span";

    /// <summary>Reads a span.</summary>
    /// <param name="span">A value of <see cref="JsonSource"/>.</param>
    /// <param name="traceId">MLflow's id of the trace, for spans that do not say it.</param>
    /// <exception cref="MlflowException">INVALID_PARAMETER_VALUE when it is none.</exception>
    public static Span Read(JsonElement span, string? traceId = null)
    {
        var fields = new JsonFields(span, What);
        return fields.Object("context") is { } context ? ReadV2(fields, context, traceId) : ReadV3(fields, traceId);
    }

    private static Span ReadV3(JsonFields fields, string? traceId)
    {
        var status = fields.Object("status");
        return WithTraceId(
            new Span
            {
                TraceId = string.Empty,
                SpanId = Id(fields, "span_id", OtelIdText.SpanIdBytes),
                ParentId = ParentId(fields, "parent_span_id"),
                Name = fields.Text("name") ?? string.Empty,
                StartTimeNs = fields.Int64("start_time_unix_nano") ?? 0,
                EndTimeNs = End(fields, "end_time_unix_nano"),
                Status = SpanStatusText.Read(status?.Value("code")),
                StatusDescription = NullIfEmpty(status?.Text("message")),
                Attributes = Attributes(fields),
                Events = [.. fields.List("events").Select(ReadEvent).OrderBy(static item => item.TimestampNs)],
            },
            fields,
            traceId);
    }

    private static Span ReadV2(JsonFields fields, JsonFields context, string? traceId) => WithTraceId(
        new Span
        {
            TraceId = string.Empty,
            SpanId = Id(context, "span_id", OtelIdText.SpanIdBytes),
            ParentId = ParentId(fields, "parent_id"),
            Name = fields.Text("name") ?? string.Empty,
            StartTimeNs = fields.Int64("start_time") ?? 0,
            EndTimeNs = End(fields, "end_time"),
            Status = SpanStatusText.Read(fields.Value("status_code")),
            StatusDescription = NullIfEmpty(fields.Text("status_message")),
            Attributes = Attributes(fields),
            Events = [.. fields.List("events").Select(ReadEvent).OrderBy(static item => item.TimestampNs)],
        },
        context,
        traceId);

    private static Span WithTraceId(Span span, JsonFields ids, string? traceId)
    {
        var hex = Id(ids, "trace_id", OtelIdText.TraceIdBytes);
        var named = span.Attributes.TryGetValue(MlflowKeys.TraceRequestId, out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;
        return span with { OtelTraceId = hex, TraceId = NullIfEmpty(named) ?? NullIfEmpty(traceId) ?? TraceIdText.FromHex(hex) };
    }

    // In the REST form they are a list of typed values, else an object of JSON texts.
    private static Dictionary<string, JsonElement> Attributes(JsonFields fields)
    {
        if (fields.Value("attributes") is { ValueKind: JsonValueKind.Array })
        {
            return TypedAttributes(fields);
        }

        var attributes = new Dictionary<string, JsonElement>();
        foreach (var member in fields.Members("attributes"))
        {
            attributes[member.Name] = member.Value.ValueKind == JsonValueKind.String && JsonSource.TryParse(member.Value.GetString() ?? string.Empty, out var value)
                ? value.Value
                : member.Value.Clone();
        }

        return attributes;
    }

    private static Dictionary<string, JsonElement> TypedAttributes(JsonFields fields)
    {
        var attributes = new Dictionary<string, JsonElement>();
        foreach (var item in fields.List("attributes"))
        {
            var pair = new JsonFields(item, $"{What}'s attribute");
            attributes[pair.Text("key") ?? string.Empty] = RestValueJson.Read(pair.Value("value"));
        }

        return attributes;
    }

    private static SpanEvent ReadEvent(JsonElement item)
    {
        var fields = new JsonFields(item, $"{What}'s event");
        var attributes = fields.Value("attributes") is { ValueKind: JsonValueKind.Array }
            ? TypedAttributes(fields)
            : fields.Members("attributes").DistinctBy(static member => member.Name).ToDictionary(static member => member.Name, static member => member.Value.Clone());
        return new SpanEvent(fields.Text("name") ?? string.Empty, fields.Int64("time_unix_nano") ?? fields.Int64("timestamp") ?? 0, attributes);
    }

    private static long? End(JsonFields fields, string name) => fields.Int64(name) is { } time and not 0 ? time : null;

    private static string? ParentId(JsonFields fields, string name) =>
        string.IsNullOrEmpty(fields.Text(name)) ? null : Id(fields, name, OtelIdText.SpanIdBytes);

    private static string Id(JsonFields fields, string name, int bytes)
    {
        var text = fields.RequiredText(name);
        return OtelIdText.ReadHex(text, bytes)
            ?? throw BadJson.Error($"The {What}'s '{name}' {BadJson.Quote(text)} is no id of {bytes} bytes in base64 or hex digits.");
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
