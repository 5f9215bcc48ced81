using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Doctor;
using OtelBridge.Store.Ingest;
using OtelBridge.Store.Storage;
using OtelBridge.Store.Tests.Storage.Aggregates;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Postgres;
using OtelBridge.Tracking.V1;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Storage.Postgres;

/// <summary>Several servers on one database, and what each of them finds when it starts.</summary>
public sealed class PostgresSharedStoreTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly PostgresTestDatabase _database = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await PostgresIntegrity.CheckAsync(_database);
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Ingest_PiecesOfTheSameTracesByTwoServers_EndAsBySingleOne()
    {
        const int Traces = 10;
        const int Pieces = 20;
        await using var first = await _database.OpenAsync();
        await using var second = await _database.OpenAsync();
        TraceIngestor[] servers = [new(first), new(second)];

        var sends = Enumerable.Range(0, Traces * Pieces).Select(i => servers[i % 2].IngestAsync(
            Request(Piece(i % Traces, i / Traces), Piece((i + 3) % Traces, i / Traces)), null, CancellationToken.None));
        await Task.WhenAll(sends).WaitAsync(Patience);

        var infos = await InfosAsync(first, Traces);
        infos.ShouldBe(await ExpectedAsync(Traces, Pieces));
        infos[0].TokenUsage.TotalTokens.ShouldBe(Pieces - 1);
    }

    [Fact]
    public async Task Records_TagsAndSpansByTwoServersAtOnce_NothingIsLost()
    {
        const int Tags = 40;
        await using var first = await _database.OpenAsync();
        await using var second = await _database.OpenAsync();
        ITraceStore[] stores = [first, second];
        await new TraceIngestor(first).IngestAsync(Request(Piece(0, 0)), null, CancellationToken.None);

        var tags = Enumerable.Range(0, Tags).Select(i => stores[i % 2].Records.SetTagAsync(TraceIdText(0), $"tag {i}", "set", CancellationToken.None));
        var records = Enumerable.Range(0, Tags).Select(i => (Task)stores[i % 2].Records.PutAsync(
            new TraceRecord { TraceId = TraceIdText(0), Metadata = { [$"metadata {i}"] = "put" } }, CancellationToken.None));
        var spans = Enumerable.Range(1, Tags).Select(i => (Task)new TraceIngestor(stores[i % 2]).IngestAsync(Request(Piece(0, i)), null, CancellationToken.None));
        await Task.WhenAll([.. tags, .. records, .. spans]).WaitAsync(Patience);

        var info = (await InfosAsync(second, 1))[0];
        info.SpanCount.ShouldBe(Tags + 1);
        info.Tags.Count(tag => tag.Value == "set").ShouldBe(Tags);
        info.Metadata.Count(item => item.Value == "put").ShouldBe(Tags);
        info.TokenUsage.TotalTokens.ShouldBe(Tags);
    }

    [Fact]
    public async Task Sums_MadeByTwoServersWhileBothWrite_MissNothing()
    {
        const int Traces = 60;
        await using var first = await _database.OpenAsync();
        await using var second = await _database.OpenAsync();
        ITraceStore[] stores = [first, second];
        var query = new AggregateQuery([], string.Empty, null, null);
        var acknowledged = 0;
        var writing = Task.WhenAll(stores.Select((store, server) => Task.Run(async () =>
        {
            for (var i = server; i < Traces; i += 2)
            {
                await new TraceIngestor(store).IngestAsync(Request(Piece(i, i % 7)), null, CancellationToken.None);
                await store.Records.PutAsync(
                    new TraceRecord { TraceId = TraceIdText(i), StartTimeUnixNano = Start + ((ulong)(i % 3) * 400_000_000_000) }, CancellationToken.None);
                Interlocked.Increment(ref acknowledged);
            }
        })));
        var making = stores.Select(store => Task.Run(async () =>
        {
            while (!writing.IsCompleted)
            {
                await store.FinishIndexAsync(CancellationToken.None);
            }
        })).ToList();

        while (!writing.IsCompleted)
        {
            var before = Volatile.Read(ref acknowledged);
            (await second.Aggregates.ReadSeriesAsync(query, 50, CancellationToken.None).WaitAsync(Patience)).Whole.Count.ShouldBeGreaterThanOrEqualTo(before);
        }

        await Task.WhenAll([writing, .. making]).WaitAsync(Patience);
        await first.FinishIndexAsync(CancellationToken.None).WaitAsync(Patience);
        (await first.Aggregates.ReadSeriesAsync(query, 50, CancellationToken.None).WaitAsync(Patience)).Whole.Count.ShouldBe(Traces);
        (await KeptSums.CheckAsync(second, repair: false)).Outcome.ShouldBe(CheckOutcome.Sound);
    }

    [Fact]
    public async Task Record_OfANewTraceByTwoServersAtOnce_IsOneTrace()
    {
        await using var first = await _database.OpenAsync();
        await using var second = await _database.OpenAsync();
        ITraceStore[] stores = [first, second];

        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => i % 4 < 2
            ? (Task)stores[i % 2].Records.PutAsync(new TraceRecord { TraceId = TraceIdText(i / 8), Tags = { ["a"] = "1" } }, CancellationToken.None)
            : new TraceIngestor(stores[i % 2]).IngestAsync(Request(Piece(i / 8, i % 4)), null, CancellationToken.None))).WaitAsync(Patience);

        var infos = await InfosAsync(first, 5);
        infos.ShouldAllBe(info => info.SpanCount == 2 && info.Tags["a"] == "1");
    }

    [Fact]
    public async Task Open_SeveralServersOnAnEmptyDatabaseAtOnce_MigrateOnce()
    {
        var server = await PostgresServer.SharedAsync();
        var name = await server.CreateEmptyDatabaseAsync();

        var stores = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => OpenAsync(server.Address(name)))).WaitAsync(Patience);

        stores.Select(store => store.Description).Distinct().ShouldBe([$"postgresql://127.0.0.1:{server.Port}/{name}"]);
        await Task.WhenAll(stores.Select(store => store.DisposeAsync().AsTask()));
        await server.DropDatabaseAsync(name);
    }

    [Fact]
    public async Task Open_TablesOfAnotherProgram_IsRefusedAndTheyAreLeftAlone()
    {
        var server = await PostgresServer.SharedAsync();
        var name = await server.CreateEmptyDatabaseAsync();
        await server.ExecuteAsync("CREATE TABLE traces (id int)", name);

        var fault = await Should.ThrowAsync<StoreException>(() => OpenAsync(server.Address(name)));

        fault.Message.ShouldContain("tables of another program");
        (await server.ExecuteAsync("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'", name)).ShouldBe(1L);
        await server.DropDatabaseAsync(name);
    }

    [Fact]
    public async Task Open_SchemaOfItsOwn_MakesTheTablesThere()
    {
        var server = await PostgresServer.SharedAsync();
        var name = await server.CreateEmptyDatabaseAsync();
        await server.ExecuteAsync("CREATE TABLE traces (id int); CREATE SCHEMA \"Tracing\"", name);

        await using (var store = await OpenAsync(server.Address(name) + ";Search Path='\"Tracing\"'"))
        {
            await new TraceIngestor(store).IngestAsync(Request(Piece(0, 0)), null, CancellationToken.None);
        }

        (await server.ExecuteAsync("SELECT count(*) FROM \"Tracing\".traces", name)).ShouldBe(1L);
        await server.DropDatabaseAsync(name);
    }

    [Fact]
    public async Task Open_NewerVersion_IsRefused()
    {
        var server = await PostgresServer.SharedAsync();
        var name = await server.CreateDatabaseAsync();
        await server.ExecuteAsync("UPDATE otelbridge_schema SET version = 999", name);

        var fault = await Should.ThrowAsync<StoreException>(() => OpenAsync(server.Address(name)));

        fault.Message.ShouldContain("newer version");
        await server.DropDatabaseAsync(name);
    }

    [Theory]
    [InlineData("no_such_database", "createdb no_such_database")]
    [InlineData("nothing;Port=1", "does not answer")]
    public async Task Open_NotThere_SaysWhatToDo(string database, string expected)
    {
        var server = await PostgresServer.SharedAsync();

        var fault = await Should.ThrowAsync<StoreException>(() => OpenAsync(server.Address(database) + ";Password=secret-word"));

        fault.Message.ShouldContain(expected);
        fault.ToString().ShouldNotContain("secret-word");
    }

    [Fact]
    public async Task Open_ReadOnlyBeforeAnyServer_SaysThatThereIsNoStore()
    {
        var server = await PostgresServer.SharedAsync();

        var fault = await Should.ThrowAsync<StoreException>(() => TraceStores.OpenAsync(server.Address("postgres"), StoreAccess.ReadOnly, CancellationToken.None));

        fault.Message.ShouldContain("There is no store");
    }

    [Fact]
    public async Task Ingest_TextWithZeros_SpanComesBackEqual()
    {
        await using var store = await _database.OpenAsync();
        var sent = Span(1, 1, name: "zero \0 in the name").With("mlflow.trace.tag.a\0b", "\0").With("mlflow.spanInputs", "\"x\0\"");

        await new TraceIngestor(store).IngestAsync(Request(sent.Clone()), null, CancellationToken.None);

        var trace = (await store.Reader.GetTracesAsync([TraceIdText(1)], CancellationToken.None)).ShouldHaveSingleItem();
        trace.ResourceSpans.AllSpans().ShouldHaveSingleItem().ShouldBe(sent);
        trace.Info.Name.ShouldBe("zero \uFFFD in the name");
        (await store.Reader.GetTracesAsync(["tr-\0"], CancellationToken.None)).ShouldBeEmpty();
    }

    private static Task<ITraceStore> OpenAsync(string address) => TraceStores.OpenAsync(address, StoreAccess.ReadWrite, CancellationToken.None);

    // Piece 0 is the root; each other one hangs below the one before it, and has a usage that counts.
    private static Otlp.Span Piece(int trace, int piece) => piece == 0
        ? Span(trace, 1, name: "root", durationMs: 500).With("mlflow.trace.tag.root", "yes")
        : Span(trace, 1 + piece, parent: 1, name: $"piece {piece}", offsetMs: piece).With("mlflow.chat.tokenUsage", """{"input_tokens":1}""");

    private static async Task<List<TraceInfo>> InfosAsync(ITraceStore store, int traces) =>
        [.. (await store.Reader.GetTracesAsync([.. Enumerable.Range(0, traces).Select(TraceIdText)], CancellationToken.None)).Select(trace => trace.Info)];

    private static async Task<List<TraceInfo>> ExpectedAsync(int traces, int pieces)
    {
        using var folder = new TemporaryFolder();
        await using var store = await OpenAsync("sqlite:" + folder.File("expected.db"));
        var ingestor = new TraceIngestor(store);
        for (var piece = 0; piece < pieces; piece++)
        {
            await ingestor.IngestAsync(Request([.. Enumerable.Range(0, traces).Select(trace => Piece(trace, piece))]), null, CancellationToken.None);
        }

        return await InfosAsync(store, traces);
    }
}
