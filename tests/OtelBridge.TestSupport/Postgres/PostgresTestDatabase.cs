using System.Collections.Concurrent;
using OtelBridge.Store.Storage;

namespace OtelBridge.TestSupport.Postgres;

/// <summary>The database of one test on the shared server; the next test has it after this one, emptied.</summary>
public sealed class PostgresTestDatabase : IAsyncDisposable
{
    // To make a database takes many times as long as to empty one.
    private const string EmptySql = """
        DO $$
        DECLARE name text;
        BEGIN
            IF to_regclass('audit_trim') IS NOT NULL THEN
                UPDATE audit_trim SET before_ms = 9223372036854775807; -- or the log keeps what it has
            END IF;
            FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('otelbridge_schema', 'experiments', 'audit_trim') LOOP
                EXECUTE format('DELETE FROM %I', name);
            END LOOP;
            IF to_regclass('audit_trim') IS NOT NULL THEN
                UPDATE audit_trim SET before_ms = 0;
            END IF;
            DELETE FROM experiments;
            INSERT INTO experiments (experiment_id, name, lifecycle_stage, creation_time_ms, last_update_time_ms) VALUES (0, 'Default', 1, 1, 1);
            PERFORM setval(oid, 1, false) FROM pg_class WHERE relkind = 'S';
        END $$
        """;

    // Bounded by the tests that run at once.
    private static readonly ConcurrentBag<string> Free = [];

    private string? _name;
    private bool _isEmptied;

    /// <summary>The address of the store; makes the database when there is none.</summary>
    public async Task<string> AddressAsync()
    {
        var server = await PostgresServer.SharedAsync();
        _name ??= Free.TryTake(out var free) ? free : await server.CreateDatabaseAsync();
        if (_isEmptied)
        {
            _isEmptied = false;
            await ExecuteAsync(EmptySql);
        }

        return server.Address(_name);
    }

    /// <summary>Opens the store.</summary>
    public async Task<ITraceStore> OpenAsync(StoreAccess access = StoreAccess.ReadWrite) =>
        await TraceStores.OpenAsync(await AddressAsync(), access, CancellationToken.None);

    /// <summary>Runs a statement and gives the first value of its first row.</summary>
    public async Task<object?> ExecuteAsync(string sql) => await (await PostgresServer.SharedAsync()).ExecuteAsync(sql, _name!); // of an open store

    /// <summary>Lets go of what is stored before the store is opened again.</summary>
    public void Empty() => _isEmptied = true;

    public async ValueTask DisposeAsync()
    {
        if (_name is { } name)
        {
            await ExecuteAsync(EmptySql);
            _name = null;
            Free.Add(name);
        }
    }
}
