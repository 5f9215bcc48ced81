using Google.Protobuf;
using OtelBridge.Attributes;
using OtelBridge.Export.Wires;
using OtelBridge.Otlp;

namespace OtelBridge.Tests.Export.Wires;

public sealed class ConsoleSpanWireTests
{
    [Fact]
    public async Task Trace_WhoseRootCame_IsPrintedAsATree()
    {
        var output = new StringWriter();
        using var wire = new ConsoleSpanWire(output, isColored: false);
        var root = Parcels.Span("agent", null, 0, 120, (MlflowKeys.SpanInputs, "{\"q\":\"why?\"}"), (MlflowKeys.SpanOutputs, "\"because\""));
        var first = Parcels.Span("search", root, 10, 20);
        var second = Parcels.Span("model", root, 30, 100, (MlflowKeys.ChatTokenUsage, "{\"input_tokens\":3,\"output_tokens\":4,\"total_tokens\":7}"));
        second.Status = new Status { Code = Status.Types.StatusCode.Error, Message = "overloaded" };
        var below = Parcels.Span("request", second, 31, 32);

        await wire.SendAsync(Parcels.Of(below, second), default);
        output.ToString().ShouldBeEmpty();
        await wire.SendAsync(Parcels.Of(first, root), default);

        output.ToString().ReplaceLineEndings("\n").ShouldBe(
            $"""
            tr-{Convert.ToHexStringLower(root.TraceId.Span)}
            └─ agent [TOOL] 120 ms {"{\"q\":\"why?\"} → \"because\""}
               ├─ search [TOOL] 10 ms
               └─ model [TOOL] 70 ms 3+4 tokens ERROR overloaded
                  └─ request [TOOL] 1 ms

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task SpansWithoutARoot_ArePrintedAtTheEnd()
    {
        var output = new StringWriter();
        var missing = Parcels.Span("missing");
        using (var wire = new ConsoleSpanWire(output, isColored: false))
        {
            await wire.SendAsync(Parcels.Of(Parcels.Span("orphan", missing)), default);
            output.ToString().ShouldBeEmpty();
        }

        output.ToString().ShouldContain("└─ orphan [TOOL] 1 ms (its parent is not here)");
    }

    [Fact]
    public async Task ManySpansWithoutARoot_DoNotStayInMemory()
    {
        var output = new StringWriter();
        using var wire = new ConsoleSpanWire(output, isColored: false);

        for (var i = 0; i < 6; i++)
        {
            await wire.SendAsync(Parcels.Of([.. Enumerable.Range(0, 1000).Select(n => Parcels.Span($"orphan {i}-{n}", Parcels.Span("missing")))]), default);
        }

        output.ToString().ShouldContain("orphan 0-999 ");
        output.ToString().ShouldNotContain("orphan 1-0 ");
    }

    [Fact]
    public async Task SpansThatAreTheirOwnAncestors_AndTextsThatMoveTheCursor_DoNoHarm()
    {
        var output = new StringWriter();
        using var wire = new ConsoleSpanWire(output, isColored: false);
        var root = Parcels.Span("root\u001b[2J\nname");
        var (a, b) = (Parcels.Span("a", root), Parcels.Span("b", root));
        (a.ParentSpanId, b.ParentSpanId) = (b.SpanId, a.SpanId);
        var self = Parcels.Span("self", root);
        self.ParentSpanId = self.SpanId;
        var remote = Parcels.Span("remote", root);
        remote.SpanId = ByteString.Empty;

        await wire.SendAsync(Parcels.Of(root, a, b, self, remote), default);

        var lines = output.ToString().ReplaceLineEndings("\n").TrimEnd().Split('\n');
        lines.Length.ShouldBe(6);
        output.ToString().ShouldNotContain("\u001b");
    }

    [Fact]
    public async Task Colours_AreThereWhereTheyAreWanted_AndAClosedOutputIsNoFailure()
    {
        var output = new StringWriter();
        using var wire = new ConsoleSpanWire(output, isColored: true);
        await wire.SendAsync(Parcels.Of(Parcels.Span("s")), default);
        output.ToString().ShouldContain("\u001b[1ms\u001b[0m");

        var nobody = new StreamWriter(new MemoryStream());
        await nobody.DisposeAsync();
        using var closed = new ConsoleSpanWire(nobody, isColored: false);
        (await closed.SendAsync(Parcels.Of(Parcels.Span("s")), default)).ShouldBeNull();
    }
}
