using System.Text;
using System.Text.Json;
using OtelBridge.Attributes;
using OtelBridge.Grpc;
using OtelBridge.Otlp;
using OtelBridge.Server.Otlp;
using OtelBridge.TestSupport;

namespace OtelBridge.Server.Tests.Commands;

public sealed class GetCommandTests
{
    [Theory]
    [InlineData("--server")]
    [InlineData("--store")]
    public async Task Json_HasTheRecordAndEverySpanAsSent(string from)
    {
        await using var server = await ServerUnderTest.StartAsync();
        var sent = OtlpSamples.Request(
            OtlpSamples.Span(1, 1, name: "agent").With(MlflowKeys.SpanType, SpanType.Agent).With(MlflowKeys.SpanInputs, """{"q":"größe"}"""),
            OtlpSamples.Span(1, 2, parent: 1, offsetMs: 1, status: Status.Types.StatusCode.Error).With("n", new AnyValue { DoubleValue = double.NaN }));
        await server.Grpc.CallAsync(TraceServiceMethods.Export, sent.Clone());

        var result = await OtelBridgeCommand.RunAsync("get", OtlpSamples.TraceIdText(1), "--json", from, AddressFor(from, server));

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.TrimEnd().ShouldNotContain('\n');
        OtlpJsonReader.ReadRequest(Encoding.UTF8.GetBytes(result.Output)).ShouldBe(sent);
        var info = JsonDocument.Parse(result.Output).RootElement.GetProperty("info");
        info.GetProperty("trace_id").GetString().ShouldBe(OtlpSamples.TraceIdText(1));
        info.GetProperty("state").GetString().ShouldBe("OK");
        info.GetProperty("span_count").GetInt64().ShouldBe(2);
        info.GetProperty("start_time_unix_nano").GetString().ShouldBe("1762332558000000000");
        info.GetProperty("duration_nano").GetString().ShouldBe("11000000");
        info.GetProperty("request_preview").GetString().ShouldNotBeNull().ShouldContain("größe");
    }

    [Fact]
    public async Task Tree_ShowsNamesTypesTimesAndErrors()
    {
        await using var server = await ServerUnderTest.StartAsync();
        var failed = OtlpSamples.Span(1, 3, parent: 2, name: "model", offsetMs: 2, durationMs: 1500, status: Status.Types.StatusCode.Error);
        failed.Status.Message = "quota exceeded";
        await server.Grpc.CallAsync(TraceServiceMethods.Export, OtlpSamples.Request(
            OtlpSamples.Span(1, 1, name: "agent", durationMs: 2000).With(MlflowKeys.SpanType, "\"AGENT\""),
            OtlpSamples.Span(1, 2, parent: 1, name: "chain", offsetMs: 1, durationMs: 1600),
            failed,
            OtlpSamples.Span(1, 4, parent: 99, name: "lost", durationMs: -1)));

        var result = await GetAsync(server);

        result.Output.ShouldContain("agent  AGENT  2 s  OK\n└── chain  1.6 s  OK\n    └── model  1.5 s  ERROR  quota exceeded\n");
        result.Output.ShouldContain("lost  not ended  OK  (its parent is not here)");
        result.Output.ShouldContain("experiment  0");
        result.Output.ShouldContain("started     2025-11-05 08:49:18.000Z");
    }

    [Fact]
    public async Task Tree_OfCallsThatCostSomething_ShowsEachAndTheSum()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await server.Grpc.CallAsync(TraceServiceMethods.Export, OtlpSamples.Request(
            OtlpSamples.Span(1, 1, name: "agent", durationMs: 2000),
            OtlpSamples.Span(1, 2, parent: 1, name: "first", offsetMs: 1, durationMs: 5).With(MlflowKeys.LlmCost, """{"input_cost":0.001,"output_cost":0.002345678,"total_cost":0.003345678}"""),
            OtlpSamples.Span(1, 3, parent: 1, name: "second", offsetMs: 2, durationMs: 5).With(MlflowKeys.ChatTokenUsage, """{"input_tokens":1}""")));

        var tree = await GetAsync(server);
        var json = await OtelBridgeCommand.RunAsync("get", OtlpSamples.TraceIdText(1), "--json", "--store", server.StoreAddress);

