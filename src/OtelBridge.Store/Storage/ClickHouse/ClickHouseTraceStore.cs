using OtelBridge.Store.Aggregates;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>The store on ClickHouse: traces there, experiments, runs and turns in a catalogue beside it. Several servers may use one.</summary>
internal sealed class ClickHouseTraceStore : ITraceStore
{
    // Where no catalogue is named there is one server, and this is its own.
    private const string DefaultCatalog = "sqlite:otelbridge-catalog.db";

    private readonly ClickHouseClient _client;
    private readonly ITraceStore _catalog;

    private ClickHouseTraceStore(ClickHouseClient client, ITraceStore catalog, StoreAccess access)
    {
        _client = client;
        _catalog = catalog;
        Writer = access == StoreAccess.ReadWrite ? new ClickHouseTraceWriter() : new ReadOnlyTraceWriter();
        Reader = new ClickHouseTraceReader(new ClickHouseSearch());
        Services = new ClickHouseServiceReader();
        Records = new ClickHouseTraceRecords();
        Assessments = new ClickHouseAssessmentCatalog();
        Aggregates = new ClickHouseAggregateReader();
    }

    public string Description => _client.Address.Description;

    public ITraceWriter Writer { get; }

    public ITraceReader Reader { get; }

    public IServiceReader Services { get; }

    public IExperimentCatalog Experiments => _catalog.Experiments;

    public ITraceRecords Records { get; }

    public IAssessmentCatalog Assessments { get; }

    public IRunCatalog Runs => _catalog.Runs;

    public IAggregateReader Aggregates { get; }

    /// <summary>Opens the database, which exists, making and migrating the tables when it is opened to write.</summary>
    public static async Task<ITraceStore> OpenAsync(ClickHouseAddress address, StoreAccess access, CancellationToken cancellationToken)
    {
        var client = new ClickHouseClient(address);
        ITraceStore? catalog = null;
        try
        {
            catalog = await TraceStores.OpenAsync(address.Catalog ?? DefaultCatalog, access, cancellationToken).ConfigureAwait(false);
            await PrepareAsync(client, access, cancellationToken).ConfigureAwait(false);
            return new ClickHouseTraceStore(client, catalog, access);
        }
        catch (Exception e)
        {
            client.Dispose();
            if (catalog is not null)
            {
                await catalog.DisposeAsync().ConfigureAwait(false);
            }

            throw e is StoreException or OperationCanceledException or OutOfMemoryException
                ? e
                : new StoreException($"The store '{address.Description}' cannot be opened: {ClickHouseErrors.Describe(e, address.Database)}.", e);
        }
    }

    // Nothing is built behind the writes: what is acknowledged is indexed.
    public Task FinishIndexAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _catalog.DisposeAsync().ConfigureAwait(false);
        _client.Dispose();
    }

    private static async Task PrepareAsync(ClickHouseClient client, StoreAccess access, CancellationToken cancellationToken)
    {
        if (access == StoreAccess.ReadWrite)
        {
            await ClickHouseSchema.MigrateAsync(client, cancellationToken).ConfigureAwait(false);
            return;
        }

        var version = await ClickHouseSchema.CheckAsync(client, cancellationToken).ConfigureAwait(false);
        if (version < ClickHouseSchema.Newest)
        {
            throw new StoreException(version == 0
                ? $"There is no store in '{client.Address.Description}'."
                : $"The store '{client.Address.Description}' was written by an older version of OtelBridge. Start a server on it once to migrate it.");
        }
    }
}
