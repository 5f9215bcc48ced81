using Microsoft.Data.Sqlite;
using OtelBridge.Store.Access;
using OtelBridge.Store.Storage;
using OtelBridge.Store.Storage.ClickHouse;
using OtelBridge.Store.Storage.Sql;
using OtelBridge.Store.Storage.Sqlite;

namespace OtelBridge.Store.Audit;

/// <summary>Adds to the audit log of a store that this process does not have open, also beside a server that does: for what is done with a store from outside, such as a backup.</summary>
public static class StoreAudit
{
    /// <summary>Adds entries; they are durable when the task completes.</summary>
    /// <param name="address">The store, which is there.</param>
    /// <param name="entries">The entries.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StoreException">The store cannot be opened to write, or is of another version.</exception>
    /// <exception cref="StoreUnavailableException">It cannot be written now.</exception>
    public static async Task AppendAsync(string address, IReadOnlyList<AuditEntry> entries, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(entries);
        if (ClickHouseTraceStore.FindCatalog(address) is { } catalog)
        {
            await AppendAsync(catalog, entries, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (TraceStores.FindPath(address) is { } path)
        {
            await Task.Run(() => Append(path, entries), cancellationToken).ConfigureAwait(false);
            return;
        }

        var store = await TraceStores.OpenAsync(address, StoreAccess.ReadWrite, cancellationToken).ConfigureAwait(false);
        await using (store.ConfigureAwait(false))
        {
            await ((IAccessStore)store).Audit.AppendAsync(entries, cancellationToken).ConfigureAwait(false);
        }
    }

    // Without the lock of the file, which is for what a server knows of it and does not read again: of the log it knows nothing. SQLite lets one write after the other.
    private static void Append(string path, IReadOnlyList<AuditEntry> entries)
    {
        if (!File.Exists(path))
        {
            throw new StoreException($"There is no store at '{path}'.");
        }

        var file = new SqliteFile(path, StoreAccess.ReadWrite);
        try
        {
            using var connection = file.OpenForWriting();
            if (SqliteSchema.Check(connection, path) < SqliteSchema.Newest)
            {
                throw new StoreException($"The store '{path}' was written by an older version of OtelBridge. Start a server on it once to migrate it.");
            }

            SqliteFile.Execute(connection, "BEGIN IMMEDIATE");
            var session = new SqlSession(connection, SqliteDialect.Instance);
            foreach (var entry in entries)
            {
                SqlAuditLog.Add(session, entry);
            }

            SqliteFile.Execute(connection, "COMMIT"); // what fails before ends with the connection
        }
        catch (SqliteException e)
        {
            throw new StoreException($"The store '{path}' cannot be written: {SqliteErrors.Describe(e)}.", e);
        }
        finally
        {
            file.Close();
        }
    }
}
