using OtelBridge.Store.Migration;
using OtelBridge.Store.Storage;
using OtelBridge.Store.Tests.Storage.Sqlite;
using OtelBridge.TestSupport.Postgres;

namespace OtelBridge.Store.Tests.Migration;

/// <summary>The target goes away in the middle: it is waited for, and not for ever.</summary>
public sealed class MigrationFaultTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly SqliteTestStore _file = new();
    private PostgresServer _server = null!; // set before each test
    private ITraceStore _source = null!;
    private ITraceStore _target = null!;

    public async Task InitializeAsync()
    {
        _server = await PostgresServer.StartAsync("fsync=off");
        _source = await _file.OpenAsync();
        _target = await TraceStores.OpenAsync(_server.Address(await _server.CreateDatabaseAsync()), StoreAccess.ReadWrite, CancellationToken.None);
        await new RichStore(_source, new Random(1)).FillAsync(100);
    }

    public async Task DisposeAsync()
    {
        await _source.DisposeAsync();
        await _target.DisposeAsync();
        await _server.DisposeAsync();
        _file.Dispose();
    }

    [Fact]
    public async Task Target_GoesAway_IsWaitedFor_AndThenTold()
    {
        var isAway = false;
        var impatient = new MigrationOptions { Patience = TimeSpan.FromSeconds(1), Progress = (_, _, _) => StopOnce() };
        var fault = await Should.ThrowAsync<StoreUnavailableException>(new StoreMigration(_source, _target, impatient).RunAsync(CancellationToken.None).WaitAsync(Patience));

        var isBack = false;
        var patient = new MigrationOptions { Say = StartOnce };
        var report = await new StoreMigration(_source, _target, patient).RunAsync(CancellationToken.None).WaitAsync(Patience);

        fault.Message.ShouldContain("run the same command again");
        isBack.ShouldBeTrue();
        report.IsWhole.ShouldBeTrue();

        void StopOnce()
        {
            if (!isAway)
            {
                isAway = true;
                Task.Run(_server.StopAsync).GetAwaiter().GetResult();
            }
        }

        void StartOnce(string line)
        {
            if (!isBack && line.EndsWith("Trying again.", StringComparison.Ordinal))
            {
                isBack = true;
                Task.Run(_server.StartAgainAsync).GetAwaiter().GetResult();
            }
        }
    }
}
