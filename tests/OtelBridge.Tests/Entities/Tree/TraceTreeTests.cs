using FsCheck.Fluent;
using OtelBridge.Entities;
using OtelBridge.TestSupport;

namespace OtelBridge.Tests.Entities.Tree;

public sealed class TraceTreeTests
{
    [Fact]
    public void ToTree_Trace_ShowsEachSpanInItsPlace()
    {
        var trace = SampleTrace.Of(
            SampleTrace.Span(1, null, "answer", 0, 1240, SpanType.Chain, """{"question":"What is a span?"}""", "\"An activity.\""),
            SampleTrace.Span(2, 1, "retrieve", 1, 12.34, SpanType.Retriever, "\"span\"", """["a","b"]"""),
            SampleTrace.Span(3, 1, "chat", 20, 1200, SpanType.ChatModel, status: SpanStatus.Error).With("mlflow.chat.tokenUsage", """{"input_tokens":120,"output_tokens":45}""").With("mlflow.llm.cost", """{"total_cost":0.00123456}""") with { StatusDescription = "TimeoutException: no answer" },
            SampleTrace.Span(4, 2, "embed", 2, 0.41, SpanType.Embedding, status: SpanStatus.Unset),
            SampleTrace.Span(5, 3, "retry", 30, null, outputs: "null")) with
        {
            Info = new TraceInfo { TraceId = SampleTrace.Id, State = TraceState.Error, ExecutionDuration = TimeSpan.FromSeconds(1.24), TokenUsage = new TokenUsage(120, 45, 165), Cost = new Cost(0.00123456m) { UnpricedSpans = 1 } },
        };

        trace.ToTree(100).ShouldBe("""
            answer · ERROR · 1.24 s · 165 tokens · $0.001235+ · 5 spans · tr-0123456789abcdef0123456789abcdef
            └─ ✓ answer CHAIN 1.24 s {"question":"What is a span?"} → "An activity."
               ├─ ✓ retrieve RETRIEVER 12.3 ms "span" → ["a","b"]
               │  └─ · embed EMBEDDING 410 µs
               └─ ✗ chat CHAT_MODEL 1.2 s 120 + 45 tokens $0.001235 TimeoutException: no answer
                  └─ … retry UNKNOWN not ended → null

            """);
    }

    [Fact]
    public void ToTree_ModelCall_ShowsWhatWasSaidLast()
    {
        const string Asked = """{"model":"m","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Where is it?"}]}""";
        var trace = SampleTrace.Of(
            SampleTrace.Span(1, null, "chat", 0, 1, SpanType.ChatModel, Asked, """{"choices":[{"message":{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function","function":{"name":"find","arguments":"{\"n\":1}"}}]}}]}"""),
            SampleTrace.Span(2, 1, "chat", 0, 1, SpanType.ChatModel, Asked, """{"choices":[{"message":{"role":"assistant","content":"On its way."}}]}"""),
            SampleTrace.Span(3, 1, "tool", 0, 1, SpanType.Tool, """{"messages":[]}"""),
            SampleTrace.Span(4, 1, "llm", 0, 1, SpanType.Llm, """{"prompt":17}"""));

        Lines(trace.ToTree(100))[1..].ShouldBe(
        [
            """└─ ✓ chat CHAT_MODEL 1 ms "Where is it?" → find({"n":1})""",
            """   ├─ ✓ chat CHAT_MODEL 1 ms "Where is it?" → "On its way." """.TrimEnd(),
            """   ├─ ✓ tool TOOL 1 ms {"messages":[]}""",
            """   └─ ✓ llm LLM 1 ms {"prompt":17}""",
        ]);
    }

    [Fact]
    public void ToTree_LongContent_IsCutToTheWidth()
    {
        var trace = SampleTrace.Of(
            SampleTrace.Span(1, null, "root", inputs: $"\"{new string('i', 5_000_000)}\"", outputs: $"\"{new string('o', 300)}\""),
            SampleTrace.Span(2, 1, new string('n', 500), inputs: "1"),
            SampleTrace.Span(3, 1, "wide 漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字", outputs: "\"e\\u0301 \ud83d\ude00 漢字\""));

        var lines = Lines(trace.ToTree(60));

        lines[1].ShouldBe($"└─ ✓ root UNKNOWN 1 ms \"{new string('i', 17)}… → \"{new string('o', 13)}…");
        lines[1].Length.ShouldBe(60);
        lines[2].ShouldBe($"   ├─ ✓ {new string('n', 33)}… UNKNOWN 1 ms 1");
        lines[3].ShouldStartWith("   └─ ✓ wide 漢字漢字漢字漢字漢字漢字漢字… UNKNOWN 1 ms → ");
    }

