using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Storage;

namespace OtelBridge.Store.Access.Guard;

/// <summary>A store as its callers see it: every question and every change of every wire passes here, and what the caller may not see is not there.</summary>
/// <remarks>One door instead of a check in each route: a route that forgets to ask is still held to what its caller may. Disposing leaves the store open.</remarks>
public sealed class GuardedTraceStore : ILayeredTraceStore
{
    private readonly ITraceStore _store;

    /// <summary>Puts a guard before a store.</summary>
    /// <param name="store">The whole store.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="onCreated">Gives an experiment (its id) to the person (the name) who has made it.</param>
    public GuardedTraceStore(ITraceStore store, CurrentCaller caller, Func<string, string, CancellationToken, Task> onCreated)
    {
        _store = store;
        var guard = new ExperimentGuard(caller, store);
        Writer = new GuardedTraceWriter(store, guard);
        Reader = new GuardedTraceReader(store.Reader, guard);
        Services = new GuardedServiceReader(store.Services, guard);
        Experiments = new GuardedExperimentCatalog(store.Experiments, guard, onCreated);
        Records = new GuardedTraceRecords(store, guard);
        Assessments = new GuardedAssessmentCatalog(store.Assessments, guard);
        Runs = new GuardedRunCatalog(store.Runs, guard);
        Aggregates = new GuardedAggregateReader(store.Aggregates, guard);
    }

    /// <inheritdoc />
    ITraceStore ILayeredTraceStore.Inner => _store;

    /// <inheritdoc />
    public string Description => _store.Description;

    /// <inheritdoc />
    public ITraceWriter Writer { get; }

    /// <inheritdoc />
    public ITraceReader Reader { get; }

    /// <inheritdoc />
    public IServiceReader Services { get; }

    /// <inheritdoc />
    public IExperimentCatalog Experiments { get; }

    /// <inheritdoc />
    public ITraceRecords Records { get; }

    /// <inheritdoc />
    public IAssessmentCatalog Assessments { get; }

    /// <inheritdoc />
    public IRunCatalog Runs { get; }

    /// <inheritdoc />
    public IAggregateReader Aggregates { get; }

    /// <inheritdoc />
    public Task FinishIndexAsync(CancellationToken cancellationToken) => _store.FinishIndexAsync(cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
