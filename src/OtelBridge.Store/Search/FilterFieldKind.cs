namespace OtelBridge.Store.Search;

/// <summary>The fields that searches know, whatever their spelling: those of traces first, then those of experiments and runs alone.</summary>
public enum FilterFieldKind
{
    /// <summary>Id of the trace, <c>tr-…</c>.</summary>
    TraceId,

    /// <summary>The caller's own id of the request.</summary>
    ClientRequestId,

    /// <summary>State as text: <c>OK</c>, <c>ERROR</c>, <c>IN_PROGRESS</c>, <c>STATE_UNSPECIFIED</c>.</summary>
    State,

    /// <summary>Start, in milliseconds since 1970.</summary>
    StartTime,

    /// <summary>Duration in milliseconds; absent while the trace runs.</summary>
    Duration,

    /// <summary>Start plus duration, the start while the trace runs; in milliseconds since 1970.</summary>
    EndTime,

    /// <summary>Name of the trace.</summary>
    Name,

    /// <summary>Id of a run. Of a trace it is the run that made it and, for <c>=</c>, those that it is linked to.</summary>
    RunId,

    /// <summary>Id of the experiment; in orders only.</summary>
    ExperimentId,

    /// <summary>Everything that a trace's spans say, as text.</summary>
    Text,

    /// <summary>A tag by key, of a trace, an experiment or a run; absent where there is no such tag.</summary>
    Tag,

    /// <summary>A metadata value by key; absent where there is no such key.</summary>
    Metadata,

    /// <summary>Name of a span; a trace matches when one of its spans does, as for all fields of spans.</summary>
    SpanName,

    /// <summary>Type of a span.</summary>
    SpanType,

    /// <summary>Status of a span: <c>OK</c>, <c>ERROR</c>, <c>UNSET</c>.</summary>
    SpanStatus,

    /// <summary>Everything that a span says, as text.</summary>
    SpanContent,

    /// <summary>An attribute of a span by key; compared as number or as text, by the literal.</summary>
    SpanAttribute,

    /// <summary>Duration of a span in milliseconds, with fractions.</summary>
    SpanDuration,

    /// <summary>Value of a feedback by name, as JSON text.</summary>
    Feedback,

    /// <summary>Value of an expectation by name, as JSON text.</summary>
    Expectation,

    /// <summary>Input tokens of the trace.</summary>
    InputTokens,

    /// <summary>Output tokens of the trace.</summary>
    OutputTokens,

    /// <summary>All tokens of the trace.</summary>
    TotalTokens,

    /// <summary>Cost of the trace's prompts in US dollars.</summary>
    InputCost,

    /// <summary>Cost of the trace's completions in US dollars.</summary>
    OutputCost,

    /// <summary>Cost of the trace in US dollars.</summary>
    TotalCost,

    /// <summary>Cost of a span in US dollars.</summary>
    SpanCost,

    /// <summary>Session (conversation) of the trace.</summary>
    Session,

    /// <summary>User of the trace.</summary>
    User,

    /// <summary>A model that a span of the trace used.</summary>
    Model,

    /// <summary>Name of the service that a span of the trace came from.</summary>
    ServiceName,

    /// <summary>Type or message of an exception that a span recorded.</summary>
    Error,

    /// <summary>Name of an experiment.</summary>
    ExperimentName,

    /// <summary>Creation of an experiment, in milliseconds since 1970.</summary>
    CreationTime,

    /// <summary>Last change of an experiment, in milliseconds since 1970.</summary>
    LastUpdateTime,

    /// <summary>Name of a run.</summary>
    RunName,

    /// <summary>Status of a run as text: <c>RUNNING</c>, <c>SCHEDULED</c>, <c>FINISHED</c>, <c>FAILED</c>, <c>KILLED</c>.</summary>
    RunStatus,

    /// <summary>User of a run.</summary>
    UserId,

    /// <summary>Address of a run's artifacts.</summary>
    ArtifactUri,

    /// <summary>Start of a run, in milliseconds since 1970.</summary>
    RunStartTime,

    /// <summary>End of a run, in milliseconds since 1970; absent while it runs.</summary>
    RunEndTime,

    /// <summary>Latest value of a run's metric by key.</summary>
    Metric,

    /// <summary>A run's parameter by key, as text.</summary>
    Param,
}
