using OtelBridge.Store.Model;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage;

/// <summary>The computed record of a trace, as it grows span by span. The rules of every backend.</summary>
internal sealed class TraceFacts
{
    /// <summary>Gets or sets the backend's key of the trace.</summary>
    public long Key { get; set; }

    public long ExperimentId { get; set; }

    public TraceState State { get; set; } = TraceState.InProgress;

    public long StartUnixNano { get; set; } = long.MaxValue;

    public long? EndUnixNano { get; set; }

    public long SpanCount { get; set; }

    /// <summary>Gets or sets the span that speaks for the trace.</summary>
    public long? RootSpanId { get; set; }

    public string? Name { get; set; }

    public string? RequestPreview { get; set; }

    public string? ResponsePreview { get; set; }

    public string? ClientRequestId { get; set; }

    public SpanTokenUsage? TokenUsage { get; set; }

    /// <summary>Widens start and end by a span.</summary>
    public void Widen(SpanRow span)
    {
        StartUnixNano = Math.Min(StartUnixNano, span.StartUnixNano);
        if (span.EndUnixNano is { } end)
        {
            EndUnixNano = Math.Max(EndUnixNano ?? end, end);
        }
    }

    /// <summary>Takes name, state and previews from the span that speaks for the trace; null when none does.</summary>
    /// <remarks>The state is the root's: MLflow reads UNSET as OK. A root that has not ended leaves the trace in progress.</remarks>
    public void SetRoot(SpanRow? span)
    {
        RootSpanId = span?.SpanId;
        Name = span?.Name;
        State = span switch
        {
            null or { EndUnixNano: null } => TraceState.InProgress,
            { Status: (int)Otlp.Status.Types.StatusCode.Error } => TraceState.Error,
            _ => TraceState.Ok,
        };
        RequestPreview = span?.Root?.RequestPreview;
        ResponsePreview = span?.Root?.ResponsePreview;
        ClientRequestId = span?.Root?.ClientRequestId;
    }

    /// <summary>
    /// Whether a span speaks for the trace rather than the one that does so now: a span without a parent before one whose parent is in another
    /// process, then the earlier, then the smaller id. The order of arrival does not matter.
    /// </summary>
    public bool IsBetterRoot(SpanRow candidate, StoredSpan current) =>
        (candidate.ParentSpanId is not null, candidate.StartUnixNano).CompareTo((current.ParentSpanId is not null, current.StartUnixNano)) switch
        {
            0 => candidate.SpanId <= RootSpanId,
            var order => order < 0,
        };
}
