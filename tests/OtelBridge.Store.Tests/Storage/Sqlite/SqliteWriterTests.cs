using OtelBridge.Store.Storage;
using OtelBridge.Store.Storage.Sqlite;
using OtelBridge.TestSupport;

namespace OtelBridge.Store.Tests.Storage.Sqlite;

public sealed class SqliteWriterTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();
    private readonly SqliteFile _file;
    private SqliteWriter _writer = null!; // set before each test

    public SqliteWriterTests() => _file = new SqliteFile(_folder.File("traces.db"), StoreAccess.ReadWrite);

    public Task InitializeAsync()
    {
        var connection = _file.OpenForWriting();
        SqliteSchema.Migrate(connection, _file.Path);
        _writer = new SqliteWriter(connection);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _writer.DisposeAsync();
        _file.Close();
        _folder.Dispose();
    }

    [Fact]
    public async Task Run_DiskFull_IsUnavailableAndTheWriterGoesOn()
    {
        await LimitPagesAsync(60);

        var fault = await Should.ThrowAsync<StoreUnavailableException>(() => InsertBlockAsync(2_000_000));
        var small = await InsertBlockAsync(100);
        await LimitPagesAsync(1_000_000);
        var large = await InsertBlockAsync(2_000_000);

        fault.Message.ShouldContain("disk of the store is full");
        new[] { small, large }.ShouldBe([1, 2]);
    }

    [Fact]
    public async Task Run_OneFaultInAGroup_TakesNobodyElseDown()
    {
        using var gate = new ManualResetEventSlim();
        var first = _writer.RunAsync(_ => gate.Wait(Patience), 0, CancellationToken.None); // keeps the thread until the group has gathered
        var good = Enumerable.Range(0, 5).Select(_ => InsertBlockAsync(100)).ToList();
        var bad = _writer.RunAsync<int>(_ => throw new InvalidOperationException("bad change"), 0, CancellationToken.None);
        good.AddRange(Enumerable.Range(0, 5).Select(_ => InsertBlockAsync(100)));
        gate.Set();

        var fault = await Should.ThrowAsync<InvalidOperationException>(() => bad.WaitAsync(Patience));
        var ids = await Task.WhenAll(good).WaitAsync(Patience);

        (await first).ShouldBeTrue();
        fault.Message.ShouldBe("bad change");
        ids.ShouldBe(Enumerable.Range(1, 10).Select(i => (long)i));
    }

    [Fact]
    public async Task Run_RollbackFails_IsToldToTheSenderAndTheWriterGoesOn()
    {
        // The authorizer of SQLite lets the rollback fail once.
        var refuse = true;
        var bad = _writer.RunAsync<int>(
            s =>
            {
                SQLitePCL.raw.sqlite3_set_authorizer(
                    s.Connection.Handle, (_, action, what, _, _, _) => refuse && action == SQLitePCL.raw.SQLITE_TRANSACTION && what == "ROLLBACK" ? 1 : 0, null);
                throw new InvalidOperationException("bad change");
            },
            0,
            CancellationToken.None);
        await Should.ThrowAsync<Exception>(() => bad.WaitAsync(Patience));
        refuse = false;
        await Should.ThrowAsync<Exception>(() => InsertBlockAsync(100).WaitAsync(Patience)); // cannot begin; rolls back

        var id = await InsertBlockAsync(100).WaitAsync(Patience);

        id.ShouldBe(1);
    }

    [Fact]
    public async Task Run_CancelledWhileItWaits_IsNotApplied()
    {
        using var gate = new ManualResetEventSlim();
        using var cancellation = new CancellationTokenSource();
        var first = _writer.RunAsync(_ => gate.Wait(Patience), 0, CancellationToken.None);
        var waiting = _writer.RunAsync(s => s.InsertBlock(Payload(100)), 0, cancellation.Token);
        await cancellation.CancelAsync();
        gate.Set();

        await Should.ThrowAsync<OperationCanceledException>(() => waiting.WaitAsync(Patience));
        await first;

        (await CountBlocksAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Run_TooMuchWaits_IsUnavailableAtOnce()
    {
        using var gate = new ManualResetEventSlim();
        var first = _writer.RunAsync(_ => gate.Wait(Patience), 0, CancellationToken.None);
        var huge = _writer.RunAsync(_ => true, 300_000_000, CancellationToken.None); // a single one above the bound may wait: it could never go otherwise

        var fault = await Should.ThrowAsync<StoreUnavailableException>(() => _writer.RunAsync(_ => true, 1, CancellationToken.None));
        gate.Set();

        fault.Message.ShouldContain("Too many writes");
        (await huge.WaitAsync(Patience)).ShouldBeTrue();
        (await first).ShouldBeTrue();
    }

    [Fact]
    public async Task Dispose_WithWritesWaiting_FinishesThem()
    {
        using var gate = new ManualResetEventSlim();
        var first = _writer.RunAsync(_ => gate.Wait(Patience), 0, CancellationToken.None);
        var waiting = InsertBlockAsync(100);
        var closing = _writer.DisposeAsync().AsTask();
        gate.Set();

        await closing.WaitAsync(Patience);

        (await waiting.WaitAsync(Patience)).ShouldBe(1);
        (await first).ShouldBeTrue();
    }

    private static PayloadBlock Payload(int size) => new(PayloadCodecId.None, size, new byte[size]);

    private Task<long> InsertBlockAsync(int size) => _writer.RunAsync(s => s.InsertBlock(Payload(size)), size, CancellationToken.None);

    private Task<long> CountBlocksAsync() =>
        _writer.RunAsync(s => SqliteFile.Scalar(s.Connection, "SELECT count(*) FROM blocks"), 0, CancellationToken.None);

    // A real SQLITE_FULL: the database may not grow past so many pages.
    private Task LimitPagesAsync(int pages) =>
        _writer.RunAsync(s => SqliteFile.Scalar(s.Connection, $"PRAGMA max_page_count = {pages}"), 0, CancellationToken.None);
}
