using System.Diagnostics;
using OtelBridge.Attributes;

namespace OtelBridge.Tracing.Ambient;

/// <summary>What the program has said of the traces that are to come, and puts it on every local root, whoever starts it.</summary>
internal static class AmbientTrace
{
    private static readonly AsyncLocal<AmbientScope?> Flow = new();
    private static bool _isUsed;
    private static MlflowDestination? _destination;
    private static MlflowDestination? _experiment;

    /// <summary>The scope of the calling flow.</summary>
    public static AmbientScope? Scope
    {
        get => Volatile.Read(ref _isUsed) ? AmbientScope.Valid(Flow.Value) : null;
        set
        {
            Volatile.Write(ref _isUsed, true);
            Flow.Value = value;
        }
    }

    /// <summary>Where all traces of the process go.</summary>
    public static MlflowDestination? Destination
    {
        get => Volatile.Read(ref _destination);
        set
        {
            Volatile.Write(ref _isUsed, true);
            Volatile.Write(ref _destination, value);
        }
    }

    /// <summary>The experiment that the program has chosen for the process.</summary>
    public static MlflowDestination? Experiment
    {
        get => Volatile.Read(ref _experiment);
        set
        {
            Volatile.Write(ref _isUsed, true);
            Volatile.Write(ref _experiment, value);
        }
    }

    /// <summary>The run that the calling flow is in.</summary>
    public static MlflowRun? Run => Scope?.ActiveRun;

    /// <summary>The experiment for a trace that starts here and now, null for that of the options.</summary>
    /// <param name="isConfigured">Whether the options name a destination, which ranks before a run and a chosen experiment.</param>
    /// <remarks>MLflow's order.</remarks>
    public static MlflowDestination? Choose(bool isConfigured) =>
        Scope?.Destination ?? Destination ?? (isConfigured ? null : Run?.Destination ?? Experiment);

    /// <summary>Tells an activity that has just started what it is to know.</summary>
    public static void Enter(Activity activity, bool isConfigured)
    {
        if (!Volatile.Read(ref _isUsed) && !TraceExperiment.IsUsed)
        {
            return;
        }

        if (!ActiveTrace.IsLocalRoot(activity))
        {
            TraceExperiment.Inherit(activity, activity.Parent is { } parent ? BareActivity.Through(parent) : null);
            return;
        }

        if (Scope is { } scope)
        {
            TraceFacts.Set(activity, scope.Tags, scope.Metadata, session: scope.Session, user: scope.User);
            if (scope.ActiveRun is { } run)
            {
                TraceFacts.SetMetadata(activity, MlflowKeys.SourceRun, run.RunId);
            }
        }

        if (Choose(isConfigured) is { } destination)
        {
            TraceExperiment.Set(activity, destination);
        }
    }

    public static void Reset()
    {
        Scope = null;
        Destination = null;
        Experiment = null;
    }
}
