using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using OtelBridge.Configuration;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Otlp;

namespace OtelBridge.Tests.Sources;

/// <summary>However calls of libraries and of ours nest: what is sent is a whole tree, and says each call once.</summary>
public sealed class NestedCallsPropertyTests : IDisposable
{
    private static readonly ActivitySource Program = new("Program");

    // Name, who says it ("" for the program, "mcp" for what is never the same call), and of what kind.
    private static readonly Shape[] Shapes =
    [
        new("chat ours", "ours", "model", (inside, _) => LibraryCalls.Ours("chat", "chat ours", SpanType.ChatModel, inside)),
        new("chat gpt-4o-mini", "openai", "model", (inside, _) => LibraryCalls.OpenAI(inside)),
        new("anthropic.messages.create", "anthropic", "model", (inside, _) => LibraryCalls.Anthropic(inside)),
        new("chat gpt-4o-mini", "extensions", "model", (inside, _) => LibraryCalls.ExtensionsChat(inside)),
        new("orchestrate_tools", "extensions", "", (inside, _) => LibraryCalls.Orchestration(inside)),
        new("execute_tool a", "ours", "tool a", (inside, name) => LibraryCalls.Ours("execute_tool", name, SpanType.Tool, inside)),
        new("execute_tool a", "extensions", "tool a", (inside, _) => LibraryCalls.ExtensionsTool("a", inside)),
        new("execute_tool b", "extensions", "tool b", (inside, _) => LibraryCalls.ExtensionsTool("b", inside)),
        new("tools/call a", "mcp", "", (inside, _) => LibraryCalls.Mcp("a", inside)),
        new("work", "", "", (inside, name) => LibraryCalls.Call(Program, name, ActivityKind.Internal, [], inside, null)),
    ];

    public void Dispose()
    {
        Mlflow.Reset();
        Activity.Current = null;
    }

    [Fact]
    public async Task Calls_NestedAnyhow_AreOneTreeThatSaysEachCallOnce()
    {
        await using var collector = await FakeCollector.StartAsync();
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, collector.TrackingUri), ("Mlflow:Sources", "Program"));
        var number = 0;

        Prop.ForAll(Trees(4).ToArbitrary(), tree =>
        {
            var root = $"root {++number}";
            Mlflow.Trace(root, () => Play(tree));
            tracing.FlushAsync(Traced.Patience).GetAwaiter().GetResult().IsComplete.ShouldBeTrue();
            var traceId = collector.Spans.Single(span => span.Name == root).TraceId;
            Paths([.. collector.Spans.Where(span => span.TraceId == traceId)]).ShouldBe(
                Expected(tree, root, new Shape(root, "", "", (_, _) => { })).Prepend(root).Order(StringComparer.Ordinal));
            return true;
        }).ShouldHold(60);
    }

    private static Gen<Node[]> Trees(int depth) => depth == 0
        ? Gen.Constant<Node[]>([])
        : Gen.Choose(1, 2).SelectMany(count => Gen.Elements(Shapes).Zip(Trees(depth - 1)).ArrayOf(count)).Select(nodes => nodes.Select(n => new Node(n.Item1, n.Item2)).ToArray());

    private static void Play(Node[] nodes)
    {
        foreach (var node in nodes)
        {
            node.Shape.Emit(() => Play(node.Children), node.Shape.Name);
        }
    }

    private static IEnumerable<string> Expected(Node[] nodes, string path, Shape around) => nodes.SelectMany(node =>
    {
        var shape = node.Shape;
        var isSame = shape.Kind.Length > 0 && shape.Kind == around.Kind && shape.Library is not "ours" && shape.Library != around.Library;
        return isSame
            ? Expected(node.Children, path, around)
            : Expected(node.Children, $"{path} > {shape.Name}", shape).Prepend($"{path} > {shape.Name}");
    });

    private static IEnumerable<string> Paths(Span[] spans)
    {
        var byId = spans.ToDictionary(span => span.SpanId);
        // A missing parent throws: there are no orphans.
        string Path(Span span) => span.ParentSpanId.Length == 0 ? span.Name : $"{Path(byId[span.ParentSpanId])} > {span.Name}";
        return spans.Select(Path).Order(StringComparer.Ordinal);
    }

    private sealed record Node(Shape Shape, Node[] Children);

    private sealed record Shape(string Name, string Library, string Kind, Action<Action, string> Emit);
}
