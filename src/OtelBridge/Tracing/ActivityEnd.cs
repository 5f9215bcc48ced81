using System.Diagnostics;
using OtelBridge.Costs;
using OtelBridge.Diagnostics;
using OtelBridge.Sources;

namespace OtelBridge.Tracing;

/// <summary>Stops an activity and leaves the right one current.</summary>
internal static class ActivityEnd
{
    /// <summary>Ends a span of ours: status OK unless it is ERROR. Never throws.</summary>
    public static void Finish(Activity activity, DateTimeOffset? endTime = null)
    {
        try
        {
            if (activity is { IsAllDataRequested: true, IsStopped: false } && activity.Status != ActivityStatusCode.Error)
            {
                activity.SetStatus(ActivityStatusCode.Ok);
            }

            if (endTime is { } time && !activity.IsStopped)
            {
                activity.SetEndTime(time.UtcDateTime);
            }

            Process(activity);
            Stop(activity);
        }
        catch (Exception e)
        {
            // Processors of the program run inside the stop.
            BridgeEventSource.Log.SpanCallFailed(nameof(MlflowSpan.End), e);
        }
    }

    /// <summary>Reckons the cost of a span that is about to be stopped, and runs the program's processors over it, if there are any.</summary>
    /// <remarks>Before the stop, so that every exporter of the program gets the span as they leave it. Their time is not the span's.</remarks>
    public static void Process(Activity activity)
    {
        if (activity.IsStopped)
        {
            return;
        }

        if (SpanProcessors.All.Length == 0)
        {
            SpanCosts.Set(activity);
            return;
        }

        // As an exporter does where no processor is: what a call below knew of the usage is said by now.
        ForeignSpans.Describe(activity);
        SpanCosts.Set(activity);

        if (activity.Duration == TimeSpan.Zero)
        {
            activity.SetEndTime(DateTime.UtcNow);
        }

        SpanProcessors.Run(activity);
    }

    /// <remarks>
    /// <see cref="Activity.Stop"/> makes the activity that was current at the start current again, whatever is current now: on another thread,
    /// or when an inner span outlives this one, that is the wrong one, and it may have ended meanwhile.
    /// </remarks>
    public static void Stop(Activity activity)
    {
        var before = Activity.Current;
        var flow = ReferenceEquals(before, activity) ? null : ExecutionContext.Capture();
        var surrounding = BareActivity.Surrounding(activity);
        try
        {
            activity.Stop();
        }
        finally
        {
            // Also when a processor of the program threw inside the stop, which leaves the activity current.
            if (!ReferenceEquals(before, activity))
            {
                Restore(flow, before);
            }
            else if (surrounding is not null)
            {
                Restore(surrounding);
            }
            else if (Activity.Current is { IsStopped: true } stopped)
            {
                Activity.Current = Running(stopped);
            }
        }
    }

    /// <summary>Lets a span go on without the caller, whose own span is current again.</summary>
    public static void LeaveToCaller(Activity activity)
    {
        if (ReferenceEquals(Activity.Current, activity))
        {
            Restore(BareActivity.Surrounding(activity) ?? activity.Parent);
        }
    }

    /// <summary>Makes current again what was current before, or what of it still runs.</summary>
    public static void Restore(Activity? before)
    {
        var running = Running(before);
        if (!ReferenceEquals(Activity.Current, running))
        {
            Activity.Current = running;
        }
    }

    /// <summary>Makes current again what was current before, by the whole flow where there is one: that is a third of the cost of changing a value in it.</summary>
    public static void Restore(ExecutionContext? flow, Activity? before)
    {
        if (flow is null || before is { IsStopped: true })
        {
            Restore(before);
        }
        else
        {
            ExecutionContext.Restore(flow);
        }
    }

    private static Activity? Running(Activity? activity)
    {
        while (activity is { IsStopped: true })
        {
            activity = BareActivity.Surrounding(activity) ?? activity.Parent;
        }

        return activity;
    }
}
