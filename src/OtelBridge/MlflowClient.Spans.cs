using OtelBridge.Client.Spans;

namespace OtelBridge;

/// <content>Traces and spans by their ids.</content>
public sealed partial class MlflowClient
{
    /// <summary>Starts a trace: its root span, which never becomes the current one.</summary>
    /// <param name="name">Name of the root span and of the trace.</param>
    /// <param name="spanType">One of <see cref="SpanType"/> or any text.</param>
    /// <param name="inputs">What the operation works on; see <see cref="MlflowSpan.SetInputs"/>.</param>
    /// <param name="attributes">Attributes of the root span; see <see cref="MlflowSpan.SetAttribute"/>.</param>
    /// <param name="tags">Tags of the trace.</param>
    /// <param name="experimentId">The experiment of the trace; that of the running tracing when absent.</param>
    /// <param name="startTime">When the operation started; now when absent.</param>
    /// <param name="traceId">
    /// An id of the caller's own; a random one when absent. A W3C id is used as it is: 32 hex digits, with or without <c>tr-</c>. From any other text the id is
    /// derived, as the first 16 bytes of the SHA-256 of its UTF-8, and the text becomes the client request id. Every member that takes a trace id takes that text too.
    /// </param>
    /// <param name="clientRequestId">The program's own id of the request, at most 50 characters. A longer one is cut there, and kept whole as trace metadata <c>mlflow.trace.clientRequestId.whole</c>.</param>
    /// <returns>The root span. One that does nothing when nobody listens or the trace is not sampled; its ids are taken everywhere and lead to nothing.</returns>
    /// <remarks>
    /// <para>Never throws. End it with <see cref="EndTrace"/>, or with <see cref="MlflowSpan.End()"/> or <c>using</c>, which do the same. A trace that is open for longer than
    /// <c>MLFLOW_TRACE_BUFFER_TTL_SECONDS</c>, or is the oldest of more than <c>MLFLOW_TRACE_BUFFER_MAX_SIZE</c> open ones, is ended with <see cref="SpanStatus.Error"/>.</para>
    /// <para>While a fluent span is current, MLflow refuses this call; here the trace is one of its own. A fluent span that starts while the trace is open begins a trace of its own as well.</para>
    /// <para>An id that is open already is not used twice: the second trace gets a random one, with the text as its client request id. After its trace has ended, an id leads to the same trace again.</para>
    /// </remarks>
#pragma warning disable CA1822 // The traces are those of the process, as in MLflow; a caller thinks of them as the client's.
    public MlflowSpan StartTrace(
        string name,
        string spanType = SpanType.Unknown,
        object? inputs = null,
        IEnumerable<KeyValuePair<string, object?>>? attributes = null,
        IEnumerable<KeyValuePair<string, string>>? tags = null,
        string? experimentId = null,
        DateTimeOffset? startTime = null,
        string? traceId = null,
        string? clientRequestId = null) =>
        ClientSpans.StartTrace(name, spanType, inputs, attributes, tags, experimentId, startTime, traceId, clientRequestId);

    /// <summary>Starts a span below another one, which never becomes the current one.</summary>
    /// <param name="name">Name of the span.</param>
    /// <param name="traceId"><see cref="MlflowSpan.TraceId"/> of the parent.</param>
    /// <param name="parentId"><see cref="MlflowSpan.SpanId"/> of the parent: a span of a client, a fluent one, or one of another process.</param>
    /// <param name="spanType">One of <see cref="SpanType"/> or any text.</param>
    /// <param name="inputs">What the operation works on; see <see cref="MlflowSpan.SetInputs"/>.</param>
    /// <param name="attributes">Attributes of the span; see <see cref="MlflowSpan.SetAttribute"/>.</param>
    /// <param name="startTime">When the operation started; now when absent.</param>
    /// <returns>The span. One that does nothing when the trace id is that of such a span, when nobody listens, or when 100,000 spans of clients are open.</returns>
    /// <remarks>
    /// MLflow refuses a parent that it does not know. Whether a parent is known depends on time and place: it may have ended, run on another thread, or have been open
    /// for too long. So the ids are taken as they are, the span is put below that parent, and the event source says that it was not open here.
    /// </remarks>
    /// <exception cref="MlflowException">INVALID_PARAMETER_VALUE when an id is missing; RESOURCE_DOES_NOT_EXIST when the parent id is no span id at all.</exception>
    public MlflowSpan StartSpan(
        string name,
        string traceId,
        string parentId,
        string spanType = SpanType.Unknown,
        object? inputs = null,
        IEnumerable<KeyValuePair<string, object?>>? attributes = null,
        DateTimeOffset? startTime = null) =>
        ClientSpans.StartSpan(name, traceId, parentId, spanType, inputs, attributes, startTime);

    /// <summary>Ends a span that a client started.</summary>
    /// <param name="traceId"><see cref="MlflowSpan.TraceId"/> of the span.</param>
    /// <param name="spanId"><see cref="MlflowSpan.SpanId"/> of the span. That of the root ends the trace.</param>
    /// <param name="outputs">What came out of the operation; see <see cref="MlflowSpan.SetOutputs"/>.</param>
    /// <param name="attributes">Attributes to set; see <see cref="MlflowSpan.SetAttribute"/>.</param>
    /// <param name="status">How the operation ended; when absent, <see cref="SpanStatus.Ok"/> unless the span was set to <see cref="SpanStatus.Error"/> before.</param>
    /// <param name="endTime">When the operation ended; now when absent.</param>
    /// <remarks>Never throws: it is called where an exception would hide the program's own. A span that is not open has no effect, as in MLflow; the event source says so.</remarks>
    public void EndSpan(
        string traceId,
        string spanId,
        object? outputs = null,
        IEnumerable<KeyValuePair<string, object?>>? attributes = null,
        SpanStatus? status = null,
        DateTimeOffset? endTime = null) =>
        ClientSpans.EndSpan(traceId, spanId, outputs, attributes, status, endTime);

    /// <summary>Ends a trace: first the spans of clients that are still open in it, children before their parents, then its root.</summary>
    /// <param name="traceId"><see cref="MlflowSpan.TraceId"/> of any of its spans, or the caller's own id.</param>
    /// <param name="outputs">What came out of the whole; see <see cref="MlflowSpan.SetOutputs"/>.</param>
    /// <param name="attributes">Attributes to set on the root; see <see cref="MlflowSpan.SetAttribute"/>.</param>
    /// <param name="status">How the whole ended; when absent, <see cref="SpanStatus.Ok"/> unless the root was set to <see cref="SpanStatus.Error"/> before. With <see cref="SpanStatus.Error"/> the spans that were still open have failed too.</param>
    /// <param name="endTime">When it ended; now when absent.</param>
    /// <remarks>
    /// Never throws and never waits. MLflow asks the server about a trace that it does not know, and throws; here such a call has no effect, and the event source says so: the trace may have
    /// been ended for its age, and the call stands where an exception would hide the program's own. A root that a fluent span made is ended by that span.
    /// </remarks>
    public void EndTrace(
        string traceId,
        object? outputs = null,
        IEnumerable<KeyValuePair<string, object?>>? attributes = null,
        SpanStatus? status = null,
        DateTimeOffset? endTime = null) =>
        ClientSpans.EndTrace(traceId, outputs, attributes, status, endTime);
#pragma warning restore CA1822
}
