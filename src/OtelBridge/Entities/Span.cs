using System.Text.Json;
using OtelBridge.Attributes;
using OtelBridge.Entities.Json;
using OtelBridge.Identifiers;

namespace OtelBridge.Entities;

/// <summary>One finished or stored span, as it is read back. To make spans, see <see cref="Mlflow.StartSpan"/> and <see cref="MlflowClient"/>.</summary>
public sealed record Span
{
    /// <summary>Gets MLflow's id of the trace: <c>tr-</c> and 32 hex digits.</summary>
    public required string TraceId { get; init; }

    /// <summary>Gets the 32 hex digits of OpenTelemetry's trace id, under which other tools know the trace.</summary>
    /// <value>What <see cref="TraceId"/> says, unless it is given; null when that is an id of another form, as MLflow 2 and programs may have them.</value>
    public string? OtelTraceId
    {
        get => field ?? (TraceIdText.TryParse(TraceId, out var id) ? Hex.Write(id) : null);
        init;
    }

    /// <summary>Gets the 16 hex digits of the span id.</summary>
    public required string SpanId { get; init; }

    /// <summary>Gets the span id of the parent.</summary>
    /// <value>Null for a root span.</value>
    public string? ParentId { get; init; }

    /// <summary>Gets the name.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the start in nanoseconds since 1970.</summary>
    public long StartTimeNs { get; init; }

    /// <summary>Gets the end in nanoseconds since 1970.</summary>
    /// <value>Null while the span has not ended.</value>
    public long? EndTimeNs { get; init; }

    /// <summary>Gets how the operation ended.</summary>
    public SpanStatus Status { get; init; }

    /// <summary>Gets what failed, for <see cref="SpanStatus.Error"/>.</summary>
    public string? StatusDescription { get; init; }

    /// <summary>Gets the attributes as JSON values: what MLflow calls the decoded form, so a span type is the text <c>LLM</c> and inputs are an object.</summary>
    public IReadOnlyDictionary<string, JsonElement> Attributes { get; init; } = new Dictionary<string, JsonElement>();

    /// <summary>Gets the events in the order of their times.</summary>
    public IReadOnlyList<SpanEvent> Events { get; init; } = [];

    /// <summary>Gets the kind of operation, <see cref="OtelBridge.SpanType.Unknown"/> when nothing is said.</summary>
    public string SpanType => Attributes.TryGetValue(MlflowKeys.SpanType, out var type) && type.ValueKind == JsonValueKind.String
        ? type.GetString() ?? OtelBridge.SpanType.Unknown
        : OtelBridge.SpanType.Unknown;

    /// <summary>Gets what the operation worked on.</summary>
    public JsonElement? Inputs => Attributes.TryGetValue(MlflowKeys.SpanInputs, out var inputs) ? inputs : null;

    /// <summary>Gets what came of it.</summary>
    public JsonElement? Outputs => Attributes.TryGetValue(MlflowKeys.SpanOutputs, out var outputs) ? outputs : null;

    /// <summary>Gets the tokens that the operation used, when it says.</summary>
    public TokenUsage? TokenUsage => Attributes.TryGetValue(MlflowKeys.ChatTokenUsage, out var usage) ? TokenUsageJson.Read(usage) : null;

    /// <summary>Gets what the operation cost, when it says or the server knows its price.</summary>
    public Cost? Cost => Attributes.TryGetValue(MlflowKeys.LlmCost, out var cost) ? CostJson.Read(cost) : null;

    /// <summary>Gets how long the operation took, to a tenth of a microsecond.</summary>
    /// <value>Null while the span has not ended.</value>
    public TimeSpan? Duration => EndTimeNs is { } end ? TimeSpan.FromTicks((long)(((Int128)end - StartTimeNs) / TimeSpan.NanosecondsPerTick)) : null;

    /// <summary>Gets the same as <see cref="TraceId"/>, under MLflow's older name.</summary>
    public string RequestId => TraceId;

    /// <summary>Reads a span from JSON text in any form that MLflow writes or has written; see <see cref="Trace.FromJson(string)"/>.</summary>
    /// <param name="json">The text.</param>
    /// <returns>The span.</returns>
    /// <exception cref="MlflowException">INVALID_PARAMETER_VALUE: the text is no JSON, or no span.</exception>
    public static Span FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return SpanJsonReader.Read(JsonSource.Parse(json, "span"));
    }

    /// <summary>Writes the span as JSON text in MLflow 3's form; see <see cref="Trace.ToJson"/>.</summary>
    /// <param name="indented">Whether the text is spread over lines for people to read.</param>
    /// <returns>The text.</returns>
    public string ToJson(bool indented = false) => EntityJson.Text(this, SpanJsonWriter.Write, indented);
}
