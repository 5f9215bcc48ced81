using OtelBridge.Grpc;
using OtelBridge.Server.Commands;
using OtelBridge.Server.Transfer;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;

namespace OtelBridge.Server.Tests.Transfer;

public sealed class TraceExporterTests
{
    private const int Traces = 330;

    private static readonly TraceSelection All = new([], "", []);

    [Theory]
    [InlineData("jsonl", 0)]
    [InlineData("jsonl", 5)]
    [InlineData("csv", 13)]
    [InlineData("csv", 25)]
    public async Task Export_StoppedAndResumed_EndsInTheSameFile(string name, int reads)
    {
        await using var server = await StartAsync();
        using var folder = new TemporaryFolder();
        var (whole, file) = (folder.File("whole"), folder.File("resumed"));
        await using var source = await StoreTraceSource.OpenAsync(server.StoreAddress, CancellationToken.None);
        await ExportAsync(source, name, whole, resume: false);

        await Should.ThrowAsync<StoreUnavailableException>(() => ExportAsync(new FaultySource(source, reads), name, file, resume: true));
        File.Exists(file).ShouldBeFalse();
        await File.AppendAllTextAsync(file + ".part", "{\"half of a li");
        var count = await ExportAsync(source, name, file, resume: true);

        count.ShouldBe(Traces);
        (await File.ReadAllBytesAsync(file)).ShouldBe(await File.ReadAllBytesAsync(whole));
        Directory.GetFiles(folder.Path).ShouldBe([whole, file], ignoreOrder: true);
    }

    [Fact]
    public async Task Resume_WithAnotherQuestion_IsRefused()
    {
        await using var server = await StartAsync();
        using var folder = new TemporaryFolder();
        await using var source = await StoreTraceSource.OpenAsync(server.StoreAddress, CancellationToken.None);
        await Should.ThrowAsync<StoreUnavailableException>(() => ExportAsync(new FaultySource(source, 15), "csv", folder.File("f"), resume: false));

        var refused = await Should.ThrowAsync<TransferException>(() => ExportAsync(source, "jsonl", folder.File("f"), resume: true));

        refused.Message.ShouldContain("start again without --resume");
        (await ExportAsync(source, "jsonl", folder.File("f"), resume: false)).ShouldBe(Traces);
    }

    private static async Task<long> ExportAsync(ITraceSource source, string format, string file, bool resume)
    {
        var exporter = new TraceExporter(source, format == "csv" ? new CsvFormat() : new JsonLinesFormat(), All);
        await using var output = FileOutput.Open(file, exporter.Question, resume);
        return await exporter.RunAsync(output, long.MaxValue, static _ => { }, CancellationToken.None);
    }

    private static async Task<ServerUnderTest> StartAsync()
    {
        var server = await ServerUnderTest.StartAsync();
        await server.Grpc.CallAsync(TraceServiceMethods.Export, OtlpSamples.Request(Enumerable.Range(1, Traces).Select(
            static number => OtlpSamples.Span(number, number, offsetMs: number))));
        return server;
    }
}
