using OtelBridge.Store.Storage.Sql;

namespace OtelBridge.Store.Tests.Storage.Sqlite;

/// <summary>A database in which one more trace waits for the text index whenever somebody looks for the newest, until there is none left.</summary>
internal sealed class SteadyLoad(ISqlDatabase inner, int enough) : ISqlDatabase
{
    private const string OneMoreSql =
        "INSERT INTO text_pending SELECT trace_key FROM traces WHERE trace_key > (SELECT coalesce(max(trace_key), 0) FROM text_pending) ORDER BY trace_key LIMIT 1";

    private readonly TaskCompletionSource<int> _caughtUp = new();
    private int _looks;

    /// <summary>How often somebody has looked until few enough waited.</summary>
    public Task<int> LooksUntilFewWait => _caughtUp.Task;

    public async Task<T> ReadAsync<T>(Func<SqlSession, T> read, CancellationToken cancellationToken)
    {
        if (typeof(T) == typeof(long?))
        {
            _looks++;
            await inner.WriteAsync(static session => session.Execute(OneMoreSql), 0, cancellationToken);
        }

        return await inner.ReadAsync(read, cancellationToken);
    }

    public async Task<T> WriteAsync<T>(Func<SqlSession, T> change, long bytes, CancellationToken cancellationToken)
    {
        var result = await inner.WriteAsync(change, bytes, cancellationToken);
        if (await inner.ReadAsync(static session => session.Number("SELECT count(*) FROM text_pending"), cancellationToken) < enough)
        {
            _caughtUp.TrySetResult(_looks);
        }

        return result;
    }

    public Task<bool> TakeDutyAsync(string duty, CancellationToken cancellationToken) => inner.TakeDutyAsync(duty, cancellationToken);

    public Task ReleaseSpaceAsync(CancellationToken cancellationToken) => inner.ReleaseSpaceAsync(cancellationToken);
}
