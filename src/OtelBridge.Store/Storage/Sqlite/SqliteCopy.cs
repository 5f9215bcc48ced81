using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace OtelBridge.Store.Storage.Sqlite;

/// <summary>Copies a database while another process writes it: all pages, of one state, by SQLite's own backup.</summary>
/// <remarks>The copy is a plain file without a log beside it, which whoever reads it leaves as it is.</remarks>
internal static class SqliteCopy
{
    private const int PagesPerStep = 512; // 4 MiB

    /// <summary>Copies a database.</summary>
    /// <param name="source">The file; no lock of it is taken, and the writer waits for nothing.</param>
    /// <param name="target">A file that is not there. What it is before the end is no database.</param>
    /// <param name="progress">Is told how many pages are copied, and how many there are.</param>
    /// <param name="cancellationToken">Ends it between two steps.</param>
    public static void Run(string source, string target, Action<long, long> progress, CancellationToken cancellationToken)
    {
        using (var from = new SqliteFile(source, StoreAccess.ReadOnly).OpenForReading())
        using (var to = Open(target))
        {
            // Nothing to roll back to: who is killed in the middle leaves nothing that counts, and the file is brought to the disk in the end.
            SqliteFile.Execute(to, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;");

            // The state is fixed before the first step. Without that each step would see the latest one, and begin again whenever somebody had written.
            SqliteFile.Execute(from, "BEGIN");
            try
            {
                SqliteFile.Scalar(from, "SELECT count(*) FROM sqlite_master");
                CopyPages(from, to, progress, cancellationToken);
            }
            finally
            {
                SqliteFile.Execute(from, "ROLLBACK");
            }
        }

        LeaveLog(target);
    }

    /// <summary>Makes a database that nobody writes any more one file, which stays the same bytes when it is read.</summary>
    public static void LeaveLog(string path)
    {
        using var connection = Open(path);
        SqliteFile.Execute(connection, "PRAGMA journal_mode = DELETE");
    }

    private static void CopyPages(SqliteConnection from, SqliteConnection to, Action<long, long> progress, CancellationToken cancellationToken)
    {
        using var backup = raw.sqlite3_backup_init(to.Handle, "main", from.Handle, "main");
        if (backup.IsInvalid)
        {
            throw Fault(to);
        }

        int result;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            result = raw.sqlite3_backup_step(backup, PagesPerStep);
            long all = raw.sqlite3_backup_pagecount(backup);
            progress(all - raw.sqlite3_backup_remaining(backup), all);
        }
        while (result == raw.SQLITE_OK);

        if (result != raw.SQLITE_DONE)
        {
            throw new SqliteException(raw.sqlite3_errstr(result).utf8_to_string(), result);
        }
    }

    private static SqliteException Fault(SqliteConnection connection) =>
        new(raw.sqlite3_errmsg(connection.Handle).utf8_to_string(), raw.sqlite3_errcode(connection.Handle));

    // Not pooled: the file gets another name.
    private static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }
}
