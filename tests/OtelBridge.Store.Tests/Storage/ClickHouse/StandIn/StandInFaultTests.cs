using OtelBridge.ClickHouseEngine.Faults;
using OtelBridge.TestSupport.ClickHouse;

namespace OtelBridge.Store.Tests.Storage.ClickHouse.StandIn;

/// <summary>Faults hit what they were made for, and nothing else.</summary>
public sealed class StandInFaultTests : IAsyncLifetime
{
    private const string Insert = "INSERT INTO t VALUES (1)";

    private readonly ClickHouseTestDatabase _database = new();
    private StandInClient _client = null!; // set before each test

    public async Task InitializeAsync()
    {
        _client = await StandInClient.OfAsync(_database);
        await _client.QueryAsync("CREATE TABLE t (number UInt64) ENGINE = MergeTree ORDER BY number");
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Fail_SecondInsert_AloneHasTheError()
    {
        await using var fault = await _database.FailAsync("INSERT INTO t", EngineError.TooManyParts, times: 1, skip: 1);

        await _client.QueryAsync(Insert);
        using var answer = await _client.SendAsync(Insert);
        await _client.QueryAsync(Insert);

        (await answer.Content.ReadAsStringAsync()).ShouldContain("Code: 252. DB::Exception: ");
        (await answer.Content.ReadAsStringAsync()).ShouldContain("(TOO_MANY_PARTS)");
        (await CountAsync()).ShouldBe("2\n");
        (await _database.SentAsync("INSERT INTO t")).Count.ShouldBe(3);
    }

    [Fact]
    public async Task Refuse_Statement_IsNotRun()
    {
        await using (await _database.RefuseAsync())
        {
            await Should.ThrowAsync<HttpRequestException>(() => _client.SendAsync(Insert));
        }

        (await CountAsync()).ShouldBe("0\n");
    }

    [Fact]
    public async Task LoseAnswer_Statement_IsRun()
    {
        await using var fault = await _database.LoseAnswerAsync("INSERT", times: 1);

        await Should.ThrowAsync<HttpRequestException>(() => _client.SendAsync(Insert));

        (await CountAsync()).ShouldBe("1\n");
    }

    [Fact]
    public async Task CutOff_Answer_DoesNotPassForAWholeOne()
    {
        await using var fault = await _database.CutOffAsync("numbers");

        await Should.ThrowAsync<HttpRequestException>(() => _client.QueryAsync("SELECT number FROM numbers(10)"));
    }

    [Fact]
    public async Task FailLate_Answer_EndsWithTheError()
    {
        await using var fault = await _database.FailLateAsync("numbers", EngineError.MemoryLimitExceeded);

        var answer = await _client.QueryAsync("SELECT number FROM numbers(10)");

        answer.ShouldStartWith("0\n1\n2\n3\n4\nCode: 241. DB::Exception: ");
        answer.ShouldContain("(MEMORY_LIMIT_EXCEEDED)");
    }

    [Fact]
    public async Task Hold_Statement_WaitsUntilTheFaultIsGone()
    {
        Task<string> insert;
        await using (var held = await _database.HoldAsync("INSERT"))
        {
            insert = _client.QueryAsync(Insert);
            await held.ReachedAsync();
            (await CountAsync()).ShouldBe("0\n");
            insert.IsCompleted.ShouldBeFalse();
        }

        await insert;
        (await CountAsync()).ShouldBe("1\n");
    }

    [Fact]
    public async Task Answer_Version_IsWhatTheTestSays()
    {
        await using var fault = await _database.AnswerAsync("version()", "23.8.1.1\n");

        (await _client.QueryAsync("SELECT version()")).ShouldBe("23.8.1.1\n");
    }

    [Fact]
    public async Task Fault_OfAnotherDatabase_DoesNotHit()
    {
        await using var other = new ClickHouseTestDatabase();
        await using var fault = await other.RefuseAsync();

        await _client.QueryAsync(Insert);
    }

    private Task<string> CountAsync() => _client.QueryAsync("SELECT count() FROM t");
}
