using Npgsql;
using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Doctor;
using OtelBridge.Store.Readiness;
using OtelBridge.Store.Storage.Sql;
using OtelBridge.Store.Storage.Sql.Aggregates;
using OtelBridge.Store.Storage.Sql.Rollups;

namespace OtelBridge.Store.Storage.Postgres;

/// <summary>The store in a PostgreSQL database; several servers may use one.</summary>
internal sealed class PostgresTraceStore : ITraceStore, ISqlTraceStore, IProbedStore
{
    private const int OldestVersion = 13;

    // Asked rather than tried: a write that is refused so would be tried again for seconds, as during the restart of a database.
    private const string ProbeSql = "SELECT count(*) FROM (SELECT 1 FROM experiments LIMIT 1) one WHERE pg_is_in_recovery() OR current_setting('default_transaction_read_only')::boolean";

    private readonly NpgsqlDataSource _source;
    private readonly PostgresDatabase _database;
    private readonly PostgresTurns _turns;
    private readonly PostgresWriter? _writer;
    private readonly TextIndexer? _indexer;
    private readonly RollupKeeper? _rollups;
    private readonly PostgresStalls? _stalls;

    private PostgresTraceStore(NpgsqlDataSource source, string description, StoreAccess access)
    {
        var patience = new PostgresPatience(TimeProvider.System);
        _source = source;
        Description = description;
        _writer = access == StoreAccess.ReadWrite ? new PostgresWriter(source, patience) : null;
        _database = new PostgresDatabase(source, patience, access);
        _turns = new PostgresTurns(source);
        Writer = _writer is null ? new ReadOnlyTraceWriter() : new PostgresTraceWriter(_writer);
        Reader = new SqlTraceReader(_database);
        Services = new SqlServiceReader(_database, Reader);
        Experiments = new SqlExperimentCatalog(_database, TimeProvider.System);
        Records = new SqlTraceRecordCatalog(_database, TimeProvider.System);
        Assessments = new SqlAssessmentCatalog(_database, TimeProvider.System);
        Runs = new SqlRunCatalog(_database, TimeProvider.System, Random.Shared);
        Aggregates = new SqlAggregateReader(_database, () => _writer?.Waiting ?? 0);
        _indexer = access == StoreAccess.ReadWrite ? new TextIndexer(_database, TimeProvider.System) : null;
        _rollups = access == StoreAccess.ReadWrite ? new RollupKeeper(_database, TimeProvider.System) : null;
        _stalls = access == StoreAccess.ReadWrite ? new PostgresStalls(source) : null;
    }

    public string Description { get; }

    public ITraceWriter Writer { get; }

    public ITraceReader Reader { get; }

    public IServiceReader Services { get; }

    public IExperimentCatalog Experiments { get; }

    public ITraceRecords Records { get; }

    public IAssessmentCatalog Assessments { get; }

    public IRunCatalog Runs { get; }

    public IAggregateReader Aggregates { get; }

    public ISqlDatabase Database => _database;

    public ITraceTurns Turns => _turns;

    public IReadOnlyList<StoreCheck> OwnChecks => [];

    public async Task FinishIndexAsync(CancellationToken cancellationToken)
    {
        if (_indexer is not null && _rollups is not null)
        {
            await _indexer.FinishAsync(cancellationToken).ConfigureAwait(false);
            await _rollups.FinishAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task ProbeAsync(CancellationToken cancellationToken)
    {
        if (await _database.ReadAsync(static session => session.Number(ProbeSql), cancellationToken).ConfigureAwait(false) > 0)
        {
            throw new StoreUnavailableException("The database is read-only.");
        }

        _writer?.ThrowIfFull();
        _writer?.Record.ThrowIfFailing();
    }

    /// <summary>Opens the database, making and migrating the tables when it is opened to write.</summary>
    public static PostgresTraceStore Open(PostgresAddress address, StoreAccess access)
    {
        var source = PostgresConnections.Make(address.Settings);
        try
        {
            using (var connection = source.OpenConnection())
            {
                Prepare(connection, address.Description, access);
            }

            return new PostgresTraceStore(source, address.Description, access);
        }
        catch (Exception e)
        {
            source.Dispose();
            throw e is StoreException or OutOfMemoryException
                ? e
                : new StoreException($"The store '{address.Description}' cannot be opened: {PostgresErrors.Describe(e, address.Settings.Database!)}.", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_indexer is not null)
        {
            await _indexer.DisposeAsync().ConfigureAwait(false);
        }

        if (_rollups is not null)
        {
            await _rollups.DisposeAsync().ConfigureAwait(false);
        }

        if (_writer is not null)
        {
            await _writer.DisposeAsync().ConfigureAwait(false);
        }

        await _turns.DisposeAsync().ConfigureAwait(false);

        if (_stalls is not null)
        {
            await _stalls.DisposeAsync().ConfigureAwait(false);
        }

        await _database.DisposeAsync().ConfigureAwait(false);
        await _source.DisposeAsync().ConfigureAwait(false);
    }

    private static void Prepare(NpgsqlConnection connection, string description, StoreAccess access)
    {
        if (connection.PostgreSqlVersion.Major < OldestVersion)
        {
            throw new StoreException($"'{description}' is PostgreSQL {connection.PostgreSqlVersion}; this program needs {OldestVersion} or newer.");
        }

        if (access == StoreAccess.ReadWrite)
        {
            PostgresSchema.Migrate(connection, description);
            return;
        }

        var version = PostgresSchema.Check(connection, description);
        if (version < PostgresSchema.Newest)
        {
            throw new StoreException(version == 0
                ? $"There is no store in '{description}'."
                : $"The store '{description}' was written by an older version of OtelBridge. Start a server on it once to migrate it.");
        }
    }
}
