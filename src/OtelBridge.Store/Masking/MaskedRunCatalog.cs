using Google.Protobuf.Collections;
using OtelBridge.Masking;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Masking;

/// <summary>Masks names, tags and params of runs before they are stored.</summary>
internal sealed class MaskedRunCatalog(IRunCatalog inner, ExperimentMasks masks) : IRunCatalog
{
    public async Task<Run> CreateAsync(CreateRunRequest run, CancellationToken cancellationToken)
    {
        var mask = await masks.OfAsync(run.ExperimentId, cancellationToken).ConfigureAwait(false);
        var shown = new CreateRunRequest(run) { Name = Name(mask, run.Name), UserId = Name(mask, run.UserId) };
        Mask(mask, shown.Tags);
        return await inner.CreateAsync(shown, cancellationToken).ConfigureAwait(false);
    }

    public async Task ImportAsync(Run run, IReadOnlyList<Metric> metrics, CancellationToken cancellationToken)
    {
        var mask = await masks.OfAsync(run.ExperimentId, cancellationToken).ConfigureAwait(false);
        await inner.ImportAsync(Mask(mask, run), metrics, cancellationToken).ConfigureAwait(false);
    }

    public Task<Run> GetAsync(string runId, CancellationToken cancellationToken) => inner.GetAsync(runId, cancellationToken);

    public Task<string> GetExperimentIdAsync(string runId, CancellationToken cancellationToken) => inner.GetExperimentIdAsync(runId, cancellationToken);

    public async Task<Run> UpdateAsync(UpdateRunRequest run, CancellationToken cancellationToken)
    {
        if (!run.HasName)
        {
            return await inner.UpdateAsync(run, cancellationToken).ConfigureAwait(false);
        }

        var mask = await OfRunAsync(run.RunId, cancellationToken).ConfigureAwait(false);
        return await inner.UpdateAsync(new UpdateRunRequest(run) { Name = Name(mask, run.Name) }, cancellationToken).ConfigureAwait(false);
    }

    public Task SetLifecycleAsync(string runId, LifecycleStage stage, CancellationToken cancellationToken) => inner.SetLifecycleAsync(runId, stage, cancellationToken);

    public Task<Page<Run>> SearchAsync(SearchRunsRequest query, CancellationToken cancellationToken) => inner.SearchAsync(query, cancellationToken);

    public async Task LogAsync(LogRunBatchRequest batch, CancellationToken cancellationToken)
    {
        var mask = await OfRunAsync(batch.RunId, cancellationToken).ConfigureAwait(false);
        var shown = new LogRunBatchRequest(batch);
        Mask(mask, shown.Tags);
        Mask(mask, shown.Params);
        await inner.LogAsync(shown, cancellationToken).ConfigureAwait(false);
    }

    public Task DeleteTagAsync(string runId, string key, CancellationToken cancellationToken) => inner.DeleteTagAsync(runId, key, cancellationToken);

    public Task<Page<Metric>> GetMetricHistoryAsync(GetMetricHistoryRequest query, CancellationToken cancellationToken) => inner.GetMetricHistoryAsync(query, cancellationToken);

    /// <summary>The run as it may be stored.</summary>
    public static Run Mask(FieldMask mask, Run run)
    {
        var shown = new Run(run) { Name = Name(mask, run.Name), UserId = Name(mask, run.UserId) };
        Mask(mask, shown.Tags);
        Mask(mask, shown.Params);
        return shown;
    }

    private async ValueTask<FieldMask> OfRunAsync(string runId, CancellationToken cancellationToken) => masks.DependOnExperiment
        ? await masks.OfAsync(await inner.GetExperimentIdAsync(runId, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false)
        : masks.Strictest;

    private static string Name(FieldMask mask, string name) => RecordMasking.Text(mask, MaskPlaces.Runs, null, name, new MaskBudget()) ?? string.Empty;

    private static void Mask(FieldMask mask, MapField<string, string> map) => RecordMasking.Mask(mask, MaskPlaces.Runs, map, new MaskBudget());
}
