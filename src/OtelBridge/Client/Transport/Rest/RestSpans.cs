using System.Text.Json;
using Google.Protobuf;
using OtelBridge.Otlp;

namespace OtelBridge.Client.Transport.Rest;

/// <summary>Reads a span in the JSON of MLflow's REST API: OTLP's message in snake_case, ids in base64, defaults left out.</summary>
/// <remarks>
/// <c>{"trace_id":"ASNF…","span_id":"…","name":"predict","start_time_unix_nano":1,"attributes":[{"key":"mlflow.spanType","value":{"string_value":"LLM"}}],
/// "status":{"code":"STATUS_CODE_OK"}}</c>. A null attribute has an empty value, or none.
/// </remarks>
internal static class RestSpans
{
    public static Span Read(JsonElement item)
    {
        var span = new Span
        {
            TraceId = Id(item, "trace_id"),
            SpanId = Id(item, "span_id"),
            ParentSpanId = Id(item, "parent_span_id"),
            Name = item.Text("name"),
            StartTimeUnixNano = (ulong)item.LongOr("start_time_unix_nano", 0),
            EndTimeUnixNano = (ulong)item.LongOr("end_time_unix_nano", 0),
            Status = item.Member("status") is { } status ? new Status { Code = Code(status), Message = status.Text("message") } : new Status(),
        };
        span.Attributes.AddRange(item.List("attributes").Select(ReadPair));
        foreach (var @event in item.List("events"))
        {
            var read = new Span.Types.Event { Name = @event.Text("name"), TimeUnixNano = (ulong)@event.LongOr("time_unix_nano", 0) };
            read.Attributes.AddRange(@event.List("attributes").Select(ReadPair));
            span.Events.Add(read);
        }

        return span;
    }

    private static KeyValue ReadPair(JsonElement pair) => new() { Key = pair.Text("key"), Value = ReadValue(pair.Member("value")) };

    // Depth is bounded by the reader of answers.
    private static AnyValue ReadValue(JsonElement? value)
    {
        if (value is not { ValueKind: JsonValueKind.Object } any)
        {
            return new AnyValue();
        }

        foreach (var member in any.EnumerateObject())
        {
            switch (member.Name)
            {
                case "string_value":
                    return new AnyValue { StringValue = member.Value.GetString() ?? string.Empty };
                case "bool_value":
                    return new AnyValue { BoolValue = member.Value.ValueKind == JsonValueKind.True };
                case "int_value":
                    return new AnyValue { IntValue = any.LongOr(member.Name, 0) };
                case "double_value":
                    return new AnyValue { DoubleValue = any.Double(member.Name) };
                case "bytes_value":
                    return new AnyValue { BytesValue = ByteString.FromBase64(member.Value.GetString() ?? string.Empty) };
                case "array_value":
                    return new AnyValue { ArrayValue = new ArrayValue { Values = { member.Value.List("values").Select(static item => ReadValue(item)) } } };
                case "kvlist_value":
                    return new AnyValue { KvlistValue = new KeyValueList { Values = { member.Value.List("values").Select(ReadPair) } } };
            }
        }

        return new AnyValue();
    }

    private static Status.Types.StatusCode Code(JsonElement status) => status.TextOrNull("code") switch
    {
        "STATUS_CODE_OK" or "OK" or "1" => Status.Types.StatusCode.Ok,
        "STATUS_CODE_ERROR" or "ERROR" or "2" => Status.Types.StatusCode.Error,
        _ => Status.Types.StatusCode.Unset,
    };

    private static ByteString Id(JsonElement item, string name) => item.TextOrNull(name) is { Length: > 0 } text ? ByteString.FromBase64(text) : ByteString.Empty;
}
