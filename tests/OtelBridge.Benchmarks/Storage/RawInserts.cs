using Microsoft.Data.Sqlite;

namespace OtelBridge.Benchmarks.Storage;

/// <summary>The baseline of durable ingest: each span's bytes as one row of one table, nothing computed, nothing indexed but the row id and the unique span id.</summary>
/// <remarks>Same SQLite, same settings (WAL, synchronous FULL), the requests' spans in one transaction each, one prepared command.</remarks>
internal static class RawInserts
{
    public static void Run(string path, IReadOnlyList<(long SpanId, byte[] Bytes)[]> requests)
    {
        SQLitePCL.Batteries_V2.Init();
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        Execute(connection, "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4096;");
        Execute(connection, "CREATE TABLE raw (id INTEGER PRIMARY KEY, span_id INTEGER NOT NULL UNIQUE, payload BLOB NOT NULL)");
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO raw (span_id, payload) VALUES (@id, @payload)";
        var id = insert.Parameters.Add("@id", SqliteType.Integer);
        var payload = insert.Parameters.Add("@payload", SqliteType.Blob);
        foreach (var spans in requests)
        {
            using var transaction = connection.BeginTransaction();
            insert.Transaction = transaction;
            foreach (var span in spans)
            {
                id.Value = span.SpanId;
                payload.Value = span.Bytes;
                insert.ExecuteNonQuery();
            }

            transaction.Commit();
        }
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
