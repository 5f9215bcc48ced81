using Microsoft.Data.Sqlite;
using OtelBridge.Store.Storage;
using OtelBridge.Store.Storage.Sqlite;
using OtelBridge.TestSupport;

namespace OtelBridge.Store.Tests.Storage.Sqlite;

public sealed class SqliteReadsTests : IAsyncLifetime
{
    private const string Endless = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();
    private readonly SqliteFile _file;
    private readonly SqliteReads _reads;

    public SqliteReadsTests()
    {
        _file = new SqliteFile(_folder.File("traces.db"), StoreAccess.ReadWrite);
        _reads = new SqliteReads(_file);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _reads.DisposeAsync();
        _file.Close();
        _folder.Dispose();
    }

    [Fact]
    public async Task Run_CancelledBetweenTwoStatements_EndsTheSecond()
    {
        using var cancellation = new CancellationTokenSource();

        var read = _reads.RunAsync(
            connection =>
            {
                cancellation.Cancel();
                return SqliteFile.Scalar(connection, Endless);
            },
            cancellation.Token);

        await Should.ThrowAsync<OperationCanceledException>(() => read.WaitAsync(Patience));
    }

    [Fact]
    public async Task Run_AfterCancelledOnes_SeesTheLatestState()
    {
        for (var i = 0; i < 20; i++)
        {
            using var cancellation = new CancellationTokenSource();
            var cancelled = _reads.RunAsync(
                connection =>
                {
                    cancellation.Cancel();
                    return SqliteFile.Scalar(connection, Endless);
                },
                cancellation.Token);
            await Should.ThrowAsync<OperationCanceledException>(() => cancelled.WaitAsync(Patience));
        }

        using (var writing = new SqliteConnection($"Data Source={_file.Path};Pooling=False"))
        {
            writing.Open();
            SqliteFile.Execute(writing, "CREATE TABLE t (x); INSERT INTO t VALUES (7)");
        }

        (await _reads.RunAsync(connection => SqliteFile.Scalar(connection, "SELECT x FROM t"), CancellationToken.None).WaitAsync(Patience)).ShouldBe(7);
    }

    [Fact]
    public async Task Dispose_WhileReadsRun_EndsThem()
    {
        using var started = new ManualResetEventSlim();
        var read = _reads.RunAsync(
            connection =>
            {
                started.Set();
                return SqliteFile.Scalar(connection, Endless);
            },
            CancellationToken.None);
        started.Wait(Patience).ShouldBeTrue();

        await _reads.DisposeAsync().AsTask().WaitAsync(Patience);

        await Should.ThrowAsync<OperationCanceledException>(() => read.WaitAsync(Patience));
    }
}
