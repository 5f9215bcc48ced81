using OtelBridge.ClickHouseEngine.Faults;
using OtelBridge.Store.Ingest;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.ClickHouse;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Storage.ClickHouse;

/// <summary>A ClickHouse that goes away, is slow, or has too much to do while it is read: callers are told to come back, and it needs no restart.</summary>
public sealed class ClickHouseReadFaultTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly ClickHouseTestDatabase _database;
    private ITraceStore _store = null!; // set before each test

    public ClickHouseReadFaultTests() => _database = new ClickHouseTestDatabase { Options = $"gather=0&catalog=sqlite:{_folder.File("catalog.db")}" };

    public async Task InitializeAsync()
    {
        _store = await _database.OpenAsync();
        await new TraceIngestor(_store).IngestAsync(Request(Span(1, 1)), null, CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        await _database.RecoverAsync();
        await _store.DisposeAsync();
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Everything_ServerIsAway_IsUnavailableAndComesBackByItself()
    {
        var ingestor = new TraceIngestor(_store);
        await _database.RefuseAsync();

        var fault = await Should.ThrowAsync<StoreUnavailableException>(ReadAsync);
        await Should.ThrowAsync<StoreUnavailableException>(() => _store.Reader.FindTraceInfoAsync(TraceIdText(1), CancellationToken.None).WaitAsync(Patience));
        await Should.ThrowAsync<StoreUnavailableException>(() => ingestor.IngestAsync(Request(Span(2, 1)), null, CancellationToken.None).WaitAsync(Patience));
        await _database.RecoverAsync();
        await ingestor.IngestAsync(Request(Span(2, 1)), null, CancellationToken.None).WaitAsync(Patience);

        fault.Message.ShouldContain("ClickHouse cannot be reached");
        (await _store.Reader.GetTracesAsync([TraceIdText(1), TraceIdText(2)], CancellationToken.None)).Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(EngineError.MemoryLimitExceeded, "no memory left")]
    [InlineData(EngineError.TooManySimultaneousQueries, "too much to do")]
    [InlineData(EngineError.TimeoutExceeded, "does not answer in time")]
    [InlineData(EngineError.AllConnectionTriesFailed, "A shard of ClickHouse does not answer")]
    [InlineData(EngineError.NetworkError, "cannot be reached")]
    [InlineData(EngineError.QueryWasCancelled, "does not answer in time")]
    public async Task Read_ServerRefusesForNow_IsUnavailableAndSaysWhy(EngineError error, string message)
    {
        await _database.FailAsync("SELECT", error);

        var fault = await Should.ThrowAsync<StoreUnavailableException>(ReadAsync);
        await _database.RecoverAsync();
        await ReadAsync();

        fault.Message.ShouldContain(message);
        fault.Message.ShouldNotContain("A test has asked for it");
    }

    [Fact]
    public async Task Read_TablesAreReadOnly_IsAnswered()
    {
        await _database.FailAsync("INSERT", EngineError.TableIsReadOnly);

        await ReadAsync();
    }

    [Fact]
    public async Task Read_AnswerBreaksOff_IsUnavailable()
    {
        await _database.CutOffAsync("SELECT");

        await Should.ThrowAsync<StoreUnavailableException>(ReadAsync);
    }

    [Fact]
    public async Task Read_ServerIsTooSlow_IsUnavailableAndTheStatementIsEndedThere()
    {
        await using var hasty = await TraceStores.OpenAsync(await _database.AddressAsync() + "&timeout=1", StoreAccess.ReadOnly, CancellationToken.None);
        await using var held = await _database.HoldAsync("SELECT");
        await using var ended = await _database.FailAsync("KILL QUERY", EngineError.Readonly);

        var fault = await Should.ThrowAsync<StoreUnavailableException>(
            () => hasty.Reader.GetTracesAsync([TraceIdText(1)], CancellationToken.None).WaitAsync(Patience));
        await ended.ReachedAsync().WaitAsync(Patience);

        fault.Message.ShouldContain("does not answer in time");
    }

    [Fact]
    public async Task Read_CallerLeaves_TheStatementIsEndedThere()
    {
        using var caller = new CancellationTokenSource();
        await using var held = await _database.HoldAsync("SELECT");
        await using var ended = await _database.FailAsync("KILL QUERY", EngineError.Readonly);
        var reading = _store.Reader.GetTracesAsync([TraceIdText(1)], caller.Token);
        await held.ReachedAsync().WaitAsync(Patience);

        await caller.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => reading.WaitAsync(Patience));
        await ended.ReachedAsync().WaitAsync(Patience);
        var (read, killed) = ((await _database.SentAsync("FROM trace"))[^1], (await _database.SentAsync("KILL QUERY"))[^1]);
        read.QueryId.ShouldStartWith("otelbridge-");
        killed.Text.ShouldContain("query_id");
    }

    [Fact]
    public async Task Changes_CatalogIsThere_DoNotNeedClickHouse()
    {
        await _database.RefuseAsync();

        (await _store.Experiments.CreateAsync("a", new Dictionary<string, string>(), CancellationToken.None).WaitAsync(Patience)).ShouldNotBeNull();
    }

    private Task ReadAsync() => _store.Reader.GetTracesAsync([TraceIdText(1)], CancellationToken.None).WaitAsync(Patience);
}
