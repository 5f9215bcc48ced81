using Microsoft.Data.Sqlite;

namespace OtelBridge.Store.Storage.Sqlite;

/// <summary>The database file: how connections to it are opened, and which settings they carry.</summary>
internal sealed class SqliteFile
{
    private readonly string _connectionString;

    static SqliteFile() => SQLitePCL.Batteries_V2.Init();

    public SqliteFile(string path, StoreAccess access)
    {
        Path = path;
        Access = access;
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = access == StoreAccess.ReadOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWriteCreate,
        }.ToString();
    }

    public string Path { get; }

    public StoreAccess Access { get; }

    /// <summary>Opens a connection that writes; one at a time.</summary>
    public SqliteConnection OpenForWriting()
    {
        var connection = Open();

        // Page size and vacuum mode take hold only before the first table. 8 KiB holds two or three compressed traces a page: with SQLite's
        // 4 KiB most blocks would spill into a page chain of their own. Incremental vacuum lets deletes give space back without a rewrite.
        // FULL makes every commit reach the disk: an acknowledged span survives the loss of power, not only of the process.
        // The log is folded back every 4,096 pages (32 MiB), so that pages written by many commits are copied once.
        // Not past the state that the oldest read still sees: the log grows while a read lasts, and is cut back to 64 MiB after it. A read ends with
        // its caller and with what it may load at most (ITraceReader.MaxBytes); a program of another kind that holds the file open has no such bound.
        Execute(connection, """
            PRAGMA page_size = 8192;
            PRAGMA auto_vacuum = INCREMENTAL;
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA foreign_keys = ON;
            PRAGMA wal_autocheckpoint = 4096;
            PRAGMA journal_size_limit = 67108864;
            PRAGMA cache_size = -65536;
            """);
        return connection;
    }

    /// <summary>Opens a connection that only reads. Pooled: closing it keeps the handle for the next reader.</summary>
    public SqliteConnection OpenForReading()
    {
        var connection = Open();
        Execute(connection, "PRAGMA query_only = ON; PRAGMA cache_size = -16384; PRAGMA case_sensitive_like = ON;");
        SqliteFunctions.AddTo(connection);
        return connection;
    }

    /// <summary>Closes the handles that the pool keeps.</summary>
    public void Close()
    {
        using var connection = new SqliteConnection(_connectionString);
        SqliteConnection.ClearPool(connection);
    }

    /// <summary>Removes a database that nobody has open, with its log.</summary>
    public static void Delete(string path)
    {
        foreach (var suffix in (string[])["-journal", "-wal", "-shm", ""])
        {
            File.Delete(path + suffix);
        }
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static long Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(_connectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
