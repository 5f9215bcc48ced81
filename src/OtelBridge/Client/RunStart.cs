using OtelBridge.Attributes;

namespace OtelBridge.Client;

/// <summary>Begins runs on the server.</summary>
internal static class RunStart
{
    // MLFLOW_RUN_ID is for the first run of the process, as in MLflow.
    private static int _configuredWasUsed;

    /// <summary>Makes a run, or takes one up again, and lets the program's run begin.</summary>
    public static async Task<MlflowRun> BeginAsync(
        MlflowRun run,
        MlflowRun? parent,
        MlflowDestination? experiment,
        string? name,
        string? runId,
        string? experimentId,
        IReadOnlyDictionary<string, string>? tags,
        CancellationToken cancellationToken)
    {
        try
        {
            var client = DefaultClient.Get();
            runId ??= client.Settings.RunId is { } configured && Interlocked.Exchange(ref _configuredWasUsed, 1) == 0 ? configured : null;
            var known = runId is not null
                ? await ResumeAsync(client, runId, name, tags, cancellationToken).ConfigureAwait(false)
                : await client.CreateRunAsync(
                    experimentId ?? await CurrentExperiment.GetIdAsync(client, experiment, cancellationToken).ConfigureAwait(false),
                    name,
                    WithParent(tags, parent),
                    cancellationToken: cancellationToken).ConfigureAwait(false);
            run.Activate(client, known.RunId, known.ExperimentId);
            return run;
        }
        catch
        {
            run.Fail();
            throw;
        }
    }

    public static void Reset() => Volatile.Write(ref _configuredWasUsed, 0);

    private static async Task<Entities.Run> ResumeAsync(
        MlflowClient client, string runId, string? name, IReadOnlyDictionary<string, string>? tags, CancellationToken cancellationToken)
    {
        var run = await client.GetRunAsync(runId, cancellationToken).ConfigureAwait(false);
        await client.UpdateRunAsync(runId, Entities.RunStatus.Running, name, cancellationToken).ConfigureAwait(false);
        if (tags is { Count: > 0 })
        {
            await client.LogBatchAsync(runId, tags: tags, cancellationToken: cancellationToken).ConfigureAwait(false);
        }

        return run;
    }

    private static IReadOnlyDictionary<string, string>? WithParent(IReadOnlyDictionary<string, string>? tags, MlflowRun? parent) =>
        parent is null ? tags : new Dictionary<string, string>(tags ?? new Dictionary<string, string>()) { [MlflowKeys.ParentRunId] = parent.RunId };
}
