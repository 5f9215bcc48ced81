using OtelBridge.Otlp;
using OtelBridge.Store.Ingest;
using OtelBridge.Store.Storage;
using OtelBridge.Store.Storage.Sql;
using OtelBridge.Store.Storage.Sqlite;
using OtelBridge.TestSupport;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Storage.Sqlite;

/// <summary>How much work the text index makes.</summary>
public sealed class SqliteTextIndexTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly SqliteFile _file;
    private readonly SqliteReads _reads;
    private SqliteWriter _writer = null!; // set by each test, once there are traces
    private SqliteDatabase _database = null!;

    public SqliteTextIndexTests()
    {
        _file = new SqliteFile(_folder.File("traces.db"), StoreAccess.ReadWrite);
        _reads = new SqliteReads(_file);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _writer.DisposeAsync();
        await _reads.DisposeAsync();
        _file.Close();
        _folder.Dispose();
    }

    [Fact]
    public async Task Indexer_UnderSteadyLoad_CatchesUpAfterOneLongWait_NotAfterOneForEachBatch()
    {
        const int Waiting = 500; // four batches
        const int More = 150;
        await StoreAsync(Enumerable.Range(1, Waiting + More).Select(static i => Span(i, 1)), Waiting);
        var load = new SteadyLoad(_database, enough: 128);

        await using var indexer = new TextIndexer(load, new SteppedClock());
        var looks = await load.LooksUntilFewWait.WaitAsync(Patience);

        looks.ShouldBeInRange(20, 30); // a look a second, and twenty seconds at most
    }

    // So many of them wait for the index, the rest is neither in it nor waits.
    private async Task StoreAsync(IEnumerable<Span> spans, int waiting)
    {
        await using (var store = await TraceStores.OpenAsync("sqlite:" + _file.Path, StoreAccess.ReadWrite, CancellationToken.None))
        {
            await new TraceIngestor(store).IngestAsync(Request(spans), null, CancellationToken.None);
        }

        _writer = new SqliteWriter(_file.OpenForWriting());
        _database = new SqliteDatabase(_reads, _writer);
        await _database.WriteAsync(
            session => session.Execute("DELETE FROM text_pending") + session.Execute("INSERT INTO text_pending SELECT trace_key FROM traces ORDER BY trace_key LIMIT @waiting", ("@waiting", waiting)),
            0,
            CancellationToken.None);
    }
}
