using Google.Protobuf;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Otlp;
using OtelBridge.TestSupport.Zipkin;

namespace OtelBridge.Interop.Tests.Examples;

/// <summary>The example as people run it: built, in a process of its own, against a foreign receiver and a real server, and against nothing.</summary>
public sealed class DualExportTests
{
    private static readonly string[] Shape = ["answer AGENT", "  chat LLM", "    find notes RETRIEVER", "    forecast TOOL"];

    [Theory]
    [InlineData("grpc")]
    [InlineData("http/protobuf")]
    public async Task Once_WithBothThere_GivesEachTheWholeTrace(string protocol)
    {
        using var folder = new TemporaryFolder();
        await using var server = await OtelBridgeProcess.StartAsync(folder.File("dual.db"));
        await using var receiver = await ForeignReceiver.StartAsync();
        var tracking = $"grpc://{server.GrpcAddress.Authority}";

        var (exitCode, output) = await RunAsync(
            ["--once"],
            ("OTEL_EXPORTER_OTLP_ENDPOINT", (protocol == "grpc" ? receiver.GrpcAddress : receiver.HttpAddress).ToString()),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", protocol),
            ("MLFLOW_TRACKING_URI", tracking));

        exitCode.ShouldBe(0, output);
        var received = (await receiver.ReceiveAsync(Shape.Length)).SelectMany(static export => export.Message.ResourceSpans).ToList();
        ShapeOf(received.AllSpans().Select(static span => (Hex(span.SpanId), Hex(span.ParentSpanId), span.Name, span.Attribute("mlflow.spanType")))).ShouldBe(Shape);
        var traceId = "tr-" + Hex(received.AllSpans().First().TraceId);
        output.ShouldContain(traceId);
        ZipkinForm.Traces(ZipkinIntake.Collector, received).ShouldHaveSingleItem();
        using var client = new MlflowClient(tracking);
        var stored = await client.GetTraceAsync(traceId);
        ShapeOf(stored.Spans.Select(static span => (span.SpanId, span.ParentId ?? string.Empty, span.Name, (string?)span.SpanType))).ShouldBe(Shape);
    }

    [Fact]
    public async Task Once_WithNothingThere_AnswersAndSaysWhatWasNotDelivered()
    {
        var (exitCode, output) = await RunAsync(["--once"], ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1"), ("MLFLOW_TRACKING_URI", "grpc://127.0.0.1:1"));

        exitCode.ShouldBe(0, output);
        output.ShouldContain("No: 10 % chance of rain.");
        output.ShouldContain("collector: 0 sent");
        output.ShouldContain("store: 0 sent");
    }

    [Fact]
    public async Task Start_WithAnUnknownArgument_IsAUsageError()
    {
        var (exitCode, output) = await RunAsync(["--twice"]);

        exitCode.ShouldBe(2);
        output.ShouldContain("'--twice' is not known");
    }

    /// <summary>Name and type of each span, indented by its depth, children by name.</summary>
    private static IEnumerable<string> ShapeOf(IEnumerable<(string Id, string Parent, string Name, string? Type)> spans)
    {
        var children = spans.OrderBy(static span => span.Name, StringComparer.Ordinal).ToLookup(static span => span.Parent);
        return Below(string.Empty, string.Empty);

        IEnumerable<string> Below(string parent, string indent) =>
            children[parent].SelectMany(span => Below(span.Id, indent + "  ").Prepend($"{indent}{span.Name} {span.Type}"));
    }

    private static string Hex(ByteString id) => Convert.ToHexStringLower(id.Span);

    private static async Task<(int ExitCode, string Output)> RunAsync(string[] arguments, params (string Name, string Value)[] environment)
    {
        using var folder = new TemporaryFolder();
        var variables = environment.ToDictionary(static pair => pair.Name, static pair => (string?)pair.Value);
        await using var process = ChildProcess.Start("dotnet", [Program(), .. arguments], folder.Path, variables);
        var lines = await process.ReadRestAsync();
        return (await process.WaitForExitAsync(), string.Join('\n', [.. lines, process.Errors]));
    }

    // tests/OtelBridge.Interop.Tests/bin/Release/net10.0 -> examples/DualExport/bin/Release/net10.0
    private static string Program()
    {
        var place = Path.GetRelativePath(RepositoryFolder.File("tests", "OtelBridge.Interop.Tests"), AppContext.BaseDirectory);
        return RepositoryFolder.File("examples", "DualExport", place, "DualExport.dll");
    }
}
