using OtelBridge.Store.Storage.Sql;

namespace OtelBridge.Store.Storage.Sqlite;

/// <summary>One SQLite file as the shared SQL sees it: reads take turns, changes go through the one thread that writes.</summary>
internal sealed class SqliteDatabase(SqliteReads reads, SqliteWriter? writer) : ISqlDatabase
{
    private const int PagesPerStep = 1024; // 8 MiB, some 20 ms

    // Of the pages of the file. What is free is used again by what comes: to give back what steady retention frees, and take it again, would write all of that twice.
    private const int KeptPart = 4;

    public Task<T> ReadAsync<T>(Func<SqlSession, T> read, CancellationToken cancellationToken) =>
        reads.RunAsync(connection => read(new SqlSession(connection, SqliteDialect.Instance)), cancellationToken);

    public Task<T> WriteAsync<T>(Func<SqlSession, T> change, long bytes, CancellationToken cancellationToken) => writer is not null
        ? writer.RunAsync(
            statements =>
            {
                statements.Marks.Clear(); // those who make sums take marks away
                return change(new SqlSession(statements.Connection, SqliteDialect.Instance));
            },
            bytes,
            cancellationToken)
        : throw new InvalidOperationException("The store was opened to read only.");

    /// <summary>Says yes: a file has one server.</summary>
    public Task<bool> TakeDutyAsync(string duty, CancellationToken cancellationToken) => Task.FromResult(true);

    public async Task ReleaseSpaceAsync(CancellationToken cancellationToken)
    {
        while (await WriteAsync(ReleasePages, 0, cancellationToken).ConfigureAwait(false) > 0)
        {
            // Other writes have their turn between two steps.
        }
    }

    /// <summary>Moves pages from the end of the file into gaps, if there are many; gives how many too many are left.</summary>
    private static long ReleasePages(SqlSession session)
    {
        var most = TooMany(session);
        if (most <= 0)
        {
            return 0;
        }

        // Each step of the statement frees one page, so it has to be run to its end.
        using (var command = session.Command($"PRAGMA incremental_vacuum({Math.Min(most, PagesPerStep)})"))
        using (var pages = command.ExecuteReader())
        {
            while (pages.Read())
            {
            }
        }

        return TooMany(session);
    }

    // Each page that goes makes the part that is free smaller.
    private static long TooMany(SqlSession session)
    {
        var (free, pages) = (session.Number("PRAGMA freelist_count") ?? 0, session.Number("PRAGMA page_count") ?? 0);
        return ((KeptPart * free) - pages) / (KeptPart - 1);
    }
}
