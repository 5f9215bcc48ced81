using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Access.Guard;

/// <summary>The runs of experiments that the caller sees.</summary>
internal sealed class GuardedRunCatalog(IRunCatalog runs, ExperimentGuard guard) : IRunCatalog
{
    public Task<Run> CreateAsync(CreateRunRequest run, CancellationToken cancellationToken)
    {
        guard.Require(AccessLevel.Edit, run.ExperimentId);
        return runs.CreateAsync(run, cancellationToken);
    }

    public Task ImportAsync(Run run, IReadOnlyList<Metric> metrics, CancellationToken cancellationToken)
    {
        guard.RequireAdmin();
        return runs.ImportAsync(run, metrics, cancellationToken);
    }

    public async Task<Run> GetAsync(string runId, CancellationToken cancellationToken)
    {
        var run = await runs.GetAsync(runId, cancellationToken).ConfigureAwait(false);
        guard.RequireOfRun(AccessLevel.Read, runId, run.ExperimentId);
        return run;
    }

    public async Task<string> GetExperimentIdAsync(string runId, CancellationToken cancellationToken)
    {
        var experimentId = await runs.GetExperimentIdAsync(runId, cancellationToken).ConfigureAwait(false);
        guard.RequireOfRun(AccessLevel.Read, runId, experimentId);
        return experimentId;
    }

    public async Task<Run> UpdateAsync(UpdateRunRequest run, CancellationToken cancellationToken)
    {
        await guard.RequireOfRunAsync(AccessLevel.Edit, run.RunId, cancellationToken).ConfigureAwait(false);
        return await runs.UpdateAsync(run, cancellationToken).ConfigureAwait(false);
    }

    public async Task SetLifecycleAsync(string runId, LifecycleStage stage, CancellationToken cancellationToken)
    {
        await guard.RequireOfRunAsync(AccessLevel.Manage, runId, cancellationToken).ConfigureAwait(false);
        await runs.SetLifecycleAsync(runId, stage, cancellationToken).ConfigureAwait(false);
    }

    public async Task<Page<Run>> SearchAsync(SearchRunsRequest query, CancellationToken cancellationToken)
    {
        var narrowed = query.Clone();
        narrowed.ExperimentIds.Clear();
        narrowed.ExperimentIds.AddRange(query.ExperimentIds.Where(guard.Caller.Sees)); // none has no runs
        return await runs.SearchAsync(narrowed, cancellationToken).ConfigureAwait(false);
    }

    public async Task LogAsync(LogRunBatchRequest batch, CancellationToken cancellationToken)
    {
        await guard.RequireOfRunAsync(AccessLevel.Edit, batch.RunId, cancellationToken).ConfigureAwait(false);
        await runs.LogAsync(batch, cancellationToken).ConfigureAwait(false);
    }

    public async Task DeleteTagAsync(string runId, string key, CancellationToken cancellationToken)
    {
        await guard.RequireOfRunAsync(AccessLevel.Edit, runId, cancellationToken).ConfigureAwait(false);
        await runs.DeleteTagAsync(runId, key, cancellationToken).ConfigureAwait(false);
    }

    public async Task<Page<Metric>> GetMetricHistoryAsync(GetMetricHistoryRequest query, CancellationToken cancellationToken)
    {
        await guard.RequireOfRunAsync(AccessLevel.Read, query.RunId, cancellationToken).ConfigureAwait(false);
        return await runs.GetMetricHistoryAsync(query, cancellationToken).ConfigureAwait(false);
    }
}
