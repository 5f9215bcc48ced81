using System.Text.Json.Nodes;

namespace OtelBridge.TestSupport.Jaeger;

/// <summary>Finds things in Jaeger's JSON.</summary>
public static class JaegerReading
{
    /// <summary>The one span of that operation in a list of traces.</summary>
    public static JsonObject JaegerSpan(this JsonArray traces, string operation) =>
        traces.SelectMany(trace => trace!["spans"]!.AsArray()).Single(span => (string?)span!["operationName"] == operation)!.AsObject();

    /// <summary>The value of a tag of a span or process; null when it has none.</summary>
    public static JsonNode? JaegerTag(this JsonNode owner, string key) => Field(owner["tags"]!.AsArray(), key);

    /// <summary>The fields of every log entry whose event has that name.</summary>
    public static IReadOnlyList<JsonArray> JaegerLogs(this JsonNode span, string name) =>
        [.. span["logs"]!.AsArray().Select(log => log!["fields"]!.AsArray()).Where(fields => (string?)Field(fields, "event") == name)];

    /// <summary>The value of a tag or field; null when there is none.</summary>
    public static JsonNode? Field(JsonArray fields, string key) => fields.FirstOrDefault(field => (string?)field!["key"] == key)?["value"];

    /// <summary>The process of a span.</summary>
    public static JsonObject JaegerProcess(this JsonNode span) =>
        span.Parent!.Parent!["processes"]![(string)span["processID"]!]!.AsObject();
}
