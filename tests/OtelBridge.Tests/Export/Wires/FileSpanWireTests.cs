using System.Text.Json;
using OtelBridge.Export;
using OtelBridge.Export.Wires;
using OtelBridge.TestSupport;

namespace OtelBridge.Tests.Export.Wires;

public sealed class FileSpanWireTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Requests_AreLinesOfOtlpJson_InAFolderThatIsMade()
    {
        var path = Path.Combine(_folder.Path, "new", "folder", "spans.jsonl");
        using var tracing = Traced.To(("Mlflow:Destinations:log:Kind", "File"), ("Mlflow:Destinations:log:Endpoint", path));

        string id;
        using (var root = Mlflow.StartSpan("first").SetInputs("line\nbreak"))
        {
            id = root.TraceId;
        }

        await tracing.FlushAsync(Traced.Patience);
        Mlflow.StartSpan("second").Dispose();
        await tracing.FlushAsync(Traced.Patience);

        tracing.Delivery.ShouldHaveSingleItem().Sent.ShouldBe(2);
        var spans = Spans(path);
        spans.Select(static s => s.GetProperty("name").GetString()).ShouldBe(["first", "second"]);
        spans[0].GetProperty("traceId").GetString().ShouldBe(id[3..], "ids are hex digits");
        (await File.ReadAllTextAsync(path)).ShouldEndWith("\n");
    }

    [Fact]
    public async Task SeveralWriters_LeaveWholeLines()
    {
        var path = _folder.File("shared.jsonl");
        var wires = Enumerable.Range(0, 4).Select(_ => new FileSpanWire(path, TimeProvider.System)).ToArray();

        await Parallel.ForAsync(0, 40, async (i, token) => await wires[i % 4].SendAsync(Parcels.Of(Parcels.Span($"s{i}", null, 1, 2, ("long", new string('x', 50_000)))), token));

        Spans(path).Select(static s => s.GetProperty("name").GetString()).ShouldBe(Enumerable.Range(0, 40).Select(static i => $"s{i}"), ignoreOrder: true);
    }

    [Fact]
    public async Task FileThatIsMovedAway_IsBegunAnew()
    {
        var path = _folder.File("spans.jsonl");
        using var wire = new FileSpanWire(path, TimeProvider.System);
        await wire.SendAsync(Parcels.Of(Parcels.Span("old")), default);

        File.Move(path, path + ".1");
        await wire.SendAsync(Parcels.Of(Parcels.Span("new")), default);

        Spans(path).ShouldHaveSingleItem().GetProperty("name").GetString().ShouldBe("new");
        Spans(path + ".1").ShouldHaveSingleItem().GetProperty("name").GetString().ShouldBe("old");
    }

    [Fact]
    public async Task PlaceThatCannotBe_IsNamed()
    {
        var file = _folder.File("file");
        await File.WriteAllTextAsync(file, string.Empty);
        using var events = new Events();
        using var tracing = Traced.To(("Mlflow:Destinations:log:Kind", "File"), ("Mlflow:Destinations:log:Endpoint", Path.Combine(file, "below.jsonl")));

        Mlflow.StartSpan("lost").Dispose();
        await tracing.FlushAsync(Traced.Patience);

        tracing.Delivery.ShouldHaveSingleItem().ShouldSatisfyAllConditions(d => d.Sent.ShouldBe(0), d => d.Dropped[DropReason.Failed].ShouldBe(1));
        events.Texts("SendFailed").ShouldHaveSingleItem().ShouldContain("Name a file in a folder that the program may write to");
    }

    [Fact]
    public async Task Folder_IsNoFile()
    {
        using var wire = new FileSpanWire(_folder.Path, TimeProvider.System);

        (await Should.ThrowAsync<SendException>(() => wire.SendAsync(Parcels.Of(Parcels.Span("s")), default))).Failure.ShouldBe(SendFailure.Broken);
    }

    [Fact]
    public async Task DiskThatIsFull_MayPass()
    {
        if (!File.Exists("/dev/full"))
        {
            return; // the device that is always full, which other systems than Linux do not have
        }

        using var wire = new FileSpanWire("/dev/full", TimeProvider.System);

        var failure = await Should.ThrowAsync<SendException>(() => wire.SendAsync(Parcels.Of(Parcels.Span("s")), default));

        failure.Failure.ShouldBe(SendFailure.Transient);
        failure.Message.ShouldContain("is full");
    }

    private static List<JsonElement> Spans(string path) =>
    [
        .. File.ReadAllLines(path).SelectMany(static line => JsonDocument.Parse(line).RootElement.GetProperty("resourceSpans").EnumerateArray())
            .SelectMany(static r => r.GetProperty("scopeSpans").EnumerateArray())
            .SelectMany(static s => s.GetProperty("spans").EnumerateArray()),
    ];
}
