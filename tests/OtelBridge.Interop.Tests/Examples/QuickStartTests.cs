using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using OtelBridge.Interop.Tests.Messages;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;

namespace OtelBridge.Interop.Tests.Examples;

/// <summary>The example as people run it: built, in a process of its own, with the variables that it says it heeds.</summary>
public sealed class QuickStartTests : IDisposable
{
    private const int ShownAtLeast = 3;

    private const string Completion =
        """
        {
          "id": "chatcmpl-1", "object": "chat.completion", "created": 1762332558, "model": "test-model",
          "choices": [{"index": 0, "message": {"role": "assistant", "content": "The model's words. [1]"}, "finish_reason": "stop"}],
          "usage": {"prompt_tokens": 101, "completion_tokens": 22, "total_tokens": 123}
        }
        """;

    private static readonly string[] Pipeline = ["answer AGENT", "retrieve RETRIEVER", "rerank RERANKER", "chat CHAT_MODEL", "parse PARSER"];

    private readonly QuickStartProgram _example = new();

    public void Dispose() => _example.Dispose();

    [Fact]
    public async Task Once_WithNothingElse_ShowsWholeTracesThatStayInTheStore()
    {
        var run = await _example.RunOnceAsync();

        ShouldShowWholeTraces(run);
        run.Fact("answers").ShouldContain("no language model");
        run.Fact("answers").ShouldContain("OPENAI_API_KEY");
        run.Fact("later").ShouldContain($"--store \"{_example.Store}\"");
        foreach (var trace in run.Traces())
        {
            var stored = await GetAsync(trace.Id, "--store", _example.Store);
            OtlpJson.Describe(stored["resourceSpans"]!).Count.ShouldBe(Pipeline.Length);
            ((string?)stored["info"]!["state"]).ShouldBe("OK");
        }
    }

    [Theory]
    [InlineData("Mlflow__Export", "Both")]
    [InlineData("MLFLOW_TRACE_ENABLE_OTLP_DUAL_EXPORT", "true")]
    public async Task Once_ToBoth_GivesForeignReceiverAndStoreTheSameSpans(string name, string value)
    {
        var (receiver, address) = await NodePeer.StartReceiverAsync();
        await using var _ = receiver;

        var run = await _example.RunOnceAsync(
            (name, value), ("OTEL_EXPORTER_OTLP_ENDPOINT", Text(address)), ("Mlflow__Destinations__collector__Dialects", "Mlflow"));

        ShouldShowWholeTraces(run);
        var stored = await StoredSpansAsync(run);
        var received = await ReceiveAsync(receiver, stored.Count);
        received.Keys.ShouldBe(stored.Keys);
        foreach (var (id, span) in stored)
        {
            received[id].ShouldBe(span);
        }
    }

    [Fact]
    public async Task Once_ToBothWhileTheReceiverIsStopped_StoresEverySpanAndSaysWhatWaits()
    {
        var (receiver, address) = await NodePeer.StartReceiverAsync();
        await receiver.DisposeAsync();

        var run = await _example.RunOnceAsync(("Mlflow__Export", "Both"), ("OTEL_EXPORTER_OTLP_ENDPOINT", Text(address)));

        ShouldShowWholeTraces(run);
        var stored = await StoredSpansAsync(run);
        stored.Count.ShouldBe(run.Traces().Count * Pipeline.Length);
        run.Screen.ShouldContain($"0 spans delivered, 0 dropped, {stored.Count} still waiting");
        run.Screen.ShouldContain($"{stored.Count} spans delivered, 0 dropped");
    }

    [Fact]
    public async Task Once_ToACollectorAlone_SendsThereAndStartsNoStore()
    {
        var (receiver, address) = await NodePeer.StartReceiverAsync();
        await using var _ = receiver;

        var run = await _example.RunOnceAsync(("OTEL_EXPORTER_OTLP_ENDPOINT", Text(address)));

        run.ExitCode.ShouldBe(0, run.Screen + run.Errors);
        run.Screen.ShouldContain("Spans go to the collector alone");
        File.Exists(_example.Store["sqlite:".Length..]).ShouldBeFalse();
        var received = await ReceiveAsync(receiver, ShownAtLeast * Pipeline.Length);
        run.Screen.ShouldContain($"{received.Count} spans delivered, 0 dropped");
    }

    [Fact]
    public async Task Once_WithANamedStore_UsesThatOne()
    {
        using var folder = new TemporaryFolder();
        await using var server = await OtelBridgeProcess.StartAsync(folder.File("named.db"));
        var uri = $"grpc://{server.GrpcAddress.Authority}";

        var run = await _example.RunOnceAsync(("MLFLOW_TRACKING_URI", uri));

        ShouldShowWholeTraces(run);
        run.Fact("now").ShouldContain(uri);
        File.Exists(_example.Store["sqlite:".Length..]).ShouldBeFalse();
        var stored = await GetAsync(run.Traces()[0].Id, "--server", uri);
        OtlpJson.Describe(stored["resourceSpans"]!).Count.ShouldBe(Pipeline.Length);
    }

    [Fact]
    public async Task Once_WhileThePortsAreTaken_ListensOnOthersAndSaysSo()
    {
        int[] ports = [4317, 4318, 5000];
        var blockers = ports.Select(Take).ToList();

        var run = await _example.RunOnceAsync();

        blockers.ForEach(blocker => blocker?.Dispose());
        ShouldShowWholeTraces(run);
        foreach (var (name, port) in new[] { "gRPC", "OTLP/HTTP", "HTTP" }.Zip(ports))
        {
            run.Screen.ShouldContain($"Port {port} is taken");
            new Uri(run.Fact(name)).Port.ShouldNotBe(port);
        }
    }

