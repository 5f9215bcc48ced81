using OtelBridge.Diagnostics;
using OtelBridge.Entities;
using OtelBridge.Export;
using OtelBridge.Tracing;

namespace OtelBridge;

/// <summary>Traces a program: start spans, run functions inside spans, say more about the current trace.</summary>
/// <remarks>
/// <para>
/// Mirrors MLflow's fluent module. Spans go where <see cref="MlflowTracing"/> sends them; while no tracing runs, every call is a cheap no-op.
/// What traces never throws (but for a missing delegate) and never waits.
/// </para>
/// <para>What asks the tracking server is asynchronous, its name ends in <c>Async</c>, and it throws <see cref="MlflowException"/>; <see cref="FlushAsync"/> and <see cref="GetTraceAsync"/> do not.</para>
/// </remarks>
public static partial class Mlflow
{
    /// <summary>Gets the current span of the calling code, whoever started it: OtelBridge or any other instrumentation.</summary>
    /// <value>A span that does nothing when there is none. Ending or disposing it does not end the span; its owner does that.</value>
    public static MlflowSpan CurrentSpan => ActiveTrace.Current is { } activity ? MlflowSpan.Borrow(activity) : MlflowSpan.NoOp;

    /// <summary>Gets MLflow's id (<c>tr-…</c>) of the trace that the calling code is in, or null.</summary>
    public static string? ActiveTraceId => ActiveTrace.Current is { } activity ? TraceIds.TextOf(activity) : null;

    /// <summary>Gets MLflow's id (<c>tr-…</c>) of the trace whose local root span ended last in this process, or null.</summary>
    public static string? LastActiveTraceId => ActiveTrace.LastEnded;

    /// <summary>Gets MLflow's id (<c>tr-…</c>) of the trace whose local root span ended last in the asynchronous flow of the calling code, or null.</summary>
    /// <remarks>
    /// The flow is the calling code with what it calls and awaits. An asynchronous method can tell its caller of a trace only when the caller's flow is known before:
    /// by an earlier span, a look at this property, or because the method is traced by <c>[Trace]</c> or <see cref="TraceAsync(string, Func{Task}, string, object?, IEnumerable{KeyValuePair{string, object?}}?)"/>.
    /// Tasks started side by side inside a known flow share it.
    /// </remarks>
    public static string? LastActiveTraceIdOfFlow => ActiveTrace.LastEndedOfFlow;

    /// <summary>Starts a span as a child of the current one and makes it current; dispose it to end it.</summary>
    /// <param name="name">Name of the span.</param>
    /// <param name="spanType">One of <see cref="SpanType"/> or any text.</param>
    /// <param name="inputs">What the operation works on; see <see cref="MlflowSpan.SetInputs"/>.</param>
    /// <param name="attributes">Attributes of the span; see <see cref="MlflowSpan.SetAttribute"/>.</param>
    /// <param name="destination">Where the trace goes that this span starts. Below another span it is ignored, since a trace is in one experiment; the event source says so.</param>
    /// <returns>The span; one shared span that does nothing when nobody listens.</returns>
    /// <example><code>using var span = Mlflow.StartSpan("retrieve", SpanType.Retriever, new { question });</code></example>
    public static MlflowSpan StartSpan(
        string name,
        string spanType = SpanType.Unknown,
        object? inputs = null,
        IEnumerable<KeyValuePair<string, object?>>? attributes = null,
        MlflowDestination? destination = null) =>
        SpanStart.Begin(name, spanType, inputs, attributes, destination);

