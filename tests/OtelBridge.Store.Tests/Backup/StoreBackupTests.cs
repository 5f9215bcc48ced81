using OtelBridge.Store.Backup;
using OtelBridge.Store.Doctor;
using OtelBridge.Store.Tests.Migration;
using OtelBridge.TestSupport;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Backup;

public sealed class StoreBackupTests : IDisposable
{
    private readonly BackupBench _bench = new();

    [Fact]
    public async Task Backup_WhileSpansAreStored_IsOneState_WithAllThatWasAcknowledgedBefore()
    {
        await using var store = await BackupBench.OpenAsync(_bench.Store);
        var rich = new RichStore(store, new Random(3));
        await rich.FillAsync(60);
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            var stored = 0;
            for (; !stop.IsCancellationRequested; stored++)
            {
                await rich.IngestAsync(Request(Span(100_000 + stored, 1), Span(100_000 + stored, 2, 1)), "0");
            }

            return stored;
        });
        var before = await store.Reader.CountTracesAsync([], "", CancellationToken.None);

        var manifest = await _bench.BackUpAsync();
        var after = await store.Reader.CountTracesAsync([], "", CancellationToken.None);
        await stop.CancelAsync();
        (await writing).ShouldBeGreaterThan(0);
        var results = await _bench.VerifyAsync();

        manifest.Contents.Traces.ShouldBeInRange(before, after);
        manifest.Contents.Experiments.ShouldBe(4);
        manifest.Contents.Runs.ShouldBe(2);
        results.Where(static result => result.Outcome == CheckOutcome.Problem).ShouldBeEmpty();
        results.Select(static result => result.Name).ShouldContain("spans"); // every trace was read
        _bench.Names.Order().ShouldBe(["backup.db", "backup.db.manifest"]); // to check it left nothing beside it, and changed nothing
    }

    [Fact]
    public async Task Backup_OfAFileThatIsThere_IsRefused_AndLeavesIt()
    {
        await _bench.FillAsync();
        await File.WriteAllTextAsync(_bench.File, "precious");

        var fault = await Should.ThrowAsync<BackupException>(() => _bench.BackUpAsync());

        fault.Message.ShouldContain("overwrites nothing");
        (await File.ReadAllTextAsync(_bench.File)).ShouldBe("precious");
    }

    [Fact]
    public async Task Backup_Stopped_LeavesNothing()
    {
        await _bench.FillAsync();
        using var stop = new CancellationTokenSource();

        await Should.ThrowAsync<OperationCanceledException>(() => _bench.BackUpAsync(progress: (_, _, _) => stop.Cancel(), cancellationToken: stop.Token));

        _bench.Names.ShouldBeEmpty();
    }

    [Fact]
    public async Task Backup_OfADamagedStore_IsNotMade()
    {
        await _bench.FillAsync();
        _bench.Execute("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA writable_schema = ON; UPDATE sqlite_master SET rootpage = 2 WHERE name = 'trace_tags'");

        var fault = await Should.ThrowAsync<BackupException>(() => _bench.BackUpAsync());

        fault.Message.ShouldContain("damaged");
        _bench.Names.ShouldBeEmpty();
    }

    [Fact]
    public void Folder_Trimmed_KeepsTheLatest_AndWhatIsNotABackup()
    {
        using var folder = new TemporaryFolder();
        string[] names = ["otelbridge-20260101T000000Z.db", "otelbridge-20260102T000000Z.db", "otelbridge-20260103T000000Z.db"];
        foreach (var name in names)
        {
            File.WriteAllText(folder.File(name), "");
            File.WriteAllText(folder.File(name + BackupManifest.Suffix), "");
        }

        File.WriteAllText(folder.File("otelbridge-20250101T000000Z.db"), ""); // without a manifest: somebody else's
        File.WriteAllText(folder.File("otelbridge-notes.db"), "");
        File.WriteAllText(folder.File("otelbridge-20260104T000000Z.db.partial"), ""); // of a backup that was killed

        var removed = BackupFolder.Trim(folder.Path, 2);

        removed.ShouldBe([folder.File(names[0])]);
        Directory.EnumerateFiles(folder.Path).Select(Path.GetFileName).Order().ShouldBe(
        [
            "otelbridge-20250101T000000Z.db", names[1], names[1] + BackupManifest.Suffix, names[2], names[2] + BackupManifest.Suffix, "otelbridge-notes.db",
        ]);
    }

    public void Dispose() => _bench.Dispose();
}
