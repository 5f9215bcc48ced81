using System.Collections.Concurrent;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Migration;

/// <summary>Copies experiments and runs, each under its id.</summary>
/// <remarks>An id means the same experiment on both sides: one that the target has under the id is taken for a copy when it has the same name, or was made at the same
/// moment (and renamed since). Anything else is refused, since spans name their experiment by its id.</remarks>
internal sealed class CatalogCopy(ITraceStore source, StorePatience sourcePatience, ITraceStore target, StorePatience targetPatience)
{
    private const string Default = "0";
    private const int PageSize = 1000;

    private readonly ConcurrentDictionary<string, bool> _copied = new(StringComparer.Ordinal); // bounded by the experiments of the source
    private readonly RunCopy _runs = new(source, sourcePatience, target, targetPatience);

    /// <summary>Copies what has changed.</summary>
    /// <exception cref="MigrationException">An experiment of the target is in the way.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var waiting = await ExperimentsAsync(cancellationToken).ConfigureAwait(false);
        await CopyAsync(waiting, cancellationToken).ConfigureAwait(false);
        foreach (var experiment in waiting)
        {
            await foreach (var run in _runs.OfAsync(experiment.ExperimentId, cancellationToken).ConfigureAwait(false))
            {
                await _runs.CopyAsync(run, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Makes sure that the target has an experiment, which may have been made since the others were copied.</summary>
    public async ValueTask EnsureAsync(string experimentId, CancellationToken cancellationToken)
    {
        if (!_copied.ContainsKey(experimentId)
            && await FindAsync(source, sourcePatience, experimentId, cancellationToken).ConfigureAwait(false) is { } experiment)
        {
            await CopyAsync([experiment], cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Copies one run with its experiment, which may be as new as the run.</summary>
    public async Task CopyRunAsync(string runId, CancellationToken cancellationToken)
    {
        if (await _runs.FindAsync(runId, cancellationToken).ConfigureAwait(false) is { } run)
        {
            await EnsureAsync(run.ExperimentId, cancellationToken).ConfigureAwait(false);
            await _runs.CopyAsync(run, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Does something that an experiment which is deleted does not allow, and leaves it as the source has it.</summary>
    public async Task WhileActiveAsync(string experimentId, Func<Task> change, CancellationToken cancellationToken)
    {
        if (await FindAsync(source, sourcePatience, experimentId, cancellationToken).ConfigureAwait(false) is { } experiment)
        {
            var active = new Experiment(experiment) { LifecycleStage = LifecycleStage.Active };
            await targetPatience.RunAsync(() => target.Experiments.ImportAsync(active, cancellationToken), cancellationToken).ConfigureAwait(false);
            await change().ConfigureAwait(false);
            await targetPatience.RunAsync(() => target.Experiments.ImportAsync(experiment, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads both sides and compares them.</summary>
    /// <param name="report">Where the counts and the differences go.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    public async Task CompareAsync(MigrationReport report, CancellationToken cancellationToken)
    {
        foreach (var experiment in await ExperimentsAsync(cancellationToken).ConfigureAwait(false))
        {
            var copy = await FindAsync(target, targetPatience, experiment.ExperimentId, cancellationToken).ConfigureAwait(false);
            report.AddExperiment(experiment, copy is not null && TraceFingerprint.AreSame(experiment, copy));
            await foreach (var run in _runs.OfAsync(experiment.ExperimentId, cancellationToken).ConfigureAwait(false))
            {
                report.AddRun(run, await _runs.IsSameAsync(run, cancellationToken).ConfigureAwait(false));
            }
        }
    }

    private async Task<IReadOnlyList<Experiment>> ExperimentsAsync(CancellationToken cancellationToken)
    {
        var found = new List<Experiment>(); // bounded by the experiments of the source
        var query = new SearchExperimentsRequest { MaxResults = PageSize, View = LifecycleView.All };
        do
        {
            var page = await sourcePatience.RunAsync(() => source.Experiments.SearchAsync(query, cancellationToken), cancellationToken).ConfigureAwait(false);
            found.AddRange(page.Items);
            query.PageToken = page.NextPageToken;
        }
        while (query.PageToken.Length > 0);

        found.Reverse(); // the oldest first
        return found;
    }

    // Where names have moved from one experiment to another, the one that still has the name at the target has to go first.
    private async Task CopyAsync(IReadOnlyList<Experiment> experiments, CancellationToken cancellationToken)
    {
        var waiting = experiments;
        while (waiting.Count > 0)
        {
            var blocked = new List<Experiment>(); // bounded by what waits
            foreach (var experiment in waiting)
            {
                if (!await TryCopyAsync(experiment, cancellationToken).ConfigureAwait(false))
                {
                    blocked.Add(experiment);
                }
            }

            waiting = blocked.Count < waiting.Count
                ? blocked
                : throw new MigrationException(
                    $"The target has another experiment named '{blocked[0].Name}' than the source, where that is the id {blocked[0].ExperimentId}. Rename one of them; or migrate "
                    + "into a store of its own; or copy the traces with 'otelbridge export' and 'otelbridge import', which go by names.");
        }
    }

    private async Task<bool> TryCopyAsync(Experiment experiment, CancellationToken cancellationToken)
    {
        var copy = await FindAsync(target, targetPatience, experiment.ExperimentId, cancellationToken).ConfigureAwait(false);
        if (copy is not null && TraceFingerprint.AreSame(experiment, copy))
        {
            _copied[experiment.ExperimentId] = true;
            return true;
        }

        if (copy is not null && experiment.ExperimentId != Default && copy.Name != experiment.Name && copy.CreationTimeMs != experiment.CreationTimeMs)
        {
            throw new MigrationException(
                $"The experiment {experiment.ExperimentId} is '{experiment.Name}' at the source and '{copy.Name}' at the target. Migrate into a store of its own; or copy the "
                + "traces with 'otelbridge export' and 'otelbridge import', which go by names.");
        }

        try
        {
            await targetPatience.RunAsync(() => target.Experiments.ImportAsync(experiment, cancellationToken), cancellationToken).ConfigureAwait(false);
            _copied[experiment.ExperimentId] = true;
            return true;
        }
        catch (AlreadyStoredException)
        {
            return false;
        }
    }

    private static Task<Experiment?> FindAsync(ITraceStore store, StorePatience patience, string id, CancellationToken cancellationToken) =>
        patience.RunAsync(() => store.Experiments.FindAsync(id, cancellationToken), cancellationToken);
}
