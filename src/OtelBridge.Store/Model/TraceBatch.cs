using OtelBridge.Otlp;

namespace OtelBridge.Store.Model;

/// <summary>The spans of one trace from one request, checked and ready to be stored.</summary>
public sealed class TraceBatch
{
    /// <summary>Gets the trace id in MLflow's text form.</summary>
    public required string TraceId { get; init; }

    /// <summary>Gets the experiment for the trace if it is new.</summary>
    public required long ExperimentId { get; init; }

    /// <summary>Gets whether the experiment was named by a span or its resource rather than for the whole request, so that a trace which exists moves there.</summary>
    public bool ExperimentIsExplicit { get; init; }

    /// <summary>Gets the search columns of each span, in the order in which the spans stand in <see cref="Payload"/>; ids are unique.</summary>
    public required IReadOnlyList<SpanRow> Spans { get; init; }

    /// <summary>Gets the spans as received, with resource and scope.</summary>
    public required TracesData Payload { get; init; }
}
