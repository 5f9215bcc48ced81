using System.Diagnostics;
using OtelBridge.Attributes;
using OtelBridge.Diagnostics;

namespace OtelBridge.Tracing.Ambient;

/// <summary>The experiment of one trace, where it is not the one of the options. Every span of the trace knows it: spans are sent before their root is.</summary>
internal static class TraceExperiment
{
    private const string Property = "otelbridge.experiment";

    private static bool _isUsed;

    /// <summary>Whether any trace of this process was ever put elsewhere, so that spans need to be asked.</summary>
    public static bool IsUsed => Volatile.Read(ref _isUsed);

    public static MlflowDestination? Of(Activity activity) => IsUsed ? activity.GetCustomProperty(Property) as MlflowDestination : null;

    /// <summary>Puts the trace of a local root, which has no children yet, elsewhere.</summary>
    public static void Set(Activity root, MlflowDestination destination)
    {
        Volatile.Write(ref _isUsed, true);
        root.SetCustomProperty(Property, destination);
        if (destination.ExperimentId is { } id)
        {
            // For a store behind a collector.
            root.SetTag(MlflowKeys.ExperimentId, id);
        }
    }

    /// <summary>Puts the trace of a span elsewhere that has just been started, when it is a local root; says so when it is not.</summary>
    public static void TrySet(Activity activity, MlflowDestination destination)
    {
        if (ActiveTrace.IsLocalRoot(activity))
        {
            Set(activity, destination);
        }
        else
        {
            BridgeEventSource.Log.TraceUpdateIgnored("the experiment of a trace is set where the trace starts, not at a child span");
        }
    }

    public static void Inherit(Activity activity, Activity? parent)
    {
        if (parent is not null && Of(parent) is { } destination)
        {
            activity.SetCustomProperty(Property, destination);
        }
    }
}
