using System.Net;
using System.Net.Sockets;
using OtelBridge.ClickHouseEngine.Faults;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.ClickHouse;

namespace OtelBridge.Store.Tests.Storage.ClickHouse;

/// <summary>Opening a store on a ClickHouse that is away, too old, another's, or being opened by others: refused with what to do, or right.</summary>
public sealed class ClickHouseOpenFaultTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly ClickHouseTestDatabase _database;

    public ClickHouseOpenFaultTests() => _database = new ClickHouseTestDatabase { Options = $"catalog=sqlite:{_folder.File("catalog.db")}" };

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Open_NobodyListens_SaysThatTheServerDoesNotAnswer()
    {
        // Bound and not listening: whoever connects is refused, and nobody else gets the port.
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        await ShouldBeRefusedAsync($"clickhouse:http://127.0.0.1:{((IPEndPoint)socket.LocalEndPoint!).Port}/store?catalog=sqlite:{_folder.File("c.db")}", "the server does not answer");
    }

    [Fact]
    public async Task Open_DatabaseIsMissing_SaysHowToMakeIt() =>
        await ShouldBeRefusedAsync((await _database.AddressAsync()).Replace("/store_", "/other_", StringComparison.Ordinal), "there is no database 'other_", "CREATE DATABASE other_");

    [Fact]
    public async Task Open_PasswordIsWrong_SaysSoWithoutIt()
    {
        var fault = await ShouldBeRefusedAsync((await _database.AddressAsync()).Replace("http://", "http://default:secret-word@", StringComparison.Ordinal), "user or password are wrong");

        fault.ToString().ShouldNotContain("secret-word");
    }

    [Theory]
    [InlineData("\u001125.8.11.66-stable", "is ClickHouse 25.8.11.66-stable; this program needs 26.2 or newer")]
    [InlineData("\u000826.1.9.9", "is ClickHouse 26.1.9.9; this program needs 26.2 or newer")]
    public async Task Open_ServerIsTooOld_NamesBothVersions(string answer, string message)
    {
        await _database.AnswerAsync("SELECT version()", answer);

        await ShouldBeRefusedAsync(await _database.AddressAsync(), message);
        (await _database.SentAsync("CREATE")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("\u000826.2.1.1")]
    [InlineData("\u0003dev")]
    public async Task Open_ServerIsNewEnoughOrOfAnUnknownVersion_IsOpened(string answer)
    {
        await _database.AnswerAsync("SELECT version()", answer);

        await using var store = await _database.OpenAsync();
    }

    [Fact]
    public async Task Open_SchemaOfANewerVersion_IsRefusedAndLeftAsItIs()
    {
        await using (await _database.OpenAsync())
        {
        }

        await _database.ExecuteAsync("INSERT INTO otelbridge_schema VALUES (99)");

        await ShouldBeRefusedAsync(await _database.AddressAsync(), "was written by a newer version of OtelBridge (schema 99");
    }

    [Fact]
    public async Task Open_TablesOfAnotherProgram_AreRefused()
    {
        await _database.ExecuteAsync("CREATE TABLE orders (id UInt64) ENGINE = MergeTree ORDER BY id");

        await ShouldBeRefusedAsync(await _database.AddressAsync(), "has tables of another program");
    }

    [Fact]
    public async Task Open_ToReadWhatIsEmpty_SaysThatThereIsNoStore()
    {
        await using (await TraceStores.OpenAsync($"sqlite:{_folder.File("catalog.db")}", StoreAccess.ReadWrite, CancellationToken.None))
        {
        }

        var fault = await Should.ThrowAsync<StoreException>(() => _database.OpenAsync(StoreAccess.ReadOnly));

        fault.Message.ShouldContain("There is no store in");
    }

    [Theory]
    [InlineData(EngineError.Readonly, "READONLY")]
    [InlineData(EngineError.KeeperException, "KEEPER_EXCEPTION")]
    public async Task Open_ServerRefusesToMakeTables_SaysWhatItSays(EngineError error, string message)
    {
        await _database.FailAsync("CREATE", error);

        await ShouldBeRefusedAsync(await _database.AddressAsync(), message);
    }

    [Fact]
    public async Task Open_BrokenOffInAMigration_GoesOnAtTheNextOpen()
    {
        await _database.RefuseAsync("CREATE MATERIALIZED VIEW", times: 1);
        await ShouldBeRefusedAsync(await _database.AddressAsync(), "the server does not answer");

        await using (await _database.OpenAsync())
        {
        }

        (await _database.ExecuteAsync("SELECT count() FROM system.tables WHERE database = currentDatabase()")).Trim().ShouldBe("6");
    }

    [Theory]
    [InlineData("")]
    [InlineData("&cluster=pair")]
    public async Task Open_SeveralServersAtOnceOnAnEmptyDatabase_AllOpen(string options)
    {
        const int Servers = 6;
        var address = await _database.AddressAsync();
        var stores = await Task.WhenAll(Enumerable.Range(0, Servers).Select(number => Task.Run(() =>
            TraceStores.OpenAsync(address.Replace("catalog.db", $"catalog-{number}.db", StringComparison.Ordinal) + options, StoreAccess.ReadWrite, CancellationToken.None))));

        foreach (var store in stores)
        {
            await store.DisposeAsync();
        }

        (await _database.ExecuteAsync("SELECT max(version) FROM otelbridge_schema")).Trim().ShouldBe("1");
        (await _database.ExecuteAsync("SELECT count() FROM system.tables WHERE database = currentDatabase()")).Trim().ShouldBe(options.Length == 0 ? "6" : "10");
    }

    [Fact]
    public async Task Open_ClusterIsNotConfigured_SaysSo() =>
        await ShouldBeRefusedAsync(await _database.AddressAsync() + "&cluster=nobody", "has no cluster of the name");

    private static async Task<StoreException> ShouldBeRefusedAsync(string address, params string[] messages)
    {
        var fault = await Should.ThrowAsync<StoreException>(() => TraceStores.OpenAsync(address, StoreAccess.ReadWrite, CancellationToken.None));
        messages.ShouldAllBe(message => fault.Message.Contains(message));
        return fault;
    }
}
