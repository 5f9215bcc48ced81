using OtelBridge.Grpc;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Postgres;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Server.Tests.Commands;

public sealed class MigrateCommandTests
{
    [Fact]
    public async Task Migrate_BesideAServerThatTakesSpans_CopiesAndCompares()
    {
        await using var source = await ServerUnderTest.StartAsync();
        await source.Grpc.CallAsync(TraceServiceMethods.Export, Request(Enumerable.Range(1, 50).Select(static number => Span(number, number, offsetMs: number))));
        await using var database = new PostgresTestDatabase();
        var target = await database.AddressAsync();

        var migrated = await OtelBridgeCommand.RunAsync("migrate", "--from", source.StoreAddress, "--to", target);
        await using (var store = await TraceStores.OpenAsync(target, StoreAccess.ReadWrite, CancellationToken.None))
        {
            await store.Records.SetTagAsync(TraceIdText(7), "changed", "here", CancellationToken.None);
            await store.Records.DeleteAsync(new TraceDeletion("0") { TraceIds = [TraceIdText(9)] }, CancellationToken.None);
        }

        var verified = await OtelBridgeCommand.RunAsync("migrate", "--from", source.StoreAddress, "--to", target, "--verify-only");

        migrated.ExitCode.ShouldBe(0, migrated.Error);
        migrated.ErrorLines[0].ShouldStartWith("Pass 1: 50 traces copied in ");
        migrated.ErrorLines[1].ShouldStartWith("Pass 2: 0 traces copied in ");
        var lines = migrated.Output.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines[0].ShouldBe("experiment 0");
        lines[1].ShouldMatch("^  source: 50 traces, 50 spans, 0 assessments, SHA-256 [0-9a-f]{64}$");
        lines[2].ShouldBe(lines[1].Replace("source", "target", StringComparison.Ordinal));
        lines[3].ShouldBe("Compared 50 traces of 50 spans, 1 experiments, 0 runs, read back from both stores: the target has all of it, the same.");
        verified.ExitCode.ShouldBe(1);
        verified.Output.ShouldContain($"1 traces are missing at the target:\n  {TraceIdText(9)}");
        verified.Output.ShouldContain($"1 traces differ:\n  {TraceIdText(7)}");
        verified.Output.ShouldContain("the stores DIFFER.");
        verified.Output.ShouldContain("Not copied: 0 people, 0 API keys, and the audit log of the source."); // which has the migration by now
        (await CommandEntries.ReadAsync(source.StoreAddress)).ShouldBe(["export migrate [] done 50"]);
        (await CommandEntries.ReadAsync(target)).ShouldBe(["store migrate [] done 50"]);
    }

    [Fact]
    public async Task OneStore_ByTwoPaths_IsRefused()
    {
        using var folder = new TemporaryFolder();
        (await OtelBridgeCommand.RunAsync("seed", "--store", $"sqlite:{folder.File("a.db")}", "--traces", "1")).ExitCode.ShouldBe(0);
        Directory.CreateSymbolicLink(folder.File("other"), folder.Path);

        var result = await OtelBridgeCommand.RunAsync("migrate", "--from", $"sqlite:{folder.File("a.db")}", "--to", $"sqlite:{folder.File("other/a.db")}");

        result.ExitCode.ShouldBe(2);
        result.Error.ShouldContain("are one store.");
    }

    [Fact]
    public async Task WrongOptions_AreNamed()
    {
        using var folder = new TemporaryFolder();

        var missing = await OtelBridgeCommand.RunAsync("migrate", "--from", $"sqlite:{folder.File("none.db")}", "--to", $"sqlite:{folder.File("b.db")}");
        var unknown = await OtelBridgeCommand.RunAsync("migrate", "--from", "mysql:x", "--to", "sqlite:b.db", "--watch", "--verify-only");

        missing.ExitCode.ShouldBe(1);
        missing.Error.ShouldContain("There is no store at");
        File.Exists(folder.File("b.db")).ShouldBeFalse();
        unknown.ExitCode.ShouldBe(2);
        unknown.Error.ShouldContain("--watch and --verify-only exclude each other.");
    }

    [Fact]
    public async Task Export_ThroughAPipe_IntoImport_CopiesTheTraces()
    {
        using var folder = new TemporaryFolder();
        var (from, to) = ($"sqlite:{folder.File("a.db")}", $"sqlite:{folder.File("b.db")}");
        (await OtelBridgeCommand.RunAsync("seed", "--store", from, "--traces", "120")).ExitCode.ShouldBe(0);

        var lines = await ChildProcess.RunAsync("sh", ["-c", $"{OtelBridgeCommand.Line} export --store {from} | {OtelBridgeCommand.Line} import - --store {to}"]);
        var verified = await OtelBridgeCommand.RunAsync("migrate", "--from", from, "--to", to, "--verify-only");

        lines.ShouldBeEmpty(); // both speak on the error stream
        verified.Output.ShouldContain("Compared 120 traces of 1,200 spans");
    }
}
