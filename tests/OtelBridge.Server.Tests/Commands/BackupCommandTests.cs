using OtelBridge.Grpc;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Server.Tests.Commands;

/// <summary><c>otelbridge backup</c> and <c>otelbridge restore</c>, as people run them and as they are killed.</summary>
public sealed class BackupCommandTests : IDisposable
{
    private const int MostAttempts = 20;

    private readonly TemporaryFolder _folder = new();

    private string Store => "sqlite:" + _folder.File("store.db");

    private string Backup => _folder.File("backup.db");

    private string Restored => _folder.File("restored.db");

    [Fact]
    public async Task Backup_BesideAServer_IsVerified_AndRestored()
    {
        await using var server = await OtelBridgeProcess.StartAsync(_folder.File("store.db"));
        using var client = new UnaryGrpcClient(server.GrpcAddress);
        await client.CallAsync(TraceServiceMethods.Export, Request(Enumerable.Range(1, 30).SelectMany(static number => new[] { Span(number, 1), Span(number, 2, 1) })));

        var made = await OtelBridgeProcess.RunAsync("backup", "--store", Store, "--to", Backup);
        var verified = await OtelBridgeProcess.RunAsync("restore", "--from", Backup, "--verify");
        var restored = await OtelBridgeProcess.RunAsync("restore", "--from", Backup, "--store", "sqlite:" + Restored);

        made.ShouldStartWith($"Backed up 1 experiments, 0 runs, 30 traces of 60 spans into '{Backup}': ");
        verified.ShouldContain("ok       contents       1 experiments, 0 runs, 30 traces of 60 spans");
        verified.ShouldNotContain("WRONG");
        restored.ShouldBe("Restored 1 experiments, 0 runs, 30 traces of 60 spans: all that the backup has.");
        await using var store = await TraceStores.OpenAsync("sqlite:" + Restored, StoreAccess.ReadOnly, CancellationToken.None);
        (await store.Reader.FindTraceInfoAsync(TraceIdText(30), CancellationToken.None))!.SpanCount.ShouldBe(2);
        (await CommandEntries.ReadAsync(Store)).ShouldBe(["export backup [] done 30"]); // beside its server
        (await CommandEntries.ReadAsync("sqlite:" + Restored)).ShouldBe(["store restore [] done 30"]);
    }

    [Fact]
    public async Task Killed_InTheMiddle_BackupAndRestore_LeaveNothingThatLooksWhole()
    {
        await OtelBridgeProcess.RunAsync("seed", "--store", Store, "--traces", "800");

        await KillInTheMiddleAsync(Backup, Backup + ".partial", "backup", "--store", Store, "--to", Backup);
        var half = await OtelBridgeCommand.RunAsync("restore", "--from", Backup, "--verify");
        var made = await OtelBridgeCommand.RunAsync("backup", "--store", Store, "--to", Backup);
        await KillInTheMiddleAsync(Restored, Restored + ".restoring", "restore", "--from", Backup, "--store", "sqlite:" + Restored);
        var read = await OtelBridgeCommand.RunAsync("search", "--store", "sqlite:" + Restored);
        var restored = await OtelBridgeCommand.RunAsync("restore", "--from", Backup, "--store", "sqlite:" + Restored);

        (half.ExitCode, half.Error).ShouldBe((1, $"otelbridge: There is no backup '{Backup}'."));
        made.ExitCode.ShouldBe(0, made.Error);
        (read.ExitCode, read.Error).ShouldBe((1, $"otelbridge: There is no store at '{Restored}'."));
        restored.ExitCode.ShouldBe(0, restored.Error);
        restored.Output.ShouldContain("800 traces");
        Directory.EnumerateFiles(_folder.Path, "*.partial").Concat(Directory.EnumerateFiles(_folder.Path, "*.restoring")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Folder_WithKeep_TakesABackupEachTime()
    {
        await OtelBridgeProcess.RunAsync("seed", "--store", Store, "--traces", "1");
        var folder = _folder.File("backups") + "/";
        Directory.CreateDirectory(folder);
        foreach (var name in (string[])["otelbridge-20200101T000000Z.db", "otelbridge-20200102T000000Z.db"])
        {
            await File.WriteAllTextAsync(folder + name, "");
            await File.WriteAllTextAsync(folder + name + ".manifest", "");
        }

        var made = await OtelBridgeProcess.RunAsync("backup", "--store", Store, "--to", folder, "--keep", "2");

        made.ShouldContain($"Removed '{folder}otelbridge-20200101T000000Z.db'");
        Directory.EnumerateFiles(folder).Count().ShouldBe(4);
    }

    [Fact]
    public async Task WrongOptions_AreNamed()
    {
        var backup = await OtelBridgeCommand.RunAsync("backup", "--to", Backup, "--keep", "3");
        var restore = await OtelBridgeCommand.RunAsync("restore", "--from", Backup, "--store", Store, "--verify");

        (backup.ExitCode, restore.ExitCode).ShouldBe((2, 2));
        backup.Error.ShouldContain("--keep needs a folder");
        restore.Error.ShouldContain("Give one of --store");
    }

    public void Dispose() => _folder.Dispose();

    // Held still as soon as the other name is there: then it is in the middle, if the right one is not there.
    private static async Task KillInTheMiddleAsync(string whole, string partial, params string[] command)
    {
        for (var attempt = 1; attempt <= MostAttempts; attempt++)
        {
            await using var process = OtelBridgeCommand.Start(command);
            SpinWait.SpinUntil(() => File.Exists(partial) || process.HasExited, TimeSpan.FromSeconds(60)).ShouldBeTrue();
            await process.KillAsync();
            if (!File.Exists(whole))
            {
                File.Exists(partial).ShouldBeTrue(process.Errors);
                return;
            }

            File.Delete(whole); // it was faster than the signal
        }

        throw new InvalidOperationException($"It was never killed in the middle, in {MostAttempts} attempts.");
    }
}
