using OtelBridge.Masking;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Masking;

/// <summary>Masks the experiments and runs that are stored.</summary>
internal sealed class CatalogMasking(ITraceStore store, ExperimentMasks masks, MaskTally tally, bool writes)
{
    private const int PageSize = 200;

    /// <summary>Masks those of some experiments, or all, and gives how many the rules change.</summary>
    public async Task<long> RunAsync(IReadOnlyList<string> experimentIds, CancellationToken cancellationToken)
    {
        var changed = 0L;
        var query = new SearchExperimentsRequest { MaxResults = PageSize, View = LifecycleView.All };
        do
        {
            var page = await store.Experiments.SearchAsync(query, cancellationToken).ConfigureAwait(false);
            foreach (var experiment in page.Items.Where(experiment => experimentIds.Count == 0 || experimentIds.Contains(experiment.ExperimentId)))
            {
                changed += await MaskAsync(experiment, cancellationToken).ConfigureAwait(false);
            }

            query.PageToken = page.NextPageToken;
        }
        while (query.PageToken.Length > 0);
        return changed;
    }

    private async Task<long> MaskAsync(Experiment experiment, CancellationToken cancellationToken)
    {
        tally.Begin(experiment.ExperimentId, string.Empty);
        var mask = await masks.OfAsync(experiment.ExperimentId, cancellationToken).ConfigureAwait(false);
        var shown = experiment.Clone();
        RecordMasking.Mask(mask, MaskPlaces.Experiments, shown.Tags, new MaskBudget());
        var changed = shown.Equals(experiment) ? 0L : 1L;
        if (changed > 0 && writes)
        {
            await store.Experiments.ImportAsync(shown, cancellationToken).ConfigureAwait(false);
        }

        var query = new SearchRunsRequest { ExperimentIds = { experiment.ExperimentId }, View = LifecycleView.All, MaxResults = PageSize, OrderBy = { "run_id" } };
        do
        {
            var page = await store.Runs.SearchAsync(query, cancellationToken).ConfigureAwait(false);
            foreach (var run in page.Items)
            {
                changed += await MaskAsync(mask, run, cancellationToken).ConfigureAwait(false) ? 1 : 0;
            }

            query.PageToken = page.NextPageToken;
        }
        while (query.PageToken.Length > 0);
        return changed;
    }

    private async Task<bool> MaskAsync(FieldMask mask, Run run, CancellationToken cancellationToken)
    {
        var shown = MaskedRunCatalog.Mask(mask, run);
        if (!shown.Equals(run) && writes)
        {
            await store.Runs.ImportAsync(shown, [], cancellationToken).ConfigureAwait(false);
        }

        return !shown.Equals(run);
    }
}
