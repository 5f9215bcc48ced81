using System.Diagnostics;
using OtelBridge.Client.Spans;
using OtelBridge.Sources;

namespace OtelBridge.Tracing;

/// <summary>The trace that the calling code is in.</summary>
internal static class ActiveTrace
{
    private static readonly AsyncLocal<EndedTrace?> OfFlow = new();
    private static string? _lastEnded;

    /// <summary>Trace id text of the local root that ended last in this process.</summary>
    public static string? LastEnded => Volatile.Read(ref _lastEnded);

    /// <summary>Trace id text of the local root that ended last in what the calling flow has begun or awaited.</summary>
    public static string? LastEndedOfFlow => Flow().Last;

    /// <summary>The current activity, when it is recorded.</summary>
    public static Activity? Current =>
        Activity.Current is { } current && FoldedCalls.Shown(BareActivity.Through(current)) is { IsAllDataRequested: true, IsStopped: false } activity && !BareActivity.Is(activity)
            ? activity
            : null;

    /// <summary>What the calling flow shares with all that it begins from here on.</summary>
    public static EndedTrace Flow() => OfFlow.Value ??= new EndedTrace();

    /// <summary>Lets the calling flow know of a trace that ends in what it is about to await, which could not tell it otherwise.</summary>
    public static void BeforeAwait()
    {
        // What stands for a caller, or for a request that nobody traces, has no trace to tell of.
        if (SpanSource.IsListening && Current is null)
        {
            Flow();
        }
    }

    /// <summary>Notes the end of a local root.</summary>
    public static void Ended(Activity root)
    {
        var text = TraceIds.TextOf(root);
        Volatile.Write(ref _lastEnded, text);
        Flow().Last = text;
    }

    /// <summary>The local root of a trace that is under way: the one that the calling code is in, or one that a client has open.</summary>
    public static Activity? Running(string traceId) =>
        LocalRoot() is { } root && TraceIds.TextOf(root) == traceId ? root
        : OpenTraces.Process.Root(traceId) is { IsRecording: true, Activity: { IsStopped: false } activity } ? activity
        : null;

    public static void Reset()
    {
        Volatile.Write(ref _lastEnded, null);
        OfFlow.Value = null;
    }

    /// <summary>Whether a recorded activity is the outermost one of its trace in this process.</summary>
    /// <remarks>
    /// An outer activity that nobody records (a web server makes some for its log scopes) is never exported, so it is no root. A parent known by its
    /// context alone is in this process unless it is marked as remote: a span can be started below one that has ended.
    /// </remarks>
    public static bool IsLocalRoot(Activity activity) => activity.Parent is { } parent
        ? BareActivity.Through(parent) is var above && (BareActivity.Is(above) || !above.Recorded)
        : activity.ParentSpanId == default || activity.HasRemoteParent;

    /// <summary>The outermost recorded activity of this process above a given one, or that itself, whether or not it has ended; null when that is not known.</summary>
    /// <remarks>Of an activity that was started below one that had ended, only the ids of that one are known.</remarks>
    public static Activity? LocalRootAbove(Activity activity)
    {
        while (!IsLocalRoot(activity))
        {
            if ((activity.Parent ?? Around(activity)) is not { } parent)
            {
                return null;
            }

            activity = BareActivity.Through(parent);
        }

        return activity;
    }

    /// <summary>The outermost recorded activity of this process above the current one, or that itself; null when none runs.</summary>
    public static Activity? LocalRoot() => LocalRoot(Activity.Current);

    /// <summary>The outermost recorded activity of this process above a given one, or that itself; null when none runs.</summary>
    public static Activity? LocalRoot(Activity? below)
    {
        Activity? root = null;
        for (var activity = below; activity is not null; activity = activity.Parent ?? Around(activity))
        {
            if (activity is { IsAllDataRequested: true, IsStopped: false } && !BareActivity.Is(activity))
            {
                root = activity;
            }
        }

        return root;
    }

    // A span below one that had ended has no parent at hand; what was current when it started can be of the same trace.
    private static Activity? Around(Activity activity) =>
        activity.ParentSpanId != default && BareActivity.Surrounding(activity) is { } around && around.TraceId == activity.TraceId ? around : null;
}
