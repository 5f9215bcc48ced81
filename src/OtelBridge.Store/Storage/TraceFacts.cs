using OtelBridge.Store.Model;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage;

/// <summary>The computed record of a trace, as it grows span by span. The rules of every backend.</summary>
internal sealed class TraceFacts
{
    private const long NanosPerMs = 1_000_000;

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

    /// <summary>Gets or sets the sums of tokens and cost.</summary>
    public TraceUsage Usage { get; set; }

    /// <summary>Gets or sets what a trace record has said: spans do not change that.</summary>
    public RecordFields Fixed { get; set; }

    /// <summary>Gets or sets how many spans the client says there are; spans do not change that.</summary>
    public long? ExpectedSpans { get; set; }

    /// <summary>Gets whether start and end follow from more than the next span: they are to be read from all spans, see <see cref="SetExtent"/>.</summary>
    public bool HasExtentOfItsOwn => (Fixed & (RecordFields.Start | RecordFields.End)) != 0 || SpanCount == 0;

    /// <summary>Widens start and end by a span.</summary>
    public void Widen(SpanRow span)
    {
        StartUnixNano = Math.Min(StartUnixNano, span.StartUnixNano);
        if (span.EndUnixNano is { } end)
        {
            EndUnixNano = Math.Max(EndUnixNano ?? end, end);
        }
    }

    /// <summary>Takes start and end from all stored spans, where a record has not said them.</summary>
    /// <remarks>Records of MLflow's clients know milliseconds: where they say the same as the spans do, the spans' nanoseconds stay.</remarks>
    public void SetExtent(long start, long? end)
    {
        var duration = EndUnixNano - StartUnixNano;
        if (!Fixed.HasFlag(RecordFields.Start))
        {
            StartUnixNano = start;
        }
        else if (Fixed.HasFlag(RecordFields.StartInMs))
        {
            StartUnixNano = CutToMs(start) == CutToMs(StartUnixNano) ? start : CutToMs(StartUnixNano);
        }

        if (!Fixed.HasFlag(RecordFields.End))
        {
            EndUnixNano = end is { } last ? Math.Max(StartUnixNano, last) : null;
        }
        else if (duration is { } said)
        {
            var inMs = Fixed.HasFlag(RecordFields.EndInMs);
            said = inMs ? CutToMs(said) : said;
            EndUnixNano = inMs && StartUnixNano == start && end is { } exact && CutToMs(exact - start) == said ? exact : StartUnixNano + said;
        }
    }

    /// <summary>Moves the trace to an experiment that a span or its resource names.</summary>
    public void MoveTo(long experimentId)
    {
        if (!Fixed.HasFlag(RecordFields.Experiment))
        {
            ExperimentId = experimentId;
        }
    }

    /// <summary>Takes name, state and previews from the span that speaks for the trace, null when none does; what a record has said stays.</summary>
    /// <remarks>The state is the root's: MLflow reads UNSET as OK. A root that has not ended leaves the trace in progress.</remarks>
    public void SetRoot(SpanRow? span)
    {
        RootSpanId = span?.SpanId;
        Name = Fixed.HasFlag(RecordFields.Name) ? Name : span?.Name;
        State = span switch
        {
            _ when Fixed.HasFlag(RecordFields.State) => State,
            null or { EndUnixNano: null } => Fixed.HasFlag(RecordFields.UnknownState) ? TraceState.Unspecified : TraceState.InProgress,
            { Root.State: { } said } => said,
            { Status: (int)Otlp.Status.Types.StatusCode.Error } => TraceState.Error,
            _ => TraceState.Ok,
        };
        RequestPreview = Fixed.HasFlag(RecordFields.RequestPreview) ? RequestPreview : span?.Root?.RequestPreview;
        ResponsePreview = Fixed.HasFlag(RecordFields.ResponsePreview) ? ResponsePreview : span?.Root?.ResponsePreview;
        ClientRequestId = Fixed.HasFlag(RecordFields.ClientRequestId) ? ClientRequestId : span?.Root?.ClientRequestId;
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

    private static long CutToMs(long nanos) => nanos - (nanos % NanosPerMs);
}
