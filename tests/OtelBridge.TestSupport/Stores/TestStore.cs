using OtelBridge.TestSupport.ClickHouse;
using OtelBridge.TestSupport.Postgres;

namespace OtelBridge.TestSupport.Stores;

/// <summary>An empty store of its own for a test, of each kind that there is.</summary>
public sealed class TestStore : IAsyncDisposable
{
    public const string Sqlite = "sqlite";
    public const string Postgres = "postgres";
    public const string ClickHouse = "clickhouse";

    private readonly Func<ValueTask> _remove;

    private TestStore(string address, Func<ValueTask> remove) => (Address, _remove) = (address, remove);

    /// <summary>Every kind of store. What goes through a store is tested on each of them.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [Sqlite, Postgres, ClickHouse];

    /// <summary>The address, as <c>--store</c> takes it.</summary>
    public string Address { get; }

    public static async Task<TestStore> MakeAsync(string kind) => kind switch
    {
        Sqlite => OfSqlite(new TemporaryFolder()),
        Postgres => await OfPostgresAsync(new PostgresTestDatabase()),
        ClickHouse => await OfClickHouseAsync(new TemporaryFolder()),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such kind of store."),
    };

    public ValueTask DisposeAsync() => _remove();

    private static TestStore OfSqlite(TemporaryFolder folder) => new($"sqlite:{folder.File("otelbridge.db")}", () =>
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    });

    private static async Task<TestStore> OfPostgresAsync(PostgresTestDatabase database) => new(await database.AddressAsync(), database.DisposeAsync);

    private static async Task<TestStore> OfClickHouseAsync(TemporaryFolder folder)
    {
        var database = new ClickHouseTestDatabase { Options = $"catalog=sqlite:{folder.File("catalog.db")}" };
        return new TestStore(await database.AddressAsync(), async () =>
        {
            await database.DisposeAsync();
            folder.Dispose();
        });
    }
}
