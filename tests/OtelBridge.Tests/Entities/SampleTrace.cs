using System.Text.Json;
using OtelBridge.Entities;

namespace OtelBridge.Tests.Entities;

/// <summary>Traces made by hand for tests of what reads them.</summary>
internal static class SampleTrace
{
    public const string Id = "tr-0123456789abcdef0123456789abcdef";

    public static Trace Of(params Span[] spans) => new()
    {
        Info = new TraceInfo { TraceId = Id, State = TraceState.Ok, Tags = new Dictionary<string, string> { ["mlflow.traceName"] = "answer" } },
        Spans = spans,
    };

    /// <summary>A span whose id is its number, and which lasts some milliseconds.</summary>
    public static Span Span(
        int id, int? parent, string name, double startMs = 0, double? durationMs = 1, string spanType = SpanType.Unknown, string? inputs = null, string? outputs = null, SpanStatus status = SpanStatus.Ok)
    {
        var attributes = new Dictionary<string, JsonElement> { ["mlflow.spanType"] = Json($"\"{spanType}\"") };
        if (inputs is not null)
        {
            attributes["mlflow.spanInputs"] = Json(inputs);
        }

        if (outputs is not null)
        {
            attributes["mlflow.spanOutputs"] = Json(outputs);
        }

        return new Span
        {
            TraceId = Id,
            SpanId = $"{id:x16}",
            ParentId = parent is { } p ? $"{p:x16}" : null,
            Name = name,
            StartTimeNs = (long)(startMs * 1e6),
            EndTimeNs = durationMs is { } duration ? (long)((startMs + duration) * 1e6) : null,
            Status = status,
            Attributes = attributes,
        };
    }

    public static Span With(this Span span, string key, string json) =>
        span with { Attributes = new Dictionary<string, JsonElement>(span.Attributes) { [key] = Json(json) } };

    public static JsonElement Json(string json) => JsonElement.Parse(json);
}
