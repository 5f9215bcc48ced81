using System.Diagnostics;

namespace OtelBridge.Tracing;

/// <summary>The trace that the calling code is in.</summary>
internal static class ActiveTrace
{
    private static string? _lastEnded;

    /// <summary>Trace id text of the local root that ended last in this process.</summary>
    public static string? LastEnded
    {
        get => Volatile.Read(ref _lastEnded);
        set => Volatile.Write(ref _lastEnded, value);
    }

    /// <summary>The current activity, when it is recorded.</summary>
    public static Activity? Current => Activity.Current is { IsAllDataRequested: true, IsStopped: false } activity ? activity : null;

    /// <summary>The outermost recorded activity of this process above the current one, or that itself; null when none runs.</summary>
    /// <remarks>An outer activity that nobody records (a web server makes some for its log scopes) is never exported, so it is not a root.</remarks>
    public static Activity? LocalRoot()
    {
        Activity? root = null;
        for (var activity = Activity.Current; activity is not null; activity = activity.Parent)
        {
            if (activity is { IsAllDataRequested: true, IsStopped: false })
            {
                root = activity;
            }
        }

        return root;
    }
}
