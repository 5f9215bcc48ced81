using Microsoft.Data.Sqlite;
using OtelBridge.Store.Backup;

namespace OtelBridge.Store.Storage.Sqlite;

/// <summary>Looks into a file without opening it as a store: also where it is of an older version, and without changing it.</summary>
internal static class SqliteContents
{
    private const string CountSql = """
        SELECT (SELECT count(*) FROM experiments), (SELECT count(*) FROM runs), (SELECT count(*) FROM traces), (SELECT count(*) FROM spans)
        """;

    // What FTS5 keeps for itself is never empty.
    private const string TablesSql = """
        SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name NOT LIKE 'trace\_text\_%' ESCAPE '\' AND sql NOT LIKE 'CREATE VIRTUAL%'
        """;

    /// <summary>Counts what is in the file, and gives the version of its tables.</summary>
    public static (BackupContents Contents, int Schema) Read(string path) => Read(path, connection =>
    {
        var schema = SqliteSchema.Check(connection, path);
        using var command = connection.CreateCommand(CountSql);
        using var row = command.ExecuteReader();
        row.Read();
        return (new BackupContents(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3)), schema);
    });

    /// <summary>Whether the file holds nothing but what every new store does: the default experiment, up to when the audit log was trimmed, and how far the text index is.</summary>
    /// <exception cref="StoreException">It is the file of another program, or of a newer version.</exception>
    public static bool IsEmpty(string path) => Read(path, connection =>
    {
        SqliteSchema.Check(connection, path);
        using var command = connection.CreateCommand(TablesSql);
        using var rows = command.ExecuteReader();
        while (rows.Read())
        {
            var table = rows.GetString(0);
            if (SqliteFile.Scalar(connection, $"SELECT count(*) FROM (SELECT 1 FROM \"{table}\" LIMIT 2)") > (table is "experiments" or "audit_trim" or "text_generation" ? 1 : 0))
            {
                return false;
            }
        }

        return true;
    });

    /// <summary>Whether SQLite's quick check, which reads every page, finds nothing.</summary>
    public static bool IsSound(string path) => Read(path, static connection =>
    {
        using var command = connection.CreateCommand("PRAGMA quick_check(1)");
        return command.ExecuteScalar() is "ok";
    });

    private static T Read<T>(string path, Func<SqliteConnection, T> read)
    {
        var file = new SqliteFile(path, StoreAccess.ReadOnly);
        try
        {
            using var connection = file.OpenForReading();
            return read(connection);
        }
        finally
        {
            file.Close();
        }
    }
}
