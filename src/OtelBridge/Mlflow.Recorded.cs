using OtelBridge.Attributes;
using OtelBridge.Diagnostics;
using OtelBridge.Entities;
using OtelBridge.Tracing;
using OtelBridge.Tracing.Replay;

namespace OtelBridge;

/// <content>What was recorded elsewhere or earlier, made a trace of this process.</content>
public static partial class Mlflow
{
    /// <summary>Adds a recorded trace, such as one that a remote service answered with, to the trace that the calling code is in.</summary>
    /// <param name="trace">The trace. It must not be in progress.</param>
    /// <param name="target">The span to add it to; the current span when absent. Without both it becomes a trace of its own, below a span <c>Remote Trace &lt;name of its root&gt;</c>.</param>
    /// <remarks>
    /// Names, types, times, inputs, outputs, attributes, events, statuses and the tree stay; the ids are new. Tags, metadata, session and user are added where the
    /// trace it becomes a part of does not have them. Nothing happens while tracing is disabled, nobody listens, or the target records nothing.
    /// </remarks>
    /// <exception cref="MlflowException">INVALID_PARAMETER_VALUE: the trace is in progress.</exception>
    public static void AddTrace(Trace trace, MlflowSpan? target = null)
    {
        ArgumentNullException.ThrowIfNull(trace);
        if (!SpanSource.IsListening)
        {
            return;
        }

        if (trace.Info.State == TraceState.InProgress)
        {
            throw new MlflowException($"Trace {trace.Info.TraceId} is in progress: only one that has ended can be added.", MlflowErrorCode.InvalidParameterValue);
        }

        if (trace.Spans.Count == 0)
        {
            return;
        }

        try
        {
            if ((target ?? (ActiveTrace.Current is { } current ? MlflowSpan.Borrow(current) : null)) is { } parent)
            {
                TraceReplay.Below(parent, trace);
            }
            else
            {
                TraceReplay.AsRoot(trace);
            }
        }
        catch (Exception e)
        {
            BridgeEventSource.Log.SpanCallFailed(nameof(AddTrace), e);
        }
    }

    /// <summary>Adds a recorded trace from its JSON text; see <see cref="AddTrace(Entities.Trace, MlflowSpan?)"/>.</summary>
    /// <param name="traceJson">The text, in any form that <see cref="Entities.Trace.FromJson(string)"/> reads. It is not read while nobody listens.</param>
    /// <param name="target">The span to add it to; the current span when absent.</param>
    /// <exception cref="MlflowException">INVALID_PARAMETER_VALUE: the text is no trace, or the trace is in progress.</exception>
    public static void AddTrace(string traceJson, MlflowSpan? target = null)
    {
        ArgumentNullException.ThrowIfNull(traceJson);
        if (SpanSource.IsListening)
        {
            AddTrace(Entities.Trace.FromJson(traceJson), target);
        }
    }

    /// <summary>Records a whole trace of one span that has happened already.</summary>
    /// <param name="name">Name of the span.</param>
    /// <param name="request">What was asked; see <see cref="MlflowSpan.SetInputs"/>.</param>
    /// <param name="response">What was answered; see <see cref="MlflowSpan.SetOutputs"/>.</param>
    /// <param name="intermediateOutputs">What came of the steps on the way, by their names: an object or a dictionary; see <see cref="Entities.Trace.IntermediateOutputs"/>.</param>
    /// <param name="attributes">Attributes of the span; see <see cref="MlflowSpan.SetAttribute"/>.</param>
    /// <param name="tags">Tags of the trace.</param>
    /// <param name="startTime">When it started; <paramref name="executionTime"/> ago when absent.</param>
    /// <param name="executionTime">How long it took; until now when only the start is given.</param>
    /// <returns>MLflow's id of the trace; <c>MLFLOW_NO_OP_SPAN_TRACE_ID</c> when nothing is recorded.</returns>
    /// <remarks>It is a new trace, whatever span is current. Never throws. MLflow calls it deprecated since 3.6; a span of <see cref="StartSpanNoContext"/> can do the same.</remarks>
    public static string LogTrace(
        string name = "Task",
        object? request = null,
        object? response = null,
        object? intermediateOutputs = null,
        IEnumerable<KeyValuePair<string, object?>>? attributes = null,
        IEnumerable<KeyValuePair<string, string>>? tags = null,
        DateTimeOffset? startTime = null,
        TimeSpan? executionTime = null)
    {
        if (!SpanSource.IsListening)
        {
            return TraceIds.NoOp;
        }

        var end = executionTime is { } time ? LoggedTime.End(ref startTime, time) : (DateTimeOffset?)null;
        var span = DetachedSpan.Begin(name, SpanType.Unknown, parent: null, request, attributes, tags, experimentId: null, startTime);
        span.SetOutputs(response);
        if (intermediateOutputs is not null)
        {
            span.SetAttribute(MlflowKeys.TraceIntermediateOutputs, intermediateOutputs);
        }

        span.End(outputs: null, endTime: end);
        return span.TraceId;
    }
}
