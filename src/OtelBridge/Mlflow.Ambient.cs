using OtelBridge.Tracing;
using OtelBridge.Tracing.Ambient;

namespace OtelBridge;

/// <content>What holds for traces that are to come: session and user, destination.</content>
public static partial class Mlflow
{
    /// <summary>Says to whom the traces belong that the calling code and what it calls start from here on, whoever starts them: <see cref="Mlflow"/> or any instrumentation.</summary>
    /// <param name="session">The conversation.</param>
    /// <param name="user">The user on whose behalf they are made.</param>
    /// <param name="tags">Tags: mutable later on the server.</param>
    /// <param name="metadata">Metadata: fixed once a trace is stored.</param>
    /// <returns>Ends it for the calling code.</returns>
    /// <remarks>
    /// It holds for the asynchronous flow: for what is awaited, and for tasks started inside. What an enclosing call said and this one does not stays.
    /// The trace that the calling code is in already, such as that of a web request, gets it too.
    /// </remarks>
    /// <example><code>using (Mlflow.UseSession(session: "s-1", user: "ada")) { await AnswerAsync(question); }</code></example>
    public static IDisposable UseSession(
        string? session = null,
        string? user = null,
        IEnumerable<KeyValuePair<string, string>>? tags = null,
        IEnumerable<KeyValuePair<string, string>>? metadata = null)
    {
        var before = AmbientScope.Open(AmbientTrace.Scope);
        var scope = new AmbientScope(before)
        {
            Session = session ?? before?.Session,
            User = user ?? before?.User,
            Tags = AmbientScope.With(before?.Tags, tags),
            Metadata = AmbientScope.With(before?.Metadata, metadata),
        };
        var use = AmbientUse.Begin(scope, before);
        if (ActiveTrace.LocalRoot() is { } root)
        {
            TraceFacts.Set(root, scope.Tags, scope.Metadata, session: session, user: user);
        }

        return use;
    }

    /// <summary>Says in which experiment traces are put that start from here on.</summary>
    /// <param name="destination">The experiment.</param>
    /// <param name="contextLocal">True: for the asynchronous flow of the calling code; false: for the process.</param>
    /// <returns>Puts back what held before. It may be left undisposed.</returns>
    /// <remarks>
    /// A destination of the flow ranks before one of the process, that before <c>MLFLOW_TRACING_DESTINATION</c>, then come the experiment of the run,
    /// that of <see cref="SetExperiment"/>, and the one of the options. Never waits: a name is looked up, and the experiment made, before the first of its spans is sent.
    /// </remarks>
    public static IDisposable SetDestination(MlflowDestination destination, bool contextLocal = false)
    {
        ArgumentNullException.ThrowIfNull(destination);
        if (contextLocal)
        {
            var outer = AmbientScope.Open(AmbientTrace.Scope);
            return AmbientUse.Begin(new AmbientScope(outer) { Destination = destination }, outer);
        }

        var before = AmbientTrace.Destination;
        AmbientTrace.Destination = destination;
        return new Restoring(() => AmbientTrace.Destination = before);
    }

    /// <summary>Chooses the experiment of this process for traces that start from here on.</summary>
    /// <param name="name">Name of the experiment; made when missing.</param>
    /// <param name="experimentId">Its id, instead of the name.</param>
    /// <exception cref="ArgumentException">Neither or both are given.</exception>
    /// <remarks>Never waits: a name is looked up, and the experiment made, before the first of its spans is sent.</remarks>
    public static void SetExperiment(string? name = null, string? experimentId = null) =>
        AmbientTrace.Experiment = (string.IsNullOrEmpty(name), string.IsNullOrEmpty(experimentId)) switch
        {
            (false, true) => MlflowDestination.ExperimentNamed(name!),
            (true, false) => MlflowDestination.Experiment(experimentId!),
            _ => throw new ArgumentException("Give the name of the experiment or its id."),
        };
}
