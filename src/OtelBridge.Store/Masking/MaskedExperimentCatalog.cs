using OtelBridge.Masking;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Masking;

/// <summary>Masks tags of experiments before they are stored. Names stay: rules go by them.</summary>
internal sealed class MaskedExperimentCatalog(IExperimentCatalog inner, ExperimentMasks masks) : IExperimentCatalog
{
    public async Task<string?> CreateAsync(CreateExperimentRequest experiment, CancellationToken cancellationToken)
    {
        var shown = new CreateExperimentRequest(experiment);
        RecordMasking.Mask(masks.OfNew(experiment.Name), MaskPlaces.Experiments, shown.Tags, new MaskBudget());
        return await inner.CreateAsync(shown, cancellationToken).ConfigureAwait(false);
    }

    public async Task ImportAsync(Experiment experiment, CancellationToken cancellationToken)
    {
        var shown = new Experiment(experiment);
        RecordMasking.Mask(masks.OfNew(experiment.Name), MaskPlaces.Experiments, shown.Tags, new MaskBudget());
        await inner.ImportAsync(shown, cancellationToken).ConfigureAwait(false);
    }

    public Task<Experiment?> FindAsync(string experimentId, CancellationToken cancellationToken) => inner.FindAsync(experimentId, cancellationToken);

    public Task<Experiment?> FindByNameAsync(string name, CancellationToken cancellationToken) => inner.FindByNameAsync(name, cancellationToken);

    public Task<Page<Experiment>> SearchAsync(SearchExperimentsRequest query, CancellationToken cancellationToken) => inner.SearchAsync(query, cancellationToken);

    public Task RenameAsync(string experimentId, string newName, CancellationToken cancellationToken) => inner.RenameAsync(experimentId, newName, cancellationToken);

    public Task SetLifecycleAsync(string experimentId, LifecycleStage stage, CancellationToken cancellationToken) => inner.SetLifecycleAsync(experimentId, stage, cancellationToken);

    public async Task SetTagAsync(string experimentId, string key, string value, CancellationToken cancellationToken)
    {
        var mask = await masks.OfAsync(experimentId, cancellationToken).ConfigureAwait(false);
        var shown = RecordMasking.Text(mask, MaskPlaces.Experiments, key, value, new MaskBudget()) ?? string.Empty;
        await inner.SetTagAsync(experimentId, key, shown, cancellationToken).ConfigureAwait(false);
    }

    public Task DeleteTagAsync(string experimentId, string key, CancellationToken cancellationToken) => inner.DeleteTagAsync(experimentId, key, cancellationToken);
}
