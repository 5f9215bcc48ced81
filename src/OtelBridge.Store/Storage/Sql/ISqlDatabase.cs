namespace OtelBridge.Store.Storage.Sql;

/// <summary>A SQL database as the parts of the store that are alike on every backend see it.</summary>
internal interface ISqlDatabase
{
    /// <summary>Runs a read off the caller's thread, on one state of the database, ended early by cancellation.</summary>
    /// <exception cref="StoreUnavailableException">A later try may succeed.</exception>
    Task<T> ReadAsync<T>(Func<SqlSession, T> read, CancellationToken cancellationToken);

    /// <summary>Runs a change in one transaction; the task ends when it is durable. May run more than once: it must have no effect but on the session.</summary>
    /// <param name="change">The change. What it throws rolls it back and reaches the caller.</param>
    /// <param name="bytes">About how much memory it holds while it waits.</param>
    /// <param name="cancellationToken">Takes it back while it waits.</param>
    /// <exception cref="StoreUnavailableException">Nothing was changed and a later try may succeed.</exception>
    Task<T> WriteAsync<T>(Func<SqlSession, T> change, long bytes, CancellationToken cancellationToken);

    /// <summary>Says whether this process is the one that does something for all processes on the database, for the next seconds. Taking it again prolongs it.</summary>
    /// <remarks>It saves work. It is no lock: one that stood still may do the same as another for a moment, and what is done must bear that.</remarks>
    /// <param name="duty">What is done.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StoreUnavailableException">A later try may succeed.</exception>
    Task<bool> TakeDutyAsync(string duty, CancellationToken cancellationToken);

    /// <summary>Gives space that deleted rows left back to the file system, in steps that keep nobody waiting, where the database does not do so by itself.</summary>
    /// <exception cref="StoreUnavailableException">A later try may succeed.</exception>
    Task ReleaseSpaceAsync(CancellationToken cancellationToken);
}
