using Microsoft.Data.Sqlite;
using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Doctor;
using OtelBridge.Store.Doctor.Sqlite;
using OtelBridge.Store.Readiness;
using OtelBridge.Store.Storage.Sql;
using OtelBridge.Store.Storage.Sql.Aggregates;
using OtelBridge.Store.Storage.Sql.Rollups;
using OtelBridge.Store.Storage.Sql.Search;

namespace OtelBridge.Store.Storage.Sqlite;

/// <summary>The store in one SQLite file.</summary>
internal sealed class SqliteTraceStore : ITraceStore, ISqlTraceStore, IProbedStore
{
    private readonly SqliteFile _file;
    private readonly SqliteLock? _lock;
    private readonly SqliteWriter? _writer;
    private readonly SqliteReads _reads;
    private readonly TextIndexer? _indexer;
    private readonly SqliteTextGenerations? _generations;
    private readonly RollupKeeper? _rollups;

    private SqliteTraceStore(SqliteFile file, SqliteLock? fileLock, SqliteWriter? writer, SearchLimits? limits = null)
    {
        _file = file;
        _lock = fileLock;
        _writer = writer;
        Writer = writer is null ? new ReadOnlyTraceWriter() : new SqliteTraceWriter(writer);
        _reads = new SqliteReads(file);
        var database = new SqliteDatabase(_reads, writer);
        Database = database;
        Reader = new SqlTraceReader(database, limits: limits);
        Services = new SqlServiceReader(database, Reader, limits);
        Experiments = new SqlExperimentCatalog(database, TimeProvider.System);
        Records = new SqlTraceRecordCatalog(database, TimeProvider.System);
        Assessments = new SqlAssessmentCatalog(database, TimeProvider.System);
        Runs = new SqlRunCatalog(database, TimeProvider.System, Random.Shared);
        Aggregates = new SqlAggregateReader(database, () => writer?.Waiting ?? 0, limits);
        _indexer = writer is null ? null : new TextIndexer(database, TimeProvider.System);
        _generations = writer is null ? null : new SqliteTextGenerations(database, TimeProvider.System);
        _rollups = writer is null ? null : new RollupKeeper(database, TimeProvider.System);
    }

    public string Description => $"sqlite:{_file.Path}";

    public ITraceWriter Writer { get; }

    public ITraceReader Reader { get; }

    public IServiceReader Services { get; }

    public IExperimentCatalog Experiments { get; }

    public ITraceRecords Records { get; }

    public IAssessmentCatalog Assessments { get; }

    public ISqlDatabase Database { get; }

    // A file is written by one process.
    public ITraceTurns Turns { get; } = new KeyedTurns();

    public IReadOnlyList<StoreCheck> OwnChecks => [new SqliteFileCheck(Database), new SqliteSpaceCheck(Database, _file.Path), new SqliteOldValueCheck(Database)];

    public IRunCatalog Runs { get; }

    public IAggregateReader Aggregates { get; }

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
        await Database.ReadAsync(static session => session.Number("SELECT 1 FROM experiments LIMIT 1"), cancellationToken).ConfigureAwait(false);
        if (_writer is not null)
        {
            DiskSpace.Check(_file.Path);
            _writer.ThrowIfFull();
            _writer.Record.ThrowIfFailing();
            if (!_writer.Record.IsFresh)
            {
                await _writer.RunAsync(static _ => true, 0, cancellationToken).ConfigureAwait(false); // a transaction of nothing, which touches no disk
            }
        }
    }

    /// <summary>Opens the file, making and migrating it when it is opened to write.</summary>
    public static SqliteTraceStore Open(string path, StoreAccess access, SearchLimits? limits = null)
    {
        path = Path.GetFullPath(path);
        try
        {
            return access == StoreAccess.ReadOnly ? OpenReadOnly(path) : OpenReadWrite(path, limits);
        }
        catch (SqliteException e)
        {
            throw new StoreException($"The store '{path}' cannot be opened: {SqliteErrors.Describe(e)}.", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_indexer is not null)
        {
            await _indexer.DisposeAsync().ConfigureAwait(false);
        }

        if (_generations is not null)
        {
            await _generations.DisposeAsync().ConfigureAwait(false);
        }

        if (_rollups is not null)
        {
            await _rollups.DisposeAsync().ConfigureAwait(false);
        }

        if (_writer is not null)
        {
            await _writer.DisposeAsync().ConfigureAwait(false);
        }

        await _reads.DisposeAsync().ConfigureAwait(false);
        _file.Close();
        _lock?.Dispose();
    }

    private static SqliteTraceStore OpenReadOnly(string path)
    {
        if (!File.Exists(path))
        {
            throw new StoreException($"There is no store at '{path}'.");
        }

        var file = new SqliteFile(path, StoreAccess.ReadOnly);
        using var connection = file.OpenForReading();
        if (SqliteSchema.Check(connection, path) < SqliteSchema.Newest)
        {
            throw new StoreException($"The store '{path}' was written by an older version of OtelBridge. Start a server on it once to migrate it.");
        }

        return new SqliteTraceStore(file, null, null);
    }

    private static SqliteTraceStore OpenReadWrite(string path, SearchLimits? limits)
    {
        MakeFolder(path);
        var fileLock = SqliteLock.Take(path);
        var file = new SqliteFile(path, StoreAccess.ReadWrite);
        SqliteConnection? connection = null;
        try
        {
            connection = file.OpenForWriting();
            SqliteSchema.Migrate(connection, path);
            return new SqliteTraceStore(file, fileLock, new SqliteWriter(connection), limits);
        }
        catch
        {
            connection?.Dispose();
            file.Close();
            fileLock.Dispose();
            throw;
        }
    }

    private static void MakeFolder(string path)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path) ?? path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException($"The folder of the store '{path}' cannot be made: {e.Message}", e);
        }
    }
}