    [Theory]
    [InlineData("--twice")]
    [InlineData("once")]
    public async Task Start_WithAWrongArgument_IsAUsageError(string argument)
    {
        var run = await _example.RunAsync([argument]);

        run.ExitCode.ShouldBe(2);
        run.Errors.ShouldContain(argument);
        run.Errors.ShouldContain("Usage: dotnet run --project examples/QuickStart [-- --once]");
        run.Lines.ShouldBeEmpty();
    }

    [Fact]
    public async Task Start_WithoutOnce_ServesUntilItIsToldToStop()
    {
        await using var process = _example.Start([]);
        var lines = new List<string>();
        while (lines.LastOrDefault()?.StartsWith("Serving.", StringComparison.Ordinal) != true)
        {
            lines.Add(await process.ReadLineAsync());
        }

        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var shown = new QuickStartRun(0, lines, string.Empty);
        var health = await http.GetStringAsync(new Uri(new Uri(shown.Fact("HTTP")), "/health")).WaitAsync(TimeSpan.FromSeconds(30));
        await ChildProcess.RunAsync("sh", ["-c", $"kill -INT {process.Id}"]);

        health.ShouldBe("OK");
        (await process.WaitForExitAsync()).ShouldBe(0);
        shown.Traces().Count.ShouldBeGreaterThanOrEqualTo(ShownAtLeast);
    }

    [Fact]
    public async Task Once_WithAKey_AsksTheModelAndRecordsItsUsage()
    {
        await using var model = await LoopbackHttpServer.StartAsync(context => context.Response.WriteAsync(Completion), HttpProtocols.Http1);

        var run = await _example.RunOnceAsync(("OPENAI_API_KEY", "a-secret"), ("OPENAI_BASE_URL", $"{Text(model.Address)}/v1"), ("OPENAI_MODEL", "test-model"));

        ShouldShowWholeTraces(run);
        run.Fact("answers").ShouldBe($"test-model at {model.Address.Authority}");
        run.Screen.ShouldContain("The model's words. [1]");
        var stored = await GetAsync(run.Traces()[0].Id, "--store", _example.Store);
        ((int)stored["info"]!["token_usage"]!["input_tokens"]!).ShouldBe(101);
        ((int)stored["info"]!["token_usage"]!["output_tokens"]!).ShouldBe(22);
        stored.ToJsonString().ShouldNotContain("a-secret");
    }

    [Fact]
    public async Task Once_WhileTheModelRefuses_SaysWhatToDoAndShowsTheFailedTrace()
    {
        await using var model = await LoopbackHttpServer.StartAsync(
            context =>
            {
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                return context.Response.WriteAsync("""{"error":{"message":"no","type":"invalid_request_error"}}""");
            },
            HttpProtocols.Http1);

        var run = await _example.RunOnceAsync(("OPENAI_API_KEY", "a-secret"), ("OPENAI_BASE_URL", $"{Text(model.Address)}/v1"));

        run.ExitCode.ShouldBe(1, run.Screen + run.Errors);
        run.Screen.ShouldContain("Check OPENAI_API_KEY");
        run.Screen.ShouldNotContain("a-secret");
        var trace = run.Traces().ShouldHaveSingleItem();
        trace.IsOk.ShouldBeFalse();
        trace.Spans.ShouldBe(Pipeline[..^1]);
    }

    private static void ShouldShowWholeTraces(QuickStartRun run)
    {
        run.ExitCode.ShouldBe(0, run.Screen + run.Errors);
        run.Errors.ShouldBeEmpty();
        var traces = run.Traces();
        traces.Count.ShouldBeGreaterThanOrEqualTo(ShownAtLeast);
        foreach (var trace in traces)
        {
            trace.IsOk.ShouldBeTrue();
            trace.Spans.ShouldBe(Pipeline);
        }
    }

    private async Task<SortedDictionary<string, string>> StoredSpansAsync(QuickStartRun run)
    {
        var spans = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var trace in run.Traces())
        {
            var stored = await GetAsync(trace.Id, "--store", _example.Store);
            foreach (var (id, span) in OtlpJson.Describe(stored["resourceSpans"]!))
            {
                spans.Add(id, span);
            }
        }

        return spans;
    }

    private static async Task<JsonNode> GetAsync(string traceId, string option, string source) =>
        JsonNode.Parse(await OtelBridgeProcess.RunAsync("get", traceId, "--json", option, source))!;

    /// <summary>Everything that the receiver got, span by span, until it has at least so many.</summary>
    private static async Task<IReadOnlyDictionary<string, string>> ReceiveAsync(NodePeer receiver, int spans)
    {
        var all = new ExportTraceServiceRequest();
        for (var count = 0; count < spans;)
        {
            var line = await receiver.ReadAsync();
            MessageExtensions.MergeFrom(all, Convert.FromBase64String((string)line["encoded"]!));
            count += (int)line["spans"]!;
        }

        return OtlpJson.Describe(OtlpJson.Write(all)["resourceSpans"]!);
    }

    /// <summary>Takes a port; null when another program has it, which serves as well.</summary>
    private static TcpListener? Take(int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return listener;
        }
        catch (SocketException)
        {
            listener.Dispose();
            return null;
        }
    }

    private static string Text(Uri address) => address.GetLeftPart(UriPartial.Authority);
}
