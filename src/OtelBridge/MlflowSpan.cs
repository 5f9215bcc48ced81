using System.Diagnostics;
using OtelBridge.Attributes;
using OtelBridge.Client.Spans;
using OtelBridge.Diagnostics;
using OtelBridge.Tracing;
using OtelBridge.Tracing.Json;

namespace OtelBridge;

/// <summary>One span: a thin wrapper over one <see cref="System.Diagnostics.Activity"/>, which holds everything that is set here.</summary>
/// <remarks>
/// <para>No member throws, and none waits. Values are serialised at the call, so a later change of an object does not show.</para>
/// <para>When nobody listens or the trace is not sampled, the span records nothing and every member does nothing, see <see cref="IsRecording"/>.</para>
/// <para>Members may be called from several threads; a call after the end does nothing. Inputs, outputs and attributes may carry personal data and secrets: they are sent as they are.</para>
/// </remarks>
public sealed partial class MlflowSpan : IDisposable
{
    private readonly bool _owned;
    private readonly bool _lent;
    private int _ended;
    private bool _hasOutputs;

    private MlflowSpan(Activity? activity, bool owned, bool lent = false)
    {
        Activity = activity;
        _owned = owned;
        _lent = lent;
        IsRecording = activity is { IsAllDataRequested: true };
    }

    /// <summary>Gets the activity, or null when nobody listens.</summary>
    public Activity? Activity { get; }

    /// <summary>Gets whether what is set here is recorded: somebody listens, and the trace was sampled.</summary>
    public bool IsRecording { get; }

    /// <summary>Gets MLflow's id of the trace: <c>tr-</c> and the 32 hex digits of the OpenTelemetry trace id.</summary>
    /// <value><c>MLFLOW_NO_OP_SPAN_TRACE_ID</c> when the span does not record, as in MLflow.</value>
    public string TraceId => Activity is { } activity && IsRecording ? TraceIds.TextOf(activity) : TraceIds.NoOp;

    /// <summary>Gets the same as <see cref="TraceId"/>, under MLflow's older name.</summary>
    public string RequestId => TraceId;

    /// <summary>Gets the 16 hex digits of the span id.</summary>
    /// <value>The empty text when the span does not record.</value>
    public string SpanId => Activity is { } activity && IsRecording ? activity.SpanId.ToHexString() : string.Empty;

    internal static MlflowSpan NoOp { get; } = new(null, owned: false);

    /// <summary>Whether <see cref="OpenTraces"/> holds it and is to hear of its end.</summary>
    internal bool IsOfClient { get; set; }

    private bool IsOpen => IsRecording && Volatile.Read(ref _ended) == 0 && Activity is { } activity && (_lent || !activity.IsStopped);

    /// <summary>Records what the operation works on, as JSON text.</summary>
    /// <remarks>
    /// Anything may be given: primitives, anonymous objects, dictionaries, cycles. What cannot be read is replaced by its type's name or a mark;
    /// the text is at most <see cref="MlflowTracingOptions.MaxContentBytes"/> long and 64 levels deep.
    /// </remarks>
    public MlflowSpan SetInputs(object? inputs) => SetContent(MlflowKeys.SpanInputs, inputs);

    /// <summary>Records what came out of the operation, as JSON text; see <see cref="SetInputs"/>.</summary>
    public MlflowSpan SetOutputs(object? outputs)
    {
        _hasOutputs |= IsRecording;
        return SetContent(MlflowKeys.SpanOutputs, outputs);
    }

    /// <summary>Sets an attribute. Text, booleans, integers and floating-point numbers keep their type; everything else becomes JSON text.</summary>
    /// <param name="key">Name of the attribute; an empty one is ignored.</param>
    /// <param name="value">The value; null removes the attribute.</param>
    /// <remarks>
    /// Inputs, outputs and type under MLflow's names take the form that <see cref="SetInputs"/>, <see cref="SetOutputs"/> and <see cref="SetSpanType"/> give them; the
    /// trace's id is not set. A span takes 5,000 attributes and as many events; the event source names what it refuses.
    /// </remarks>
    public MlflowSpan SetAttribute(string key, object? value)
    {
        if (IsOpen && !string.IsNullOrEmpty(key) && Activity is { } activity && !ReservedAttribute.TrySet(this, key, value) && SpanBounds.HasRoomFor(activity, key))
        {
            activity.SetTag(key, AttributeValue.Of(value));
        }

        return this;
    }

    /// <summary>Sets several attributes; see <see cref="SetAttribute"/>.</summary>
    public MlflowSpan SetAttributes(IEnumerable<KeyValuePair<string, object?>>? attributes)
    {
        if (!IsOpen || attributes is null)
        {
            return this;
        }

        try
        {
            var left = SpanBounds.MaxAttributes;
            foreach (var (key, value) in attributes)
            {
                SetAttribute(key, value);
                if (--left == 0)
                {
                    // The sequence may have no end.
                    break;
                }
            }
        }
        catch (Exception e)
        {
            // The sequence is the caller's, and may fail.
            BridgeEventSource.Log.SpanCallFailed(nameof(SetAttributes), e);
        }

        return this;
    }

    /// <summary>Sets what kind of operation the span is.</summary>
    /// <param name="spanType">One of <see cref="OtelBridge.SpanType"/> or any text of your own.</param>
    public MlflowSpan SetSpanType(string spanType)
    {
        if (IsOpen)
        {
            Activity?.SetTag(MlflowKeys.SpanType, spanType ?? OtelBridge.SpanType.Unknown);
        }

        return this;
    }