    [Fact]
    public void ToTree_ControlCharacters_CannotSteerTheTerminal()
    {
        var tree = SampleTrace.Of(SampleTrace.Span(1, null, "a\u001b[2Jb\nc\u202e\u0007", outputs: "\"x\\u001b]0;title\\u0007\"")).ToTree();

        tree.ShouldNotContain('\u001b');
        tree.ShouldNotContain('\u0007');
        tree.ShouldNotContain('\u202e');
        Lines(tree)[1].ShouldStartWith("└─ ✓ a\ufffd[2Jb c\ufffd\ufffd UNKNOWN 1 ms");
    }

    [Fact]
    public void ToTree_WithColors_SaysTheSameInColors()
    {
        var trace = SampleTrace.Of(SampleTrace.Span(1, null, "root", inputs: "1"), SampleTrace.Span(2, 1, "child", status: SpanStatus.Error));

        var colored = trace.ToTree(colors: true);

        colored.ShouldContain("\u001b[31m✗ \u001b[0m");
        System.Text.RegularExpressions.Regex.Replace(colored, "\u001b\\[[0-9]+m", string.Empty).ShouldBe(trace.ToTree());
    }

    [Fact]
    public void ToTree_OrphansAndSeveralRoots_AllStandAtTheTop() =>
        Lines(SampleTrace.Of(SampleTrace.Span(1, null, "one"), SampleTrace.Span(2, null, "two", 1), SampleTrace.Span(3, 9, "lost", 2), SampleTrace.Span(4, 3, "below", 3)).ToTree())[1..].ShouldBe(
        [
            "├─ ✓ one UNKNOWN 1 ms",
            "├─ ✓ two UNKNOWN 1 ms",
            "└─ ✓ lost UNKNOWN 1 ms (parent 0000000000000009 is missing)",
            "   └─ ✓ below UNKNOWN 1 ms",
        ]);

    [Fact]
    public void ToTree_RingsAndSharedIds_ShowEachSpanOnce() =>
        Lines(SampleTrace.Of(
            SampleTrace.Span(1, null, "root"),
            SampleTrace.Span(1, null, "same id", 1),
            SampleTrace.Span(2, 3, "a", 2),
            SampleTrace.Span(3, 2, "b", 3),
            SampleTrace.Span(4, 4, "self", 4)).ToTree())[1..].ShouldBe(
        [
            "├─ ✓ root UNKNOWN 1 ms",
            "└─ ✓ same id UNKNOWN 1 ms",
            "└─ ✓ a UNKNOWN 1 ms (its own ancestor)",
            "   └─ ✓ b UNKNOWN 1 ms",
            "└─ ✓ self UNKNOWN 1 ms (its own ancestor)",
        ]);

    [Fact]
    public void ToTree_ChainOfTenThousand_StaysInsideTheWidth()
    {
        var lines = Lines(SampleTrace.Of([.. Enumerable.Range(1, 10_000).Select(static n => SampleTrace.Span(n, n == 1 ? null : n - 1, $"s{n}", n))]).ToTree(80));

        lines.Length.ShouldBe(10_001);
        lines.ShouldAllBe(static line => line.Length <= 80);
        lines[^1].Trim().ShouldBe("└─ [9999] ✓ s10000 UNKNOWN 1 ms");
    }

    [Fact]
    public void ToTree_StarOfTenThousand_HasALineForEach() =>
        Lines(SampleTrace.Of([.. Enumerable.Range(1, 10_000).Select(static n => SampleTrace.Span(n, n == 1 ? null : 1, $"s{n}", n))]).ToTree()).Length.ShouldBe(10_001);

    [Fact]
    public void ToTree_AnyTrace_HasALineForEachSpan() => Prop.ForAll(RandomTraces.Traces.ToArbitrary(), static trace =>
    {
        Lines(trace.ToTree()).Length.ShouldBe(trace.Spans.Count + 1);
        trace.ToTree(colors: true).ShouldNotContain('\u0007');
    }).ShouldHold(200);

    private static string[] Lines(string tree) => tree.TrimEnd('\n').Split('\n');
}
