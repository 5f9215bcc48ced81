using OtelBridge.Store.Access;
using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Audit;
using OtelBridge.Store.Doctor;
using OtelBridge.Store.Doctor.ClickHouse;
using OtelBridge.Store.Readiness;
using OtelBridge.Store.Retention;
using OtelBridge.Store.Storage.Sql;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>The store on ClickHouse: traces there, experiments, runs and turns in a catalogue beside it. Several servers may use one.</summary>
internal sealed class ClickHouseTraceStore : ITraceStore, ISweptStore, ICheckedStore, IAccessStore, IProbedStore
{
    // Where no catalogue is named there is one server, and this is its own.
    private const string DefaultCatalog = "sqlite:otelbridge-catalog.db";

    private readonly ClickHouseClient _client;
    private readonly ITraceStore _catalog;
    private readonly ClickHouseTraceWriter? _writer;
    private readonly ClickHouseReads _reads;

    private ClickHouseTraceStore(ClickHouseClient client, ITraceStore catalog, StoreAccess access, TimeProvider time)
    {
        var keeper = new RecordKeeper(client);
        var clock = new ArrivalClock(time);
        _client = client;
        _catalog = catalog;
        _writer = access == StoreAccess.ReadWrite ? new ClickHouseTraceWriter(client, keeper, clock, catalog.Experiments) : null;
        Writer = _writer is null ? new ReadOnlyTraceWriter() : _writer;
        var reads = _reads = new ClickHouseReads(client);
        var answers = new ClickHouseReads(client.ForAnswers());
        var search = new ClickHouseSearch(answers, catalog.Experiments);
        Reader = new ClickHouseTraceReader(reads, search);
        Services = new ClickHouseServiceReader(answers, search, Reader);
        var turns = access == StoreAccess.ReadWrite ? ((ISqlTraceStore)catalog).Turns : new ReadOnlyTurns(); // an address names no other catalogue
        var changes = new ClientChanges(client, keeper, clock, turns);
        var deletions = new TraceDeletions(client, keeper, clock, turns, time);
        Records = new ClickHouseTraceRecords(changes, deletions, Reader, catalog, time);
        Assessments = new ClickHouseAssessmentCatalog(changes, Reader, time);
        Aggregates = new ClickHouseAggregateReader(answers, search, new ClickHouseTables(client.Address), catalog.Aggregates, () => _writer?.Waiting ?? 0);
        Sizes = new ClickHouseExperimentSizes(reads, new ClickHouseTables(client.Address));
        Checks = [new UnannouncedSpanCheck(client, keeper, time), new ClickHouseTraceCheck(client, keeper, deletions, time), new ReplacedCopyCheck(client)];
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

    public IAccessCatalog Access => ((IAccessStore)_catalog).Access; // an address names no other catalogue

    public IAuditLog Audit => ((IAccessStore)_catalog).Audit;

    public IExperimentSizes Sizes { get; }

    public IReadOnlyList<StoreCheck> Checks { get; }

    /// <summary>Gives the address of the catalogue of a store, which has its people, keys and audit log; null for an address of another kind.</summary>
    internal static string? FindCatalog(string address) => ClickHouseAddress.IsMeant(address) ? ClickHouseAddress.Parse(address).Catalog ?? DefaultCatalog : null;

    /// <summary>Opens the database, which exists, making and migrating the tables when it is opened to write.</summary>
    public static Task<ITraceStore> OpenAsync(ClickHouseAddress address, StoreAccess access, CancellationToken cancellationToken) =>
        OpenAsync(address, access, TimeProvider.System, cancellationToken);

    /// <summary>Opens it with the clock of this server.</summary>
    internal static async Task<ITraceStore> OpenAsync(ClickHouseAddress address, StoreAccess access, TimeProvider time, CancellationToken cancellationToken)
    {
        var client = new ClickHouseClient(address);
        ITraceStore? catalog = null;
        try
        {
            catalog = await TraceStores.OpenAsync(address.Catalog ?? DefaultCatalog, access, cancellationToken).ConfigureAwait(false);
            await PrepareAsync(client, access, cancellationToken).ConfigureAwait(false);
            return new ClickHouseTraceStore(client, catalog, access, time);
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

    public async Task ProbeAsync(CancellationToken cancellationToken)
    {
        await _reads.QueryAsync("SELECT 1", null, static row => row.UInt8(), cancellationToken).ConfigureAwait(false);
        _writer?.ThrowIfFull();
        _writer?.Record.ThrowIfFailing();
        await StoreProbe.RunAsync(_catalog, cancellationToken).ConfigureAwait(false);
    }

    // Nothing is built behind the writes: what is acknowledged is indexed.
    public Task FinishIndexAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_writer is not null)
        {
            await _writer.DisposeAsync().ConfigureAwait(false);
        }

        await _catalog.DisposeAsync().ConfigureAwait(false);
        _client.Dispose();
    }

    private static async Task PrepareAsync(ClickHouseClient client, StoreAccess access, CancellationToken cancellationToken)
    {
        await ClickHouseVersion.CheckAsync(client, cancellationToken).ConfigureAwait(false);
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
