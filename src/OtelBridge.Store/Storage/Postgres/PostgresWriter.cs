using Npgsql;

namespace OtelBridge.Store.Storage.Postgres;

/// <summary>The one thread of this server that stores spans; other servers have their own.</summary>
internal sealed class PostgresWriter : GroupWriter<PostgresMergeSession>
{
    private readonly NpgsqlDataSource _source;
    private readonly PostgresPatience _patience;
    private readonly UsageTrees _usageTrees = new();
    private readonly PostgresFacets _facets = new();

    public PostgresWriter(NpgsqlDataSource source, PostgresPatience patience)
        : base("OtelBridge PostgreSQL writer")
    {
        _source = source;
        _patience = patience;
        Start();
    }

    /// <summary>Stores the packed batches of one request; the task ends when they are durable.</summary>
    public Task WriteAsync(PackedBatch[] batches, long bytes, CancellationToken cancellationToken) =>
        RunAsync(new PostgresSpanWrite(batches, bytes, cancellationToken), cancellationToken);

    /// <summary>A database that is away is away for everybody; nobody is asked to wait for it alone.</summary>
    protected override bool ConcernsAll(Exception fault) => fault is StoreUnavailableException;

    protected override Exception? Commit(IReadOnlyList<WriteOperation<PostgresMergeSession>> group)
    {
        try
        {
            // Also when the connection is lost while it commits, and so what became of it is not known: stored again, spans replace themselves.
            return _patience.Run(() => Attempt(group), CancellationToken.None);
        }
        catch (Exception e) // whatever it is belongs to the senders; the loop goes on
        {
            return e;
        }
    }

    protected override void Close()
    {
        // Connections belong to the pool.
    }

    private Exception? Attempt(IReadOnlyList<WriteOperation<PostgresMergeSession>> group)
    {
        try
        {
            using var connection = _source.OpenConnection();
            using var transaction = connection.BeginTransaction(); // READ COMMITTED: what is read after a lock is what the last holder has left
            var session = new PostgresMergeSession(connection, _usageTrees, _facets);
            try
            {
                Store(group, session);
            }
            catch (PostgresException)
            {
                PostgresConnections.Restore(connection);
                throw;
            }

            transaction.Commit();
            session.MarkCommitted();
            return null;
        }
        catch
        {
            // They may hold what was rolled back.
            _usageTrees.Clear();
            _facets.Clear();
            throw;
        }
    }

    private static void Store(IReadOnlyList<WriteOperation<PostgresMergeSession>> group, PostgresMergeSession session)
    {
        session.Load([.. group.Cast<PostgresSpanWrite>().SelectMany(write => write.Batches)]);
        foreach (var operation in group)
        {
            operation.Run(session);
        }

        session.Flush();
    }
}
