using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;

namespace OtelBridge.Store.Tests.Storage;

/// <summary>Several servers on one database, as a balancer in front of them makes one of them: some writes go to one, some to the next, reads to the first.</summary>
internal sealed class SpreadStore(IReadOnlyList<ITraceStore> stores) : ITraceStore, ITraceWriter
{
    private int _writes;

    public string Description => stores[0].Description;

    public ITraceWriter Writer => this;

    public ITraceReader Reader => stores[0].Reader;

    public IServiceReader Services => stores[0].Services;

    public IExperimentCatalog Experiments => stores[0].Experiments;

    public ITraceRecords Records => stores[0].Records;

    public IAssessmentCatalog Assessments => stores[0].Assessments;

    public IRunCatalog Runs => stores[0].Runs;

    public IAggregateReader Aggregates => stores[0].Aggregates;

    public Task WriteAsync(IReadOnlyList<TraceBatch> batches, CancellationToken cancellationToken) =>
        stores[(Interlocked.Increment(ref _writes) >> 2) % stores.Count].Writer.WriteAsync(batches, cancellationToken);

    public Task FinishIndexAsync(CancellationToken cancellationToken) => stores[0].FinishIndexAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        foreach (var store in stores)
        {
            await store.DisposeAsync();
        }
    }
}
