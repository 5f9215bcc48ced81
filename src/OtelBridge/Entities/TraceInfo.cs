using OtelBridge.Attributes;
using OtelBridge.Entities.Json;

namespace OtelBridge.Entities;

/// <summary>What is known of a trace as a whole, without its spans.</summary>
/// <remarks>Source: MLflow's <c>TraceInfo</c> (version 3). Collections are never null.</remarks>
public sealed record TraceInfo
{
    /// <summary>Gets MLflow's id of the trace: <c>tr-</c> and 32 hex digits.</summary>
    public required string TraceId { get; init; }

    /// <summary>Gets the id of the experiment that the trace belongs to.</summary>
    public string ExperimentId { get; init; } = "0";

    /// <summary>Gets how the trace stands.</summary>
    public TraceState State { get; init; }

    /// <summary>Gets when the earliest span started, in nanoseconds since 1970.</summary>
    /// <remarks>An MLflow server answers in milliseconds.</remarks>
    public long RequestTimeNs { get; init; }

    /// <summary>Gets when the earliest span started, to a tenth of a microsecond.</summary>
    public DateTimeOffset RequestTime => DateTimeOffset.UnixEpoch.AddTicks(RequestTimeNs / 100);

    /// <summary>Gets how long the trace took.</summary>
    /// <value>Null while no span has ended.</value>
    public TimeSpan? ExecutionDuration { get; init; }

    /// <summary>Gets the text shown for the request in lists.</summary>
    public string? RequestPreview { get; init; }

    /// <summary>Gets the text shown for the response in lists.</summary>
    public string? ResponsePreview { get; init; }

    /// <summary>Gets the program's own id of the request.</summary>
    public string? ClientRequestId { get; init; }

    /// <summary>Gets the metadata: fixed once the trace is stored.</summary>
    public IReadOnlyDictionary<string, string> TraceMetadata { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets the tags: they can be changed at any time.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets the assessments of the trace and of its spans.</summary>
    public IReadOnlyList<Assessment> Assessments { get; init; } = [];

    /// <summary>Gets the tokens used, when a span of the trace says.</summary>
    public TokenUsage? TokenUsage { get; init; }

    /// <summary>Gets what the model calls of the trace cost, as far as it is known.</summary>
    /// <value>Null where nothing is known of it. <see cref="Entities.Cost.UnpricedSpans"/> says whether more was spent.</value>
    /// <remarks>Metadata <c>mlflow.trace.cost</c>; MLflow servers have it after version 3.6.</remarks>
    public Cost? Cost { get; init; }

    /// <summary>Gets the name of the root span, when it is known.</summary>
    public string? Name => Tags.GetValueOrDefault(MlflowKeys.TraceName);

    /// <summary>Gets the same as <see cref="TraceId"/>, under MLflow's older name.</summary>
    public string RequestId => TraceId;

    /// <summary>Where the file with the spans lies, when the server keeps them in one.</summary>
    internal string? SpansFile { get; init; }

    /// <summary>Reads what is known of a trace from JSON text in any form that MLflow writes or has written; see <see cref="Trace.FromJson(string)"/>.</summary>
    /// <param name="json">The text.</param>
    /// <returns>What is known.</returns>
    /// <exception cref="MlflowException">INVALID_PARAMETER_VALUE: the text is no JSON, or not that.</exception>
    public static TraceInfo FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return TraceInfoJsonReader.Read(JsonSource.Parse(json, "trace info"));
    }

    /// <summary>Writes what is known as JSON text in MLflow 3's form; see <see cref="Trace.ToJson"/>.</summary>
    /// <param name="indented">Whether the text is spread over lines for people to read.</param>
    /// <returns>The text.</returns>
    public string ToJson(bool indented = false) => EntityJson.Text(this, TraceInfoJsonWriter.Write, indented);
}
