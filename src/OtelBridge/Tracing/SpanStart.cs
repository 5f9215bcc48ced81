using System.Diagnostics;
using OtelBridge.Attributes;
using OtelBridge.Client.Spans;
using OtelBridge.Diagnostics;
using OtelBridge.Tracing.Ambient;

namespace OtelBridge.Tracing;

/// <summary>Starts spans. A failure of a sampler or processor of the program costs the span, never the program.</summary>
internal static class SpanStart
{
    public static MlflowSpan Begin(string name, string spanType) =>
        Open(name, spanType) is { } activity ? MlflowSpan.Own(activity) : MlflowSpan.NoOp;

    /// <summary>The activity of a new span, which is current now; null when nobody listens.</summary>
    public static Activity? Open(string name, string spanType) => SpanSource.IsListening ? OpenHeard(name, spanType) : null;

    /// <summary>The same, where the caller has just seen that somebody listens.</summary>
    public static Activity? OpenHeard(string name, string spanType, ActivityKind kind = ActivityKind.Internal)
    {
        var before = Activity.Current;
        try
        {
            var activity = before is not null && BareActivity.Is(before)
                ? StartThrough(before, SpanName.Of(name), kind)
                : SpanSource.Instance.StartActivity(SpanName.Of(name), kind);
            if (activity is { Parent: null, IsAllDataRequested: true })
            {
                ActiveTrace.Flow();
            }

            if (activity is { Parent: null } && OpenTraces.Process.HasTraces)
            {
                BridgeEventSource.Log.TraceBesideClients(activity.TraceId.ToHexString());
            }

            return Described(activity, spanType);
        }
        catch (Exception e)
        {
            // A processor that throws leaves an activity current that nobody will end.
            BridgeEventSource.Log.SpanCallFailed(nameof(Mlflow.StartSpan), e);
            ActivityEnd.Restore(before);
            return null;
        }
    }

    /// <summary>The activity of a new span below one that may have ended, which is current now; at its end, what was current before is so again.</summary>
    /// <param name="name">Name of the span.</param>
    /// <param name="spanType">Type of the span.</param>
    /// <param name="kind">Kind of the span.</param>
    /// <param name="parent">The ids of the parent.</param>
    /// <param name="parentActivity">The parent, while somebody holds it: the span goes to the experiment of its trace.</param>
    public static Activity? OpenBelow(string name, string spanType, ActivityKind kind, ActivityContext parent, Activity? parentActivity)
    {
        var before = Activity.Current;
        try
        {
            var activity = SpanSource.Instance.StartActivity(SpanName.Of(name), kind, parent);
            if (activity is not null)
            {
                TraceExperiment.Inherit(activity, parentActivity);
                if (before is not null)
                {
                    BareActivity.SetSurrounding(activity, before);
                }
            }

            return Described(activity, spanType);
        }
        catch (Exception e)
        {
            BridgeEventSource.Log.SpanCallFailed(nameof(Mlflow.StartSpan), e);
            ActivityEnd.Restore(before);
            return null;
        }
    }

    public static MlflowSpan Begin(
        string name,
        string spanType,
        object? inputs,
        IEnumerable<KeyValuePair<string, object?>>? attributes,
        MlflowDestination? destination = null)
    {
        var span = Begin(name, spanType);
        if (destination is not null && span is { IsRecording: true, Activity: { } activity })
        {
            TraceExperiment.TrySet(activity, destination);
        }

        Fill(span, inputs, attributes);
        return span;
    }

    public static void Fill(MlflowSpan span, object? inputs, IEnumerable<KeyValuePair<string, object?>>? attributes)
    {
        if (inputs is not null)
        {
            span.SetInputs(inputs);
        }

        if (attributes is not null)
        {
            span.SetAttributes(attributes);
        }
    }

    /// <summary>Starts a span that never is the current one.</summary>
    /// <param name="name">Name of the span.</param>
    /// <param name="spanType">Type of the span.</param>
    /// <param name="parent">Null starts a new trace, whatever is current; one that does not record gives one that does not record.</param>
    /// <param name="startTime">When the operation started; now when absent.</param>
    /// <param name="traceId">Id of the new trace; a random one when absent. Has no effect with a parent.</param>
    /// <param name="parentContext">The parent, where only its ids are known.</param>
    public static MlflowSpan BeginDetached(
        string? name,
        string? spanType,
        MlflowSpan? parent,
        DateTimeOffset? startTime = null,
        ActivityTraceId traceId = default,
        ActivityContext parentContext = default)
    {
        if (!SpanSource.IsListening || parent is { IsRecording: false })
        {
            return MlflowSpan.NoOp;
        }

        var before = Activity.Current;
        var flow = ExecutionContext.Capture();
        try
        {
            var context = Become(parent?.Activity);
            context = parent is null ? parentContext : context;
            GivenTraceId.Set(traceId);
            var activity = SpanSource.Instance.StartActivity(SpanName.Of(name), ActivityKind.Internal, context, startTime: startTime ?? default);
            if (activity is { Parent: null } && parent?.Activity is { } ended)
            {
                TraceExperiment.Inherit(activity, ended);
            }

            return Described(activity, spanType) is { } started ? MlflowSpan.Own(started) : MlflowSpan.NoOp;
        }
        catch (Exception e)
        {
            BridgeEventSource.Log.SpanCallFailed(nameof(Mlflow.StartSpanNoContext), e);
            return MlflowSpan.NoOp;
        }
        finally
        {
            GivenTraceId.Set(default);
            ActivityEnd.Restore(flow, before);
        }
    }

    /// <summary>Starts an activity below what a bare activity stands for; at its end that one is current again.</summary>
    private static Activity? StartThrough(Activity bare, string name, ActivityKind kind)
    {
        var above = BareActivity.Through(bare);
        Activity? activity = null;
        try
        {
            var context = BareActivity.Is(above) ? BecomeRoot(above) : Become(above);
            activity = SpanSource.Instance.StartActivity(name, kind, context);
            return activity;
        }
        finally
        {
            GivenTraceId.Set(default);
            if (activity is null)
            {
                ActivityEnd.Restore(bare);
            }
            else
            {
                BareActivity.SetSurrounding(activity, bare);
            }
        }
    }

    private static ActivityContext BecomeRoot(Activity outermost)
    {
        Activity.Current = null;
        var caller = BareActivity.Caller(outermost);
        if (caller == default)
        {
            GivenTraceId.Set(BareActivity.TakeTraceId(outermost));
        }

        return caller;
    }

    /// <summary>Makes the parent current, so that the child knows it as its parent. One that has ended cannot be current: its context is returned.</summary>
    private static ActivityContext Become(Activity? parent)
    {
        if (!ReferenceEquals(Activity.Current, parent))
        {
            Activity.Current = parent is { IsStopped: true } ? null : parent;
        }

        if (ReferenceEquals(Activity.Current, parent))
        {
            return default;
        }

        // Also when it ended between the two lines above.
        Activity.Current = null;
        return parent?.Context ?? default;
    }

    private static Activity? Described(Activity? activity, string? spanType)
    {
        if (activity is { IsAllDataRequested: true })
        {
            activity.SetTag(MlflowKeys.TraceRequestId, TraceIds.TextOf(activity));
            activity.SetTag(MlflowKeys.SpanType, spanType ?? SpanType.Unknown);
        }

        return activity;
    }
}
