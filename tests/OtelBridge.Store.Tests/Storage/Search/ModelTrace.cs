using OtelBridge.Otlp;

namespace OtelBridge.Store.Tests.Storage.Search;

/// <summary>A trace as the tests know it: what was sent, and in which order.</summary>
internal sealed record ModelTrace(int Number, string ExperimentId, IReadOnlyList<Span> Spans)
{
    public string TraceId => TestSupport.OtlpSamples.TraceIdText(Number);

    /// <summary>Gets names and JSON values of feedback.</summary>
    public List<(string Name, string Json)> Feedback { get; } = [];

    /// <summary>Gets names and JSON values of expectations.</summary>
    public List<(string Name, string Json)> Expectations { get; } = [];

    public Span? Root => Spans.FirstOrDefault(span => span.ParentSpanId.IsEmpty);

    public string State => Root is not { } root ? "IN_PROGRESS" : root.Status.Code == Status.Types.StatusCode.Error ? "ERROR" : "OK";

    public long StartNano => Spans.Min(span => (long)span.StartTimeUnixNano);

    public long? DurationNano => Spans.Max(span => (long)span.EndTimeUnixNano) is > 0 and var end ? end - StartNano : null;

    public string? OfRoot(string key) => Root?.Attributes.FirstOrDefault(attribute => attribute.Key == key)?.Value.StringValue;
}