        tree.Output.ShouldContain("cost        $0.001 in, $0.002346 out, $0.003346 total, without 1 span of unknown price");
        tree.Output.ShouldContain("first  5 ms  OK  $0.003346\n");
        tree.Output.ShouldContain("second  5 ms  OK");
        tree.Output.ShouldNotContain("second  5 ms  OK  $");
        var root = JsonDocument.Parse(json.Output).RootElement;
        root.GetProperty("info").GetProperty("cost").GetRawText()
            .ShouldBe("""{"input_cost":0.001,"output_cost":0.002345678,"total_cost":0.003345678,"unpriced_spans":1}""");
        root.GetProperty("spanCosts").EnumerateObject().ShouldHaveSingleItem().Name.ShouldBe(OtlpSamples.SpanIdText(2));
    }

    [Fact]
    public async Task Tree_OfMoreRootsThanAnyoneReads_IsCutAndSaysSo()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await server.Grpc.CallAsync(
            TraceServiceMethods.Export, OtlpSamples.Request(Enumerable.Range(1, 2500).Select(static number => OtlpSamples.Span(1, number))));

        var result = await GetAsync(server);

        result.Output.ShouldContain("and 500 more spans or branches");
        result.Output.Split('\n').Length.ShouldBeLessThan(2050);
    }

    [Fact]
    public async Task TextOfOthers_IsNeitherMarkupNorControl()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await server.Grpc.CallAsync(TraceServiceMethods.Export, OtlpSamples.Request(
            OtlpSamples.Span(1, 1, name: "[red]not markup[/] [[ \u001b[2J\u0007\u009b31m\u202Eevil\nline ]")
                .With(MlflowKeys.SpanType, "[/]\u001b]0;title\u0007")
                .With(MlflowKeys.SpanInputs, "\u001b[31m[bold]")));

        var result = await GetAsync(server);

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldContain("[red]not markup[/] [[ ␛[2J␇\uFFFD31m\uFFFDevil↵line ]  [/]␛]0;title␇");
        result.Output.ShouldNotContain('\u001b');
        result.Output.ShouldNotContain('\u0007');
    }

    [Fact]
    public async Task Trace_DeeperThanAScreen_IsCutWithAWord()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await server.Grpc.CallAsync(TraceServiceMethods.Export, OtlpSamples.Request(
            Enumerable.Range(1, 3000).Select(static number => OtlpSamples.Span(1, number, number == 1 ? null : number - 1))));

        var result = await GetAsync(server);

        result.ExitCode.ShouldBe(0, result.Error);
        result.Output.ShouldContain("--json shows all");
    }

    [Fact]
    public async Task TraceThatIsNotThere_IsOneLine()
    {
        await using var server = await ServerUnderTest.StartAsync();

        var result = await GetAsync(server);

        result.ExitCode.ShouldBe(1);
        result.Error.Trim().ShouldBe($"otelbridge: Trace '{OtlpSamples.TraceIdText(1)}' is not stored here.");
        result.Output.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("--server", "grpc://127.0.0.1:1", 1, "No answer from 127.0.0.1:1")]
    [InlineData("--server", "http://127.0.0.1:80", 1, "127.0.0.1:80")]
    [InlineData("--server", "nonsense", 2, "'nonsense' is not the address of a server")]
    [InlineData("--store", "nonsense", 1, "'nonsense' is not the address of a store")]
    [InlineData("--store", "sqlite:/nowhere/at/all.db", 1, "no store at")]
    public async Task SourceThatCannotBeRead_SaysWhy(string option, string address, int exitCode, string reason)
    {
        var result = await OtelBridgeCommand.RunAsync("get", OtlpSamples.TraceIdText(1), option, address);

        result.ExitCode.ShouldBe(exitCode, result.Error);
        result.Error.ShouldContain(reason);
        result.Error.ShouldNotContain("   at ");
    }

    [Fact]
    public async Task TrackingUri_InTheEnvironment_IsTheServer()
    {
        await using var server = await ServerUnderTest.StartAsync();
        await server.Grpc.CallAsync(TraceServiceMethods.Export, OtlpSamples.Request(OtlpSamples.Span(1, 1)));
        var environment = new Dictionary<string, string?> { ["MLFLOW_TRACKING_URI"] = $"grpc://{server.GrpcAddress.Authority}" };

        var result = await OtelBridgeCommand.RunAsync(environment, "get", OtlpSamples.TraceIdText(1));

        result.ExitCode.ShouldBe(0, result.Error);
    }

    private static Task<CommandResult> GetAsync(ServerUnderTest server) =>
        OtelBridgeCommand.RunAsync("get", OtlpSamples.TraceIdText(1), "--server", $"grpc://{server.GrpcAddress.Authority}");

    private static string AddressFor(string option, ServerUnderTest server) =>
        option == "--store" ? server.StoreAddress : $"grpc://{server.GrpcAddress.Authority}";
}