    /// <summary>Starts a span that never becomes the current one: for work that starts here and ends elsewhere.</summary>
    /// <param name="name">Name of the span.</param>
    /// <param name="spanType">One of <see cref="SpanType"/> or any text.</param>
    /// <param name="parent">The span it is a child of, which may have ended; without one the span starts a trace of its own, whatever is current.</param>
    /// <param name="inputs">What the operation works on; see <see cref="MlflowSpan.SetInputs"/>.</param>
    /// <param name="attributes">Attributes of the span; see <see cref="MlflowSpan.SetAttribute"/>.</param>
    /// <param name="tags">Tags of the trace; see <see cref="UpdateCurrentTrace"/>.</param>
    /// <param name="experimentId">The experiment of the new trace. With a parent it is ignored, since a trace is in one experiment; the event source says so.</param>
    /// <param name="startTime">When the operation started; now when absent.</param>
    /// <returns>The span; end it with <see cref="MlflowSpan.End()"/> on any thread. One that does nothing when nobody listens or the parent does not record.</returns>
    /// <example><code>var job = Mlflow.StartSpanNoContext("job"); queue.Add(() => { using var step = Mlflow.StartSpanNoContext("step", parent: job); … });</code></example>
    public static MlflowSpan StartSpanNoContext(
        string name,
        string spanType = SpanType.Unknown,
        MlflowSpan? parent = null,
        object? inputs = null,
        IEnumerable<KeyValuePair<string, object?>>? attributes = null,
        IEnumerable<KeyValuePair<string, string>>? tags = null,
        string? experimentId = null,
        DateTimeOffset? startTime = null) =>
        DetachedSpan.Begin(name, spanType, parent, inputs, attributes, tags, experimentId, startTime);

    /// <summary>Runs an operation inside a span.</summary>
    /// <param name="name">Name of the span.</param>
    /// <param name="body">The operation.</param>
    /// <param name="spanType">One of <see cref="SpanType"/> or any text.</param>
    /// <param name="inputs">What the operation works on; see <see cref="MlflowSpan.SetInputs"/>.</param>
    /// <param name="attributes">Attributes of the span; see <see cref="MlflowSpan.SetAttribute"/>.</param>
    /// <remarks>An exception passes through untouched; it is recorded once, as an event and as status ERROR.</remarks>
    public static void Trace(
        string name,
        Action body,
        string spanType = SpanType.Unknown,
        object? inputs = null,
        IEnumerable<KeyValuePair<string, object?>>? attributes = null) =>
        TracedCall.Run(new SpanCall(name, spanType, inputs, attributes), static (f, _) => f(), Body(body));

    /// <summary>Runs an operation inside a span, which it is given to set more on it.</summary>
    /// <param name="name">Name of the span.</param>
    /// <param name="body">The operation; takes the span.</param>
    /// <param name="spanType">One of <see cref="SpanType"/> or any text.</param>
    /// <param name="inputs">What the operation works on; see <see cref="MlflowSpan.SetInputs"/>.</param>
    /// <param name="attributes">Attributes of the span; see <see cref="MlflowSpan.SetAttribute"/>.</param>
    public static void Trace(
        string name,
        Action<MlflowSpan> body,
        string spanType = SpanType.Unknown,
        object? inputs = null,
        IEnumerable<KeyValuePair<string, object?>>? attributes = null) =>
        TracedCall.Run(new SpanCall(name, spanType, inputs, attributes), static (f, span) => f(span), Body(body));

    /// <summary>Runs an operation inside a span and records what it returns as the outputs.</summary>
    /// <param name="name">Name of the span.</param>
    /// <param name="body">The operation.</param>
    /// <param name="spanType">One of <see cref="SpanType"/> or any text.</param>
    /// <param name="inputs">What the operation works on; see <see cref="MlflowSpan.SetInputs"/>.</param>
    /// <param name="attributes">Attributes of the span; see <see cref="MlflowSpan.SetAttribute"/>.</param>
    /// <returns>What the operation returned.</returns>
    /// <remarks>An exception passes through untouched; it is recorded once. A task that the operation returns, as an async lambda does, is followed to its end, and is not current for the caller meanwhile. Better use <see cref="TraceAsync{TResult}(string, Func{Task{TResult}}, string, object?, IEnumerable{KeyValuePair{string, object?}}?)"/>.</remarks>
    public static TResult Trace<TResult>(
        string name,
        Func<TResult> body,
        string spanType = SpanType.Unknown,
        object? inputs = null,
        IEnumerable<KeyValuePair<string, object?>>? attributes = null) =>
        TracedCall.Run(new SpanCall(name, spanType, inputs, attributes), static (f, _) => f(), Body(body));

