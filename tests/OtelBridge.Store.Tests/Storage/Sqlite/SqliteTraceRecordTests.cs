using Microsoft.Data.Sqlite;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Storage.Sqlite;

public sealed class SqliteTraceRecordTests : TraceRecordSuite, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string DatabaseFile => _folder.File("traces.db");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Delete_LeavesNothingBehindAndTheFileShrinks()
    {
        await IngestAsync(Request(Enumerable.Range(0, 300).Select(i => Span(
            i, 1, name: new string('n', 1000) + i, status: Otlp.Status.Types.StatusCode.Error)
            .With("gen_ai.request.model", "m-1").With("mlflow.trace.tag.t", $"{i}").With("mlflow.trace.metadata.m", $"{i}")
            .With("noise", Convert.ToBase64String(Random.Shared.GetItems([.. Enumerable.Range(0, 256).Select(b => (byte)b)], 3000))))));
        await PutAsync(new TraceRecord
        {
            TraceId = TraceIdText(1), Tags = { ["x"] = "y" }, Assessments = { new Assessment { Feedback = new Feedback { Value = "1" } } },
        });
        await ReopenAsync(); // the log is folded back
        var before = new FileInfo(DatabaseFile).Length;

        await Store.Records.DeleteAsync(new TraceDeletion("0") { MaxTimestampMs = long.MaxValue }, CancellationToken.None);

        await ReopenAsync();
        foreach (var table in (string[])["traces", "spans", "blocks", "block_uses", "trace_facets", "trace_tags", "trace_metadata", "assessments", "text_pending"])
        {
            Scalar($"SELECT count(*) FROM {table}").ShouldBe(0, table);
        }

        Scalar("SELECT count(*) FROM facets WHERE (kind, value) IN (VALUES (3, 'ERROR'), (4, 'm-1'), (5, 'tests'))").ShouldBe(3); // values are kept, see SqlFacetDeletion
        new FileInfo(DatabaseFile).Length.ShouldBeLessThan(before / 2);
    }

    [Fact]
    public async Task Delete_ALittle_LeavesTheSpaceToWhatComes()
    {
        await IngestAsync(Request(Enumerable.Range(0, 100).Select(i => Span(i, 1).With("noise", Convert.ToBase64String(Noise(10_000))))));

        await Store.Records.DeleteAsync(new TraceDeletion("0") { TraceIds = [.. Enumerable.Range(0, 20).Select(TraceIdText)] }, CancellationToken.None);

        Scalar("SELECT freelist_count FROM pragma_freelist_count").ShouldBeInRange(1, Scalar("SELECT page_count FROM pragma_page_count") / 4);

        static byte[] Noise(int length)
        {
            var noise = new byte[length];
            Random.Shared.NextBytes(noise);
            return noise;
        }
    }

    [Fact]
    public async Task Delete_TraceThatStartsAtTheEndOfTime_EndsAndDeletesIt()
    {
        await PutAsync(new TraceRecord { TraceId = TraceIdText(1), StartTimeUnixNano = long.MaxValue });

        (await Store.Records.DeleteAsync(new TraceDeletion("0") { TraceIds = [TraceIdText(1)] }, CancellationToken.None).WaitAsync(Patience)).ShouldBe(1);
    }

    [Fact]
    public async Task Write_ReplacedSpan_MarksTheTextAsStale()
    {
        await IngestAsync(Request(Span(1, 1), Span(2, 1)));

        await IngestAsync(Request(Span(1, 1)));
        await IngestAsync(Request(Span(1, 2, parent: 1)));

        Scalar("SELECT text_stale FROM traces ORDER BY trace_key LIMIT 1").ShouldBe(1);
        Scalar("SELECT sum(text_stale) FROM traces").ShouldBe(1);
    }

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        SqliteIntegrity.Check(_folder.File("traces.db"));
    }

    protected override Task<ITraceStore> OpenAsync() =>
        TraceStores.OpenAsync("sqlite:" + _folder.File("traces.db"), StoreAccess.ReadWrite, CancellationToken.None);

    protected override void Empty()
    {
        foreach (var file in Directory.GetFiles(_folder.Path))
        {
            File.Delete(file);
        }
    }

    private long Scalar(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={DatabaseFile};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
