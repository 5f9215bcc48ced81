using OtelBridge.Client;
using OtelBridge.Entities;
using OtelBridge.Tracing.Ambient;

namespace OtelBridge;

/// <content>Experiments and runs that traces are made in.</content>
public static partial class Mlflow
{
    /// <summary>Gets the run that the calling code is in, or null.</summary>
    public static MlflowRun? ActiveRun => AmbientTrace.Run;

    /// <summary>Chooses the experiment of this process for traces that start from here on, once the server has it.</summary>
    /// <param name="name">Name of the experiment; made when missing.</param>
    /// <param name="experimentId">Its id, instead of the name.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The experiment.</returns>
    /// <exception cref="MlflowException">RESOURCE_DOES_NOT_EXIST when there is none with the id; INVALID_PARAMETER_VALUE when it is deleted, or when neither or both are given.</exception>
    public static async Task<Experiment> SetExperimentAsync(string? name = null, string? experimentId = null, CancellationToken cancellationToken = default)
    {
        if (string.IsNullOrEmpty(name) == string.IsNullOrEmpty(experimentId))
        {
            throw Required.Invalid("Give the name of the experiment or its id.");
        }

        var client = DefaultClient.Get();
        var experiment = string.IsNullOrEmpty(name)
            ? await client.GetExperimentAsync(experimentId ?? string.Empty, cancellationToken).ConfigureAwait(false)
            : await CurrentExperiment.GetOrCreateAsync(client.Transport, name, cancellationToken).ConfigureAwait(false);
        if (experiment.LifecycleStage == LifecycleStage.Deleted)
        {
            throw Required.Invalid($"The experiment '{experiment.Name}' is deleted: restore it, or choose another.");
        }

        SetExperiment(experimentId: experiment.ExperimentId);
        return experiment;
    }

    /// <summary>Starts a run, or takes one up again; traces that the calling code and what it calls start from here on are linked to it and go to its experiment.</summary>
    /// <param name="name">Name of the run; the server gives one when absent.</param>
    /// <param name="runId">A run to take up again; when absent <c>MLFLOW_RUN_ID</c>, once in a process, else a new one.</param>
    /// <param name="experimentId">The experiment of a new run; when absent that of the enclosing run, of <see cref="SetExperiment"/>, or of the options.</param>
    /// <param name="tags">Tags of the run.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>The run; dispose it to end it.</returns>
    /// <exception cref="MlflowException">What the server answers; the calling code is then in no run.</exception>
    /// <remarks>The run is that of the asynchronous flow, not of the process. Inside another run it is the child of that one.</remarks>
    /// <example><code>await using var run = await Mlflow.StartRunAsync("evaluation");</code></example>
    public static Task<MlflowRun> StartRunAsync(
        string? name = null,
        string? runId = null,
        string? experimentId = null,
        IReadOnlyDictionary<string, string>? tags = null,
        CancellationToken cancellationToken = default)
    {
        // What an asynchronous method makes current is not current for its caller, so the run is entered here and begins there.
        var parent = ActiveRun;
        var experiment = parent?.Destination ?? AmbientTrace.Experiment;
        var run = new MlflowRun();
        run.Enter();
        return RunStart.BeginAsync(run, parent, experiment, name, runId, experimentId, tags, cancellationToken);
    }

    /// <summary>Takes up a run again without asking the server.</summary>
    /// <param name="runId">The id of the run.</param>
    /// <param name="experimentId">The experiment of the run, for its traces; without it they go where others go.</param>
    /// <returns>The run; disposing it ends it on the server too.</returns>
    /// <exception cref="ArgumentException">There is no id.</exception>
    /// <exception cref="MlflowException">INVALID_PARAMETER_VALUE: the address of the server, in the environment, cannot be used. The calling code is then in no run.</exception>
    public static MlflowRun StartRun(string runId, string? experimentId = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(runId);
        var client = DefaultClient.Get();
        var run = new MlflowRun();
        run.Enter();
        run.Activate(client, runId, string.IsNullOrEmpty(experimentId) ? null : experimentId);
        return run;
    }

    /// <summary>Ends the run that the calling code is in; without one nothing happens.</summary>
    /// <param name="status">How it ended.</param>
    /// <param name="cancellationToken">Ends the request; the run is over for the program either way.</param>
    /// <returns>A task that ends when the server knows.</returns>
    /// <exception cref="MlflowException">What the server answers.</exception>
    public static Task EndRunAsync(RunStatus status = RunStatus.Finished, CancellationToken cancellationToken = default) =>
        ActiveRun?.EndAsync(status, cancellationToken) ?? Task.CompletedTask;
}
