using OtelBridge.Store.Backup;
using OtelBridge.Store.Doctor;
using OtelBridge.Store.Storage;
using OtelBridge.Store.Storage.Sqlite;
using OtelBridge.Store.Tests.Migration;
using OtelBridge.Store.Tests.Storage;
using OtelBridge.TestSupport.Stores;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Backup;

public sealed class StoreRestoreTests : IDisposable
{
    private readonly BackupBench _bench = new();

    [Theory]
    [InlineData(TestStore.Sqlite, TestStore.Sqlite)]
    [InlineData(TestStore.Sqlite, TestStore.Postgres)]
    [InlineData(TestStore.Postgres, TestStore.Sqlite)]
    [InlineData(TestStore.ClickHouse, TestStore.Postgres)]
    public async Task Restore_OfAnyKindIntoAnyKind_GivesEverythingBack(string from, string to)
    {
        await using var source = await TestStore.MakeAsync(from);
        await using var target = await TestStore.MakeAsync(to);
        StoreContents there;
        await using (var store = await BackupBench.OpenAsync(source.Address))
        {
            await new RichStore(store, new Random(5)).FillAsync(20);
            there = await StoreContents.ReadAsync(store);
        }

        await _bench.BackUpAsync(source.Address);
        await _bench.RestoreAsync(target.Address);

        await using var restored = await BackupBench.OpenAsync(target.Address);
        var here = await StoreContents.ReadAsync(restored);
        here.Experiments.ShouldBe(there.Experiments);
        here.Runs.ShouldBe(there.Runs);
        here.Metrics.ShouldBe(there.Metrics);
        var byId = here.Traces.ToDictionary(static trace => trace.Info.TraceId);
        byId.Count.ShouldBe(there.Traces.Count);
        foreach (var trace in there.Traces)
        {
            byId[trace.Info.TraceId].ShouldBe(trace);
        }
    }

