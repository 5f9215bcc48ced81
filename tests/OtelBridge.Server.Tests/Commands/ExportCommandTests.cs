using System.Text.Json;
using OtelBridge.Attributes;
using OtelBridge.Grpc;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;

namespace OtelBridge.Server.Tests.Commands;

public sealed class ExportCommandTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Jsonl_WritesEveryTrace_AsGetShowsIt(bool fromStore)
    {
        await using var server = await StartWithTracesAsync(103);
        using var folder = new TemporaryFolder();
        var file = folder.File("traces.jsonl");

        var result = await OtelBridgeCommand.RunAsync(["export", .. Source(server, fromStore), "--output", file]);

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldBeEmpty();
        result.ErrorLines.ShouldBe([$"Exported 103 traces to {file}."]);
        var lines = await File.ReadAllLinesAsync(file);
        lines.Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("info").GetProperty("trace_id").GetString())
            .ShouldBe(Enumerable.Range(1, 103).Reverse().Select(OtlpSamples.TraceIdText));
        var shown = await OtelBridgeCommand.RunAsync("get", OtlpSamples.TraceIdText(7), "--store", server.StoreAddress, "--json");
        var line = JsonDocument.Parse(lines[^7]).RootElement;
        line.GetProperty("experiment_name").GetString().ShouldBe("Default");
        foreach (var part in JsonDocument.Parse(shown.Output).RootElement.EnumerateObject())
        {
            line.GetProperty(part.Name).GetRawText().ShouldBe(part.Value.GetRawText());
        }

        Directory.GetFiles(folder.Path).ShouldBe([file]);
    }

    [Fact]
    public async Task Output_IsTheStream_WhenNoFileIsNamed()
    {
        await using var server = await StartWithTracesAsync(3);

        var result = await OtelBridgeCommand.RunAsync("export", "--store", server.StoreAddress, "--max", "2");

        result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(2);
        result.ErrorLines.ShouldBe(["Exported 2 traces."]);
    }

    [Fact]
    public async Task Csv_HoldsWholeContent_QuotedAndWithoutFormulas()
    {
        var question = "\"" + new string('q', 3000) + ", \\\"really\\\"?\"";
        await using var server = await ServerUnderTest.StartAsync();
        await server.Grpc.CallAsync(TraceServiceMethods.Export, OtlpSamples.Request(
            OtlpSamples.Span(1, 1, name: "=HYPERLINK(\"http://x\")", durationMs: 15)
                .With(MlflowKeys.SpanInputs, question)
                .With(MlflowKeys.SpanOutputs, "-5")
                .With(MlflowKeys.TraceUser, "zoë\nline")));

        var result = await OtelBridgeCommand.RunAsync("export", "--store", server.StoreAddress, "--format", "csv");

        result.ExitCode.ShouldBe(0, result.Error);
        var lines = result.Output.ReplaceLineEndings("\n").Split('\n', 2);
        lines[0].ShouldBe(
            "trace_id,experiment_id,state,request_time,execution_duration_ms,name,request,response,session,user,"
            + "input_tokens,output_tokens,total_tokens,input_cost,output_cost,total_cost,unpriced_spans,tags,metadata,assessments");
        lines[1].Trim().ShouldBe(
            $"{OtlpSamples.TraceIdText(1)},0,OK,2025-11-05T08:49:18.000Z,15,\"'=HYPERLINK(\"\"http://x\"\")\","
            + $"\"{question.Replace("\"", "\"\"", StringComparison.Ordinal)}\",'-5,,\"zoë\nline\",,,,,,,,{{}},"
            + "\"{\"\"mlflow.trace.user\"\":\"\"zoë\\nline\"\"}\",[]");
    }

    [Fact]
    public async Task Csv_OfTracesThatCostSomething_HasDollars()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await server.Grpc.CallAsync(TraceServiceMethods.Export, OtlpSamples.Request(
            OtlpSamples.Span(1, 1).With(MlflowKeys.LlmCost, """{"input_cost":0.00001,"output_cost":2.5,"total_cost":2.50001}"""),
            OtlpSamples.Span(1, 2, parent: 77).With(MlflowKeys.ChatTokenUsage, """{"input_tokens":1,"output_tokens":2,"total_tokens":3}""")));

        var result = await OtelBridgeCommand.RunAsync("export", "--store", server.StoreAddress, "--format", "csv");

        result.Output.ShouldContain(",1,2,3,0.00001,2.5,2.50001,1,");
    }

    [Fact]
    public async Task Filter_AndOrder_ChooseTheTraces()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await server.Grpc.CallAsync(TraceServiceMethods.Export, OtlpSamples.Request(Enumerable.Range(1, 250).Select(static number => OtlpSamples.Span(
            number, number, offsetMs: number, status: number % 2 == 0 ? Status.Types.StatusCode.Error : Status.Types.StatusCode.Ok))));

        var result = await OtelBridgeCommand.RunAsync(
            "export", "--store", server.StoreAddress, "--filter", "trace.status = 'ERROR'", "--order-by", "timestamp ASC", "--max", "120");
        var refused = await OtelBridgeCommand.RunAsync("export", "--store", server.StoreAddress, "--filter", "trace.status = ");

        result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => JsonDocument.Parse(line).RootElement.GetProperty("info").GetProperty("trace_id").GetString())
            .ShouldBe(Enumerable.Range(1, 120).Select(static number => OtlpSamples.TraceIdText(number * 2)));
        refused.ExitCode.ShouldBe(2);
        refused.Error.ShouldStartWith("otelbridge: ");
        refused.Error.ShouldNotContain("bug");
    }

    [Fact]
    public async Task WrongOptions_AreNamedTogether()
    {
        var result = await OtelBridgeCommand.RunAsync("export", "--max", "0", "--resume");

        result.ExitCode.ShouldBe(2);
        result.ErrorLines.ShouldBe(["otelbridge: --max: 0 is not above 0.", "otelbridge: --resume needs --output: only a file can be gone on with.", "See: otelbridge export --help"]);
    }

    [Fact]
    public async Task Output_ThatCannotBeWritten_IsNamed()
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var folder = new TemporaryFolder();

        var result = await OtelBridgeCommand.RunAsync("export", "--store", server.StoreAddress, "--output", Path.Combine(folder.Path, "none", "f"));

        result.ExitCode.ShouldBe(1);
        result.Error.ShouldStartWith($"otelbridge: '{Path.Combine(folder.Path, "none", "f")}' cannot be written: ");
    }

    [Fact]
    public async Task Output_ThatIsADevice_IsLeftAsItIs()
    {
        await using var server = await StartWithTracesAsync(1);

        var result = await OtelBridgeCommand.RunAsync("export", "--store", server.StoreAddress, "--output", "/dev/otelbridge-device");

        result.Error.ShouldContain("'/dev/otelbridge-device' is a device");
        File.Exists("/dev/otelbridge-device.part").ShouldBeFalse();
    }

    [Fact]
    public async Task Output_InTheFolderOfMemoryAmongTheDevices_IsAFile()
    {
        await using var server = await StartWithTracesAsync(1);
        var file = $"/dev/shm/otelbridge-{Guid.NewGuid():n}.jsonl";
        try
        {
            (await OtelBridgeCommand.RunAsync("export", "--store", server.StoreAddress, "--output", file)).ExitCode.ShouldBe(0);
            File.ReadLines(file).ShouldHaveSingleItem();
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string[] Source(ServerUnderTest server, bool fromStore) =>
        fromStore ? ["--store", server.StoreAddress] : ["--server", server.GrpcAddress.ToString()];

    private static async Task<ServerUnderTest> StartWithTracesAsync(int count)
    {
        var server = await ServerUnderTest.StartAsync();
        await server.Grpc.CallAsync(TraceServiceMethods.Export, OtlpSamples.Request(Enumerable.Range(1, count).Select(
            static number => OtlpSamples.Span(number, number, name: "name \n \u2028 [x]", offsetMs: number).With("text", "line\nbreak"))));
        return server;
    }
}
