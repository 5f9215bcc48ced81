using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Storage;

namespace OtelBridge.Server.Quotas;

/// <summary>A store that each caller searches no more than their quota allows, by whatever wire and page. Disposing leaves the store behind it open.</summary>
internal sealed class QuotaTraceStore(ITraceStore store, Quotas quotas) : ILayeredTraceStore
{
    public ITraceStore Inner => store;

    public string Description => store.Description;

    public ITraceWriter Writer => store.Writer;

    public ITraceReader Reader => new QuotaTraceReader(store.Reader, quotas);

    public IServiceReader Services => new QuotaServiceReader(store.Services, quotas);

    public IExperimentCatalog Experiments => store.Experiments;

    public ITraceRecords Records => store.Records;

    public IAssessmentCatalog Assessments => store.Assessments;

    public IRunCatalog Runs => store.Runs;

    public IAggregateReader Aggregates => new QuotaAggregateReader(store.Aggregates, quotas);

    public Task FinishIndexAsync(CancellationToken cancellationToken) => store.FinishIndexAsync(cancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