    [Fact]
    public async Task Restore_TakesSpansAgain()
    {
        await _bench.FillAsync();
        await _bench.BackUpAsync();

        await _bench.RestoreAsync();

        await using var store = await BackupBench.OpenAsync(_bench.Restored);
        await new RichStore(store, new Random(6)).IngestAsync(Request(Span(5000, 1)), "0");
        (await store.Reader.FindTraceInfoAsync(TraceIdText(5000), CancellationToken.None)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Restore_OverAStoreThatHoldsSomething_IsRefused_AndOverANewOneIsNot()
    {
        await _bench.FillAsync();
        await _bench.BackUpAsync();

        var full = await Should.ThrowAsync<BackupException>(() => _bench.RestoreAsync(_bench.Store));
        await (await BackupBench.OpenAsync(_bench.Restored)).DisposeAsync();
        var restored = await _bench.RestoreAsync();

        full.Message.ShouldContain("not empty");
        restored.Contents.Traces.ShouldBeGreaterThan(20);
        await using var store = await BackupBench.OpenAsync(_bench.Restored);
        (await store.Reader.CountTracesAsync([], "", CancellationToken.None)).ShouldBe(restored.Contents.Traces);
    }

    [Fact]
    public async Task Restore_IntoAStoreInUse_IsRefused()
    {
        await _bench.FillAsync();
        await _bench.BackUpAsync();
        await using var server = await BackupBench.OpenAsync(_bench.Restored);

        var fault = await Should.ThrowAsync<StoreException>(() => _bench.RestoreAsync());

        fault.IsInUse.ShouldBeTrue();
    }

    [Fact]
    public async Task DamagedBackup_IsNotRestored_AndVerifyNamesIt()
    {
        await _bench.FillAsync();
        await _bench.BackUpAsync();
        await using (var file = File.OpenWrite(_bench.File))
        {
            file.Seek(file.Length / 2, SeekOrigin.Begin);
            file.WriteByte(0xA5);
            file.WriteByte(0x5A);
        }

        var fault = await Should.ThrowAsync<BackupException>(() => _bench.RestoreAsync());
        var results = await _bench.VerifyAsync();

        fault.Message.ShouldContain("SHA-256");
        File.Exists(_bench.RestoredPath).ShouldBeFalse();
        results.ShouldContain(static result => result.Name == "checksum" && result.Outcome == CheckOutcome.Problem);
    }

    [Theory]
    [InlineData("\"format\": 1", "\"format\": 2", "newer version")]
    [InlineData("\"schema\": NEWEST", "\"schema\": 1000", "newer version")]
    [InlineData("\"runs\": 1", "\"runs\": 3", "its manifest says")]
    [InlineData("\"format\"", "\"form", "damaged")]
    public async Task Manifest_OfAnotherBackup_IsRefused(string from, string to, string said)
    {
        await _bench.FillAsync();
        await _bench.BackUpAsync();
        _bench.EditManifest(from.Replace("NEWEST", $"{SqliteSchema.Newest}", StringComparison.Ordinal), to);

        var fault = await Should.ThrowAsync<BackupException>(() => _bench.RestoreAsync());

        fault.Message.ShouldContain(said);
        File.Exists(_bench.RestoredPath).ShouldBeFalse();
    }

    [Fact]
    public async Task Backup_WithoutItsManifest_OrTruncated_IsRefused()
    {
        await _bench.FillAsync();
        await _bench.BackUpAsync();
        await using (var file = File.OpenWrite(_bench.File))
        {
            file.SetLength(file.Length - 8192);
        }

        var truncated = await Should.ThrowAsync<BackupException>(() => _bench.RestoreAsync());
        File.Delete(_bench.File + BackupManifest.Suffix);
        var alone = await Should.ThrowAsync<BackupException>(() => _bench.RestoreAsync());

        truncated.Message.ShouldContain("damaged, or was changed");
        alone.Message.ShouldContain("is missing");
    }

    [Fact]
    public async Task Restore_OfAnOlderVersion_BringsItToThisOne()
    {
        await _bench.FillAsync();
        await _bench.BackUpAsync();
        var manifest = BackupManifest.Read(_bench.File);
        File.Delete(_bench.File + BackupManifest.Suffix);

        // What an older version would have written: its tables, and a manifest that says so.
        File.Move(_bench.File, _bench.RestoredPath);
        _bench.Execute(OlderSchema.SqliteWithoutCosts, _bench.RestoredPath);
        File.Move(_bench.RestoredPath, _bench.File);
        _bench.WriteManifest(manifest with { Schema = 4 });
        var results = await _bench.VerifyAsync();
        await _bench.RestoreAsync();

        results.ShouldContain(static result => result.Outcome == CheckOutcome.Notice && result.Text.Contains("older version", StringComparison.Ordinal));
        await using var store = await BackupBench.OpenAsync(_bench.Restored, StoreAccess.ReadOnly);
        (await store.Reader.CountTracesAsync([], "", CancellationToken.None)).ShouldBe(manifest.Contents.Traces);
    }

    [Fact]
    public async Task Restore_IntoADatabase_Stopped_IsMarked_AndGoesOn()
    {
        await _bench.FillAsync();
        await _bench.BackUpAsync();
        await using var target = await TestStore.MakeAsync(TestStore.Postgres);
        using var stop = new CancellationTokenSource();

        await Should.ThrowAsync<OperationCanceledException>(() => _bench.RestoreAsync(
            target.Address, (what, _, _) => { if (what == "Comparing") { stop.Cancel(); } }, stop.Token));
        string? mark;
        await using (var store = await BackupBench.OpenAsync(target.Address, StoreAccess.ReadOnly))
        {
            mark = (await store.Reader.FindTraceInfoAsync("tr-otelbridge-restore-not-finished", CancellationToken.None))?.RequestPreview;
        }

        var restored = await _bench.RestoreAsync(target.Address);
        var again = await Should.ThrowAsync<BackupException>(() => _bench.RestoreAsync(target.Address));

        mark.ShouldNotBeNull().ShouldContain("run the same command again");
        again.Message.ShouldContain("not empty");
        await using var whole = await BackupBench.OpenAsync(target.Address, StoreAccess.ReadOnly);
        (await whole.Reader.CountTracesAsync([], "", CancellationToken.None)).ShouldBe(restored.Contents.Traces);
    }

    public void Dispose() => _bench.Dispose();
}
