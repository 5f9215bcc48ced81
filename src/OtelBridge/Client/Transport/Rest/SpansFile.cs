using System.Globalization;
using System.Text.Json;
using Google.Protobuf;
using OtelBridge.Identifiers;
using OtelBridge.Otlp;
using Span = OtelBridge.Entities.Span;
using OtelSpan = OtelBridge.Otlp.Span;

namespace OtelBridge.Client.Transport.Rest;

/// <summary>Reads <c>traces.json</c>: spans as MLflow keeps them in files, of version 3 (ids in base64) and of version 2 (<c>context</c>, ids in hex).</summary>
/// <remarks>Attributes are JSON texts in a map: <c>"mlflow.spanType": "\"LLM\""</c>.</remarks>
internal static class SpansFile
{
    public static IReadOnlyList<Span> Read(ReadOnlyMemory<byte> file, string traceId)
    {
        using var document = JsonDocument.Parse(file);
        return SpanReading.Of(document.RootElement.List("spans").Select(ReadSpan), traceId);
    }

    private static OtelSpan ReadSpan(JsonElement item)
    {
        var context = item.Member("context");
        var status = item.Member("status") ?? item;
        var span = new OtelSpan
        {
            SpanId = Id((context ?? item).TextOrNull("span_id")),
            ParentSpanId = Id(item.TextOrNull("parent_span_id") ?? item.TextOrNull("parent_id")),
            Name = item.Text("name"),
            StartTimeUnixNano = Time(item, "start_time_unix_nano", "start_time"),
            EndTimeUnixNano = Time(item, "end_time_unix_nano", "end_time"),
            Status = new Status
            {
                Code = (status.TextOrNull("code") ?? status.TextOrNull("status_code")) switch
                {
                    "STATUS_CODE_OK" or "OK" => Status.Types.StatusCode.Ok,
                    "STATUS_CODE_ERROR" or "ERROR" => Status.Types.StatusCode.Error,
                    _ => Status.Types.StatusCode.Unset,
                },
                Message = status.TextOrNull("message") ?? status.Text("status_message"),
            },
        };
        foreach (var attribute in Members(item, "attributes"))
        {
            var isText = attribute.Value.ValueKind == JsonValueKind.String;
            var value = isText && JsonAnyValue.TryRead(attribute.Value.GetString() ?? string.Empty, out var read) ? read : JsonAnyValue.Of(attribute.Value);
            span.Attributes.Add(new KeyValue { Key = attribute.Name, Value = value });
        }

        foreach (var @event in item.List("events"))
        {
            var read = new OtelSpan.Types.Event { Name = @event.Text("name"), TimeUnixNano = Time(@event, "time_unix_nano", "timestamp") };
            read.Attributes.AddRange(Members(@event, "attributes").Select(static a => new KeyValue { Key = a.Name, Value = JsonAnyValue.Of(a.Value) }));
            span.Events.Add(read);
        }

        return span;
    }

    private static JsonElement.ObjectEnumerator Members(JsonElement item, string name) =>
        item.Member(name) is { ValueKind: JsonValueKind.Object } members ? members.EnumerateObject() : default;

    private static ulong Time(JsonElement item, string name, string oldName) => (ulong)Math.Max(0, item.LongOr(name, item.LongOr(oldName, 0)));

    // 16 hex digits are valid base64 too, only of another length.
    private static ByteString Id(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return ByteString.Empty;
        }

        var id = new byte[8];
        if (Convert.TryFromBase64String(text, id, out var written) && written == id.Length)
        {
            return ByteString.CopyFrom(id);
        }

        var digits = text.StartsWith("0x", StringComparison.Ordinal) ? text.AsSpan(2) : text;
        return Hex.TryRead(digits, id) ? ByteString.CopyFrom(id) : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"'{text}' is no span id"));
    }
}
