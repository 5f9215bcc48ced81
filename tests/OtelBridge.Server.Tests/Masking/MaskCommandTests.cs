using OtelBridge.Otlp;
using OtelBridge.Server.Tests.Commands;
using OtelBridge.TestSupport;

namespace OtelBridge.Server.Tests.Masking;

public sealed class MaskCommandTests
{
    private const string Rules = """{"rules": [{"name": "questions", "attributes": ["mlflow.spanInputs", "mlflow.spanOutputs"]}, {"name": "mail", "find": "email"}]}""";

    [Fact]
    public async Task Commands_ThatWriteIntoAStore_KeepToTheRules_AndThoseOfLaterAreCaughtUpWith()
    {
        using var folder = new TemporaryFolder();
        var (mask, store, file) = (folder.File("mask.json"), $"sqlite:{folder.File("traces.db")}", folder.File("spans.jsonl"));
        await File.WriteAllTextAsync(mask, Rules);
        await File.WriteAllBytesAsync(file, OtlpJsonWriter.WriteRequest(OtlpSamples.Request(OtlpSamples.Span(1, 1).With("note", "to x@y.example"))).ToArray());
        var variables = new Dictionary<string, string?> { ["OTELBRIDGE_MASK"] = mask };

        (await OtelBridgeCommand.RunAsync(variables, "seed", "--store", store, "--traces", "3")).ExitCode.ShouldBe(0);
        (await OtelBridgeCommand.RunAsync(variables, "import", file, "--store", store)).ExitCode.ShouldBe(0);
        var masked = await OtelBridgeCommand.RunAsync(variables, "mask", "--store", store, "--dry-run");
        (await OtelBridgeCommand.RunAsync("seed", "--store", store, "--traces", "2", "--seed", "7")).ExitCode.ShouldBe(0);
        var late = await OtelBridgeCommand.RunAsync("mask", "--rules", mask, "--store", store, "--dry-run");
        var done = await OtelBridgeCommand.RunAsync("mask", "--rules", mask, "--store", store);
        var after = await OtelBridgeCommand.RunAsync("mask", "--rules", mask, "--store", store, "--dry-run");

        masked.Output.ShouldBe("Would mask 0 values in 0 of 4 traces and 0 runs and experiments.");
        late.Output.ShouldContain("questions: attributes mlflow.spanInputs, experiment 0, e.g. tr-");
        late.Output.ShouldContain(" values in 2 of 6 traces");
        done.Output.ShouldBe(late.Output.Replace("Would mask", "Masked", StringComparison.Ordinal), done.Error);
        after.Output.ShouldBe("Would mask 0 values in 0 of 6 traces and 0 runs and experiments.");
        (await CommandEntries.ReadAsync(store)).ShouldBe(["change mask [] done 2", "store import [experiment:0] done 1"]); // and nothing of those that only look
    }

    [Fact]
    public async Task RulesThatCannotBeUsed_StopTheStart_WithEveryFault()
    {
        using var folder = new TemporaryFolder();
        var mask = folder.File("mask.json");
        await File.WriteAllTextAsync(mask, """{"rules": [{"name": "a", "find": "emial"}, {"name": "b", "kyes": "x"}]}""");

        var serve = await OtelBridgeCommand.RunAsync("serve", "--mask", mask, "--retain", "soon");
        var none = await OtelBridgeCommand.RunAsync("mask", "--store", $"sqlite:{folder.File("traces.db")}");

        (serve.ExitCode, none.ExitCode).ShouldBe((2, 2));
        serve.Error.ShouldContain($"--mask: {mask}: a: 'emial' of find is not known");
        serve.Error.ShouldContain("b: 'kyes' is not known");
        serve.Error.ShouldContain("--retain: 'soon'");
        none.Error.ShouldContain("--rules FILE");
    }
}
