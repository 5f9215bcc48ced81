using Microsoft.Data.Sqlite;
using OtelBridge.Store.Ingest;
using OtelBridge.Store.Storage;
using OtelBridge.Store.Storage.Sql;
using OtelBridge.Store.Storage.Sqlite;
using OtelBridge.TestSupport;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Storage.Sqlite;

public sealed class SqliteTraceStoreTests : TraceStoreSuite, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder.File("traces.db");

    public void Dispose() => _folder.Dispose();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        SqliteIntegrity.Check(File);
    }

    [Fact]
    public async Task Open_FolderMissing_IsMade()
    {
        await using var store = await TraceStores.OpenAsync("sqlite:" + _folder.File("a/b/c.db"), StoreAccess.ReadWrite, CancellationToken.None);

        System.IO.File.Exists(_folder.File("a/b/c.db")).ShouldBeTrue();
    }

    [Fact]
    public async Task Open_SecondServer_IsRefusedWithAdvice()
    {
        var fault = await Should.ThrowAsync<StoreException>(() => OpenAsync());

        fault.Message.ShouldContain("in use by another OtelBridge server");
    }

    [Fact]
    public async Task Open_SecondServerThroughLinks_IsRefused()
    {
        Directory.CreateSymbolicLink(_folder.File("folder"), _folder.Path);
        System.IO.File.CreateSymbolicLink(_folder.File("link.db"), "folder/traces.db");

        await Should.ThrowAsync<StoreException>(() => TraceStores.OpenAsync("sqlite:" + _folder.File("link.db"), StoreAccess.ReadWrite, CancellationToken.None));
        System.IO.File.Delete(_folder.File("link.db"));
        Directory.Delete(_folder.File("folder"));
    }

    [Fact]
    public async Task Open_LinkToItself_IsRefused()
    {
        System.IO.File.CreateSymbolicLink(_folder.File("loop.db"), "loop.db");

        await Should.ThrowAsync<StoreException>(() => TraceStores.OpenAsync("sqlite:" + _folder.File("loop.db"), StoreAccess.ReadWrite, CancellationToken.None));
    }

    [Theory]
    [InlineData("a b;Mode=Memory;'\"%20?x=1#ü.db")]
    [InlineData("|DataDirectory|.db")]
    public async Task Open_OddFileName_IsTheFileOfThatName(string name)
    {
        await using var store = await TraceStores.OpenAsync("sqlite:" + _folder.File(name), StoreAccess.ReadWrite, CancellationToken.None);

        System.IO.File.Exists(_folder.File(name)).ShouldBeTrue();
    }

    [Fact]
    public async Task Open_SlashesOfSqlAlchemy_FourAreAbsoluteThreeRelative()
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, _folder.File("three.db"));

        await using var four = await TraceStores.OpenAsync("sqlite:///" + _folder.File("four.db"), StoreAccess.ReadWrite, CancellationToken.None);
        await using var three = await TraceStores.OpenAsync("sqlite:///" + relative, StoreAccess.ReadWrite, CancellationToken.None);

        four.Description.ShouldBe("sqlite:" + _folder.File("four.db"));
        three.Description.ShouldBe("sqlite:" + _folder.File("three.db"));
    }

    [Fact]
    public async Task Open_ReadOnlyBesideAServer_SeesWhatIsStored()
    {
        await IngestAsync(Request(Span(1, 1)));

        await using var reader = await TraceStores.OpenAsync("sqlite:" + File, StoreAccess.ReadOnly, CancellationToken.None);

        (await reader.Reader.GetTracesAsync([TraceIdText(1)], CancellationToken.None)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Open_NewerSchema_IsRefusedAndLeftAlone()
    {
        await Store.DisposeAsync();
        Execute("PRAGMA user_version = 4711");

        var fault = await Should.ThrowAsync<StoreException>(() => OpenAsync());

        fault.Message.ShouldContain("newer version");
        fault.Message.ShouldContain("4711");
        await ReopenAfterAsync($"PRAGMA user_version = {SqliteSchema.Newest}");
    }

    [Fact]
    public async Task Open_FirstSchema_TagsBelongToTheRootThatSpoke()
    {
        await IngestAsync(Request(Span(1, 1, offsetMs: 5).With("mlflow.trace.tag.a", "old").With("mlflow.trace.metadata.m", "old")));
        await Store.DisposeAsync();
        Execute(OlderSchema.SqliteWithoutCosts);
        Execute("""
            DROP TABLE assessments; DROP TABLE trace_runs; DROP TABLE run_metrics; DROP TABLE run_params; DROP TABLE run_tags; DROP TABLE runs;
            DROP TABLE text_pending; DROP TABLE text_terms; DROP TABLE trace_words; DROP TABLE trace_text; DROP TABLE trace_facets; DROP TABLE facets;
            ALTER TABLE experiments DROP COLUMN artifact_location;
            DROP INDEX spans_by_error; DROP INDEX spans_of_long;
            ALTER TABLE spans DROP COLUMN model_id; ALTER TABLE spans DROP COLUMN service_id; ALTER TABLE spans DROP COLUMN error;
            DROP INDEX traces_by_duration; DROP INDEX traces_by_state; DROP INDEX traces_by_input; DROP INDEX traces_by_output; DROP INDEX traces_by_total;
            DROP INDEX traces_by_client_request;
            ALTER TABLE traces DROP COLUMN fixed; ALTER TABLE traces DROP COLUMN expected_spans; ALTER TABLE traces DROP COLUMN text_stale;
            ALTER TABLE trace_tags DROP COLUMN span_id; ALTER TABLE trace_metadata DROP COLUMN span_id;
            PRAGMA user_version = 1
            """);

        await ReopenAsync();
        await IngestAsync(Request(Span(1, 2, offsetMs: 9).With("mlflow.trace.tag.a", "worse").With("mlflow.trace.metadata.m", "worse")));
        var before = (await GetAsync(1)).Info;
        await IngestAsync(Request(Span(1, 3, offsetMs: 1).With("mlflow.trace.tag.a", "better").With("mlflow.trace.metadata.m", "better")));

        (before.Tags["a"], before.Metadata["m"]).ShouldBe(("old", "old"));
        var after = (await GetAsync(1)).Info;
        (after.Tags["a"], after.Metadata["m"]).ShouldBe(("better", "better"));
    }

    [Fact]
    public async Task Open_DatabaseOfAnotherProgram_IsRefused()
    {
        var other = _folder.File("other.db");
        Execute("CREATE TABLE songs (title TEXT)", other);

        var fault = await Should.ThrowAsync<StoreException>(
            () => TraceStores.OpenAsync("sqlite:" + other, StoreAccess.ReadWrite, CancellationToken.None));

        fault.Message.ShouldContain("another program");
    }

    [Fact]
    public async Task Open_FileThatIsNoDatabase_IsRefused()
    {
        await System.IO.File.WriteAllTextAsync(_folder.File("notes.txt"), new string('x', 5000));

        var fault = await Should.ThrowAsync<StoreException>(
            () => TraceStores.OpenAsync("sqlite:" + _folder.File("notes.txt"), StoreAccess.ReadWrite, CancellationToken.None));

        fault.Message.ShouldContain("not a SQLite database");
    }

    [Fact]
    public async Task Open_PathIsAFolder_IsRefused()
    {
        var fault = await Should.ThrowAsync<StoreException>(
            () => TraceStores.OpenAsync("sqlite:" + _folder.Path, StoreAccess.ReadWrite, CancellationToken.None));

        fault.Message.ShouldContain(_folder.Path);
    }

    [Theory]
    [InlineData("")]
    [InlineData("sqlite:")]
    [InlineData("sqlite:///")]
    [InlineData("sqlite://host/traces.db")]
    [InlineData("sqlite::memory:")]
    [InlineData("sqlite:///:memory:")]
    [InlineData("sqlite:a\0b")]
    [InlineData("/some/path.db")]
    [InlineData("mysql://localhost")]
    public async Task Open_AddressNotUnderstood_SaysWhatIs(string address)
    {
        var fault = await Should.ThrowAsync<StoreException>(() => TraceStores.OpenAsync(address, StoreAccess.ReadWrite, CancellationToken.None));

        fault.Message.ShouldContain("sqlite:PATH");
    }

    [Fact]
    public async Task Open_ReadOnlyWithoutFile_IsRefusedAndMakesNone()
    {
        await Should.ThrowAsync<StoreException>(
            () => TraceStores.OpenAsync("sqlite:" + _folder.File("none.db"), StoreAccess.ReadOnly, CancellationToken.None));

        System.IO.File.Exists(_folder.File("none.db")).ShouldBeFalse();
    }

    [Fact]
    public async Task Write_AfterDispose_IsUnavailable()
    {
        var ingestor = new TraceIngestor(Store);
        await Store.DisposeAsync();

        await Should.ThrowAsync<StoreUnavailableException>(() => ingestor.IngestAsync(Request(Span(1, 1)), null, CancellationToken.None));
    }

    [Fact]
    public async Task Write_FileRemovedUnderTheStore_IsNotAcknowledged()
    {
        using var folder = new TemporaryFolder();
        await using var store = await TraceStores.OpenAsync("sqlite:" + folder.File("traces.db"), StoreAccess.ReadWrite, CancellationToken.None);
        var ingestor = new TraceIngestor(store);
        await ingestor.IngestAsync(Request(Span(1, 1)), null, CancellationToken.None);
        System.IO.File.Delete(folder.File("traces.db"));

        var fault = await Should.ThrowAsync<StoreUnavailableException>(() => ingestor.IngestAsync(Request(Span(2, 1)), null, CancellationToken.None));

        fault.Message.ShouldContain("removed");
    }

    [Fact]
    public async Task Write_RepeatedSpans_LeaveNoOrphanedBlocks()
    {
        for (var i = 0; i < 5; i++)
        {
            await IngestAsync(Request(Span(1, 1), Span(1, 2, parent: 1)));
        }

        await Store.DisposeAsync();
        Scalar("SELECT count(*) FROM blocks").ShouldBe(1);
        await ReopenAfterAsync("SELECT 1");
    }

    [Theory]
    [InlineData("UPDATE blocks SET payload = x'00' WHERE block_id = 1")]
    [InlineData("UPDATE blocks SET payload = zeroblob(length(payload)) WHERE block_id = 1")]
    [InlineData("UPDATE blocks SET codec = 0 WHERE block_id = 1")]
    [InlineData("UPDATE blocks SET codec = 9 WHERE block_id = 1")]
    [InlineData("UPDATE blocks SET size = -1 WHERE block_id = 1")]
    [InlineData("DELETE FROM blocks WHERE block_id = 1")]
    [InlineData("UPDATE spans SET part = 1000000 WHERE block_id = 1")]
    [InlineData("UPDATE spans SET ordinal = 1000 WHERE block_id = 1")]
    public async Task GetTraces_DamagedBlock_NamesTheTraceAndOthersAreReadable(string damage)
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("traces.db");
        await using var store = await TraceStores.OpenAsync("sqlite:" + file, StoreAccess.ReadWrite, CancellationToken.None);
        var ingestor = new TraceIngestor(store);
        await ingestor.IngestAsync(Request(Enumerable.Range(1, 20).Select(i => Span(1, i))), null, CancellationToken.None);
        await ingestor.IngestAsync(Request(Span(2, 1)), null, CancellationToken.None);
        Execute(damage, file);

        var fault = await Should.ThrowAsync<DamagedTraceException>(() => store.Reader.GetTracesAsync([TraceIdText(1)], CancellationToken.None));
        var other = await store.Reader.GetTracesAsync([TraceIdText(2)], CancellationToken.None);

        fault.Message.ShouldContain(TraceIdText(1));
        other.Count.ShouldBe(1);
    }

    [Fact]
    public async Task GetTraces_MoreThanACallMayRead_IsRefusedWhileReading()
    {
        await IngestAsync(Request(Span(1, 1, name: new string('a', 3000)), Span(2, 1, name: new string('b', 3000))));
        var file = new SqliteFile(File, StoreAccess.ReadOnly);
        await using var reads = new SqliteReads(file);
        var reader = new SqlTraceReader(new SqliteDatabase(reads, null), maxBytes: 5000);

        var one = await reader.GetTracesAsync([TraceIdText(1)], CancellationToken.None);
        await Should.ThrowAsync<Grpc.MessageTooLargeException>(() => reader.GetTracesAsync([TraceIdText(1), TraceIdText(2)], CancellationToken.None));

        one.Count.ShouldBe(1);
        file.Close();
    }

    protected override Task<ITraceStore> OpenAsync() => TraceStores.OpenAsync("sqlite:" + File, StoreAccess.ReadWrite, CancellationToken.None);

    protected override void Empty()
    {
        foreach (var file in Directory.GetFiles(_folder.Path))
        {
            System.IO.File.Delete(file);
        }
    }

    private async Task ReopenAfterAsync(string sql)
    {
        Execute(sql);
        await ReopenAsync();
    }

    private void Execute(string sql, string? path = null)
    {
        using var connection = new SqliteConnection($"Data Source={path ?? File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private long Scalar(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
