using OtelBridge.Store.Storage.ClickHouse;
using OtelBridge.Store.Storage.Postgres;
using OtelBridge.Store.Storage.Sqlite;

namespace OtelBridge.Store.Storage;

/// <summary>Opens a store by its address.</summary>
public static class TraceStores
{
    private const string SqlitePrefix = "sqlite:";

    // SQLAlchemy's form, which MLflow's users write: three slashes before a relative path, four before an absolute one.
    private const string SqlAlchemySlashes = "///";

    /// <summary>Opens <c>sqlite:PATH</c> or <c>sqlite:///PATH</c>, making the file and its folder when they do not exist, or a PostgreSQL or ClickHouse database, and
    /// migrates it to this version.</summary>
    /// <remarks><c>postgres:KEY=VALUE;…</c> (Npgsql's connection string) and <c>postgresql://USER:PASSWORD@HOST:PORT/DATABASE</c> open a database that exists, and make
    /// their tables in the first schema of its search path. In <c>sqlite:</c>, after three slashes the path is relative, after four absolute, as in SQLAlchemy and
    /// MLflow. <c>clickhouse:http://USER:PASSWORD@HOST:PORT/DATABASE?catalog=…</c> opens a database that exists on a ClickHouse server.</remarks>
    /// <exception cref="StoreException">The address is not understood, or the store cannot be opened.</exception>
    public static Task<ITraceStore> OpenAsync(string address, StoreAccess access, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (ClickHouseAddress.IsMeant(address))
        {
            var database = ClickHouseAddress.Parse(address);
            return Task.Run(() => ClickHouseTraceStore.OpenAsync(database, access, cancellationToken), cancellationToken);
        }

        if (PostgresAddress.IsMeant(address))
        {
            var database = PostgresAddress.Parse(address);
            return Task.Run<ITraceStore>(() => PostgresTraceStore.Open(database, access), cancellationToken);
        }

        var path = ReadPath(address) ?? throw NotUnderstood(address);

        // Opening may migrate, which takes as long as it takes: off the caller's thread.
        return Task.Run<ITraceStore>(() => SqliteTraceStore.Open(path, access), cancellationToken);
    }

    /// <summary>Says what is wrong with an address, without opening the store; null when nothing is. Passwords are left out.</summary>
    public static string? FindFault(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        try
        {
            if (ClickHouseAddress.IsMeant(address))
            {
                ClickHouseAddress.Parse(address);
            }
            else if (PostgresAddress.IsMeant(address))
            {
                PostgresAddress.Parse(address);
            }
            else if (ReadPath(address) is null)
            {
                return NotUnderstood(address).Message;
            }

            return null;
        }
        catch (StoreException e)
        {
            return e.Message;
        }
    }

    /// <summary>Gives the full path of the file of an address; null when the store is none.</summary>
    internal static string? FindPath(string address) =>
        ClickHouseAddress.IsMeant(address) || PostgresAddress.IsMeant(address) || ReadPath(address) is not { } path ? null : Path.GetFullPath(path);

    // What stands after the first colon of an address that is not known, or before an @, may be a password.
    private static StoreException NotUnderstood(string address) => new(
        $"'{(IsShown(address) ? address : address.AsSpan(0, address.IndexOf(':') + 1))}' is not the "
        + "address of a store. Use sqlite:PATH, for example sqlite:/var/lib/otelbridge/otelbridge.db, postgresql://USER:PASSWORD@HOST:PORT/DATABASE, or "
        + "clickhouse:http://USER:PASSWORD@HOST:PORT/DATABASE; a store in memory does not exist.");

    private static bool IsShown(string address) => !address.Contains(':') || (address.StartsWith(SqlitePrefix, StringComparison.Ordinal) && !address.Contains('@'));

    private static string? ReadPath(string address)
    {
        if (!address.StartsWith(SqlitePrefix, StringComparison.Ordinal))
        {
            return null;
        }

        var path = address[SqlitePrefix.Length..];
        if (path.StartsWith("//", StringComparison.Ordinal))
        {
            path = path.StartsWith(SqlAlchemySlashes, StringComparison.Ordinal) ? path[SqlAlchemySlashes.Length..] : string.Empty;
        }

        return string.IsNullOrWhiteSpace(path) || path == ":memory:" || path.Contains('\0') ? null : path;
    }
}