    /// <summary>Runs an operation inside a span, which it is given, and records what it returns, unless it sets outputs itself.</summary>
    /// <param name="name">Name of the span.</param>
    /// <param name="body">The operation; takes the span.</param>
    /// <param name="spanType">One of <see cref="SpanType"/> or any text.</param>
    /// <param name="inputs">What the operation works on; see <see cref="MlflowSpan.SetInputs"/>.</param>
    /// <param name="attributes">Attributes of the span; see <see cref="MlflowSpan.SetAttribute"/>.</param>
    /// <returns>What the operation returned.</returns>
    public static TResult Trace<TResult>(
        string name,
        Func<MlflowSpan, TResult> body,
        string spanType = SpanType.Unknown,
        object? inputs = null,
        IEnumerable<KeyValuePair<string, object?>>? attributes = null) =>
        TracedCall.Run(new SpanCall(name, spanType, inputs, attributes), static (f, span) => f(span), Body(body));

    /// <summary>Runs an asynchronous operation inside a span.</summary>
    /// <param name="name">Name of the span.</param>
    /// <param name="body">The operation.</param>
    /// <param name="spanType">One of <see cref="SpanType"/> or any text.</param>
    /// <param name="inputs">What the operation works on; see <see cref="MlflowSpan.SetInputs"/>.</param>
    /// <param name="attributes">Attributes of the span; see <see cref="MlflowSpan.SetAttribute"/>.</param>
    /// <returns>A task that ends with the operation.</returns>
    /// <remarks>An exception passes through untouched; it is recorded once. The span is current inside the operation and not for the caller.</remarks>
    public static Task TraceAsync(
        string name,
        Func<Task> body,
        string spanType = SpanType.Unknown,
        object? inputs = null,
        IEnumerable<KeyValuePair<string, object?>>? attributes = null) =>
        TracedCall.RunAsync(new SpanCall(name, spanType, inputs, attributes), static (f, _) => f(), Body(body));

    /// <summary>Runs an asynchronous operation inside a span, which it is given to set more on it.</summary>
    /// <param name="name">Name of the span.</param>
    /// <param name="body">The operation; takes the span.</param>
    /// <param name="spanType">One of <see cref="SpanType"/> or any text.</param>
    /// <param name="inputs">What the operation works on; see <see cref="MlflowSpan.SetInputs"/>.</param>
    /// <param name="attributes">Attributes of the span; see <see cref="MlflowSpan.SetAttribute"/>.</param>
    /// <returns>A task that ends with the operation.</returns>
    public static Task TraceAsync(
        string name,
        Func<MlflowSpan, Task> body,
        string spanType = SpanType.Unknown,
        object? inputs = null,
        IEnumerable<KeyValuePair<string, object?>>? attributes = null) =>
        TracedCall.RunAsync(new SpanCall(name, spanType, inputs, attributes), static (f, span) => f(span), Body(body));

    /// <summary>Runs an asynchronous operation inside a span and records what it returns as the outputs.</summary>
    /// <param name="name">Name of the span.</param>
    /// <param name="body">The operation.</param>
    /// <param name="spanType">One of <see cref="SpanType"/> or any text.</param>
    /// <param name="inputs">What the operation works on; see <see cref="MlflowSpan.SetInputs"/>.</param>
    /// <param name="attributes">Attributes of the span; see <see cref="MlflowSpan.SetAttribute"/>.</param>
    /// <returns>What the operation returned.</returns>
    public static Task<TResult> TraceAsync<TResult>(
        string name,
        Func<Task<TResult>> body,
        string spanType = SpanType.Unknown,
        object? inputs = null,
        IEnumerable<KeyValuePair<string, object?>>? attributes = null) =>
        TracedCall.RunAsync(new SpanCall(name, spanType, inputs, attributes), static (f, _) => f(), Body(body));