    /// <summary>Sets how the operation ended.</summary>
    /// <param name="status">The status; <see cref="SpanStatus.Error"/> stays at the end, everything else becomes <see cref="SpanStatus.Ok"/>.</param>
    /// <param name="description">What failed; kept for <see cref="SpanStatus.Error"/> only.</param>
    public MlflowSpan SetStatus(SpanStatus status, string? description = null)
    {
        if (IsOpen && status is >= SpanStatus.Unset and <= SpanStatus.Error)
        {
            Activity?.SetStatus((ActivityStatusCode)status, status == SpanStatus.Error && description is not null ? JsonText.Cut(description, ContentSettings.Current.MaxBytes) : null);
        }

        return this;
    }

    /// <summary>Adds an event.</summary>
    /// <param name="name">Name of the event.</param>
    /// <param name="attributes">Attributes, of the same forms as in <see cref="SetAttribute"/>.</param>
    /// <param name="timestamp">When it happened; now when absent.</param>
    public MlflowSpan AddEvent(string name, IEnumerable<KeyValuePair<string, object?>>? attributes = null, DateTimeOffset? timestamp = null)
    {
        if (!IsOpen || Activity is not { } activity || !SpanBounds.HasRoomForEvent(activity))
        {
            return this;
        }

        activity.AddEvent(new ActivityEvent(name ?? string.Empty, timestamp ?? default, EventTags(attributes)));
        return this;
    }

    /// <summary>Records an exception as the event <c>exception</c> and sets the status to <see cref="SpanStatus.Error"/>, described as <c>Type: message</c>.</summary>
    /// <remarks>An exception that a span inside this one recorded, or this one itself, gets no second event: the status alone is set.</remarks>
    public MlflowSpan RecordException(Exception exception)
    {
        if (IsOpen && exception is not null && Activity is { } activity)
        {
            ExceptionEvent.Record(activity, exception);
        }

        return this;
    }

    /// <summary>Ends the span: status <see cref="SpanStatus.Ok"/> unless it is <see cref="SpanStatus.Error"/>, and the surrounding span is current again.</summary>
    /// <remarks>The first call ends, later ones do nothing. On another thread than the span was started on, that thread's current span stays. A span that came from <see cref="Mlflow.CurrentSpan"/> is ended by whoever started it, not here.</remarks>
    public void End() => End(endTime: null);

    /// <summary>Sets what is known at the end, and ends the span; see <see cref="End()"/>.</summary>
    /// <param name="outputs">What came out of the operation; see <see cref="SetOutputs"/>. What was set before stays when it is null.</param>
    /// <param name="attributes">Attributes to set; see <see cref="SetAttribute"/>.</param>
    /// <param name="status">How the operation ended; what was set before stays when it is absent.</param>
    /// <param name="endTime">When the operation ended; now when absent. A time before the start counts as the start.</param>
    public void End(
        object? outputs,
        IEnumerable<KeyValuePair<string, object?>>? attributes = null,
        SpanStatus? status = null,
        DateTimeOffset? endTime = null)
    {
        if (!_owned)
        {
            return;
        }

        SetAttributes(attributes);
        if (outputs is not null)
        {
            SetOutputs(outputs);
        }

        if (status is { } given)
        {
            SetStatus(given);
        }

        End(endTime);
    }

    /// <summary>Ends the span, see <see cref="End()"/>.</summary>
    public void Dispose() => End();

    internal static MlflowSpan Own(Activity activity) => new(activity, owned: true);

    internal static MlflowSpan Borrow(Activity activity) => new(activity, owned: false);

    /// <summary>Lends an activity that ends or has ended, to be changed until it is returned.</summary>
    internal static MlflowSpan Lend(Activity activity) => new(activity, owned: false, lent: true);

    /// <summary>Ends a loan: from here on the span does nothing.</summary>
    internal void Return() => Volatile.Write(ref _ended, 1);

    /// <summary>Records what a traced function returned, unless the function set outputs of its own.</summary>
    internal void SetResult<TResult>(TResult result)
    {
        if (IsOpen && !_hasOutputs)
        {
            SetContent(MlflowKeys.SpanOutputs, result);
        }
    }

    /// <summary>Ends a span that its owner forgot.</summary>
    internal void Abandon(string message, bool withEvent)
    {
        if (IsOpen && Activity is { } activity)
        {
            AbandonedSpan.Mark(activity, message, withEvent);
        }

        End();
    }

    private void End(DateTimeOffset? endTime)
    {
        if (!_owned || Activity is not { } activity || Interlocked.Exchange(ref _ended, 1) != 0)
        {
            return;
        }

        if (IsOfClient)
        {
            OpenTraces.Process.Ending(this, (SpanStatus)activity.Status, endTime);
        }

        ActivityEnd.Finish(activity, endTime);
    }

    private static ActivityTagsCollection? EventTags(IEnumerable<KeyValuePair<string, object?>>? attributes)
    {
        if (attributes is null)
        {
            return null;
        }

        var tags = new ActivityTagsCollection();
        try
        {
            foreach (var (key, value) in attributes)
            {
                if (tags.Count == SpanBounds.MaxEventAttributes)
                {
                    break;
                }

                if (!string.IsNullOrEmpty(key))
                {
                    tags[key] = AttributeValue.Of(value);
                }
            }
        }
        catch (Exception e)
        {
            // The sequence is the caller's, and may fail; the event keeps what came before.
            BridgeEventSource.Log.SpanCallFailed(nameof(AddEvent), e);
        }

        return tags;
    }

    private MlflowSpan SetContent(string key, object? value)
    {
        if (IsOpen)
        {
            Activity?.SetTag(key, JsonText.Of(value));
        }

        return this;
    }
}