    /// <summary>Runs an asynchronous operation inside a span, which it is given, and records what it returns, unless it sets outputs itself.</summary>
    /// <param name="name">Name of the span.</param>
    /// <param name="body">The operation; takes the span.</param>
    /// <param name="spanType">One of <see cref="SpanType"/> or any text.</param>
    /// <param name="inputs">What the operation works on; see <see cref="MlflowSpan.SetInputs"/>.</param>
    /// <param name="attributes">Attributes of the span; see <see cref="MlflowSpan.SetAttribute"/>.</param>
    /// <returns>What the operation returned.</returns>
    public static Task<TResult> TraceAsync<TResult>(
        string name,
        Func<MlflowSpan, Task<TResult>> body,
        string spanType = SpanType.Unknown,
        object? inputs = null,
        IEnumerable<KeyValuePair<string, object?>>? attributes = null) =>
        TracedCall.RunAsync(new SpanCall(name, spanType, inputs, attributes), static (f, span) => f(span), Body(body));

    /// <summary>Says more about the trace that the calling code is in; what is not given stays.</summary>
    /// <param name="tags">Tags: mutable later on the server.</param>
    /// <param name="metadata">Metadata: fixed once the trace is stored.</param>
    /// <param name="clientRequestId">The program's own id of the request.</param>
    /// <param name="requestPreview">Text shown for the request in lists, instead of the root span's inputs; at most 1,000 characters are kept.</param>
    /// <param name="responsePreview">Text shown for the response in lists, instead of the root span's outputs; at most 1,000 characters are kept.</param>
    /// <param name="session">The conversation that the trace belongs to.</param>
    /// <param name="user">The user on whose behalf the trace was made.</param>
    /// <param name="state"><see cref="TraceState.Ok"/> or <see cref="TraceState.Error"/>, whatever the status of the root span is; others have no effect, and the event source says so.</param>
    /// <param name="modelId">MLflow's id of the logged model that was used.</param>
    /// <remarks>
    /// The facts ride on the outermost recorded span of this process as attributes. Without one the call has no effect and says so in the event source.
    /// Keys are cut at 250 characters, values of tags at 4,096. Tags that are not the client's to set (<c>mlflow.user</c>, <c>mlflow.artifactLocation</c>) are left out.
    /// </remarks>
    public static void UpdateCurrentTrace(
        IEnumerable<KeyValuePair<string, string>>? tags = null,
        IEnumerable<KeyValuePair<string, string>>? metadata = null,
        string? clientRequestId = null,
        string? requestPreview = null,
        string? responsePreview = null,
        string? session = null,
        string? user = null,
        TraceState? state = null,
        string? modelId = null)
    {
        if (ActiveTrace.LocalRoot() is { } root)
        {
            TraceFacts.Set(root, tags, metadata, clientRequestId, requestPreview, responsePreview, session, user, state, modelId);
        }
        else
        {
            BridgeEventSource.Log.TraceUpdateIgnored("no span is active");
        }
    }

    /// <summary>Waits until every span that ended before the call was delivered or dropped, at most <paramref name="timeout"/>.</summary>
    /// <param name="timeout">How long to wait; 10 seconds when absent.</param>
    /// <param name="cancellationToken">Ends the wait early; what was delivered until then is reported.</param>
    /// <returns>What was sent, what was dropped and what is still waiting, for each destination. Never throws.</returns>
    public static Task<FlushResult> FlushAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        RunningExporters.FlushAsync(timeout ?? TimeSpan.FromSeconds(10), cancellationToken);

    private static T Body<T>(T body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return body;
    }
}
