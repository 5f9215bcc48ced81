using System.Text.RegularExpressions;
using OtelBridge.Entities;

namespace OtelBridge.Tests.Entities;

public sealed class TraceTests
{
    private static readonly Trace Sample = SampleTrace.Of(
        SampleTrace.Span(3, 1, "chat", startMs: 5, spanType: SpanType.ChatModel, outputs: "2"),
        SampleTrace.Span(4, 2, "chat", startMs: 2, outputs: "1"),
        SampleTrace.Span(2, 1, "retrieve", startMs: 1, spanType: SpanType.Retriever),
        SampleTrace.Span(1, null, "answer", startMs: 9, inputs: """{"q": "hi"}""", outputs: "[1, 2]"));

    [Fact]
    public void Spans_InAnyOrder_AreRootsFirstThenByStart() => Names(Sample.Spans).ShouldBe(["answer", "retrieve", "chat", "chat"]);

    [Fact]
    public void Spans_ThatStartTogether_KeepTheirOrder() =>
        Names(SampleTrace.Of([.. Enumerable.Range(0, 50).Select(static n => SampleTrace.Span(n + 2, 1, $"{n}"))]).Spans).ShouldBe(Enumerable.Range(0, 50).Select(static n => $"{n}"));

    [Fact]
    public void Root_OfATrace_SaysRequestAndResponse()
    {
        Sample.Root!.Name.ShouldBe("answer");
        Sample.Request.ShouldBe("""{"q": "hi"}""");
        Sample.Response.ShouldBe("[1, 2]");
    }

    [Fact]
    public void Root_OfAPieceOfATrace_IsNull()
    {
        var piece = SampleTrace.Of(SampleTrace.Span(2, 1, "child", inputs: "1"));

        piece.Root.ShouldBeNull();
        piece.Request.ShouldBeNull();
        SampleTrace.Of().Root.ShouldBeNull();
    }

    [Fact]
    public void SearchSpans_ByEachProperty_FindsInOrder()
    {
        Sample.SearchSpans().Count.ShouldBe(4);
        Names(Sample.SearchSpans(spanType: SpanType.ChatModel)).ShouldBe(["chat"]);
        Sample.SearchSpans(name: "chat").Select(static span => span.SpanId).ShouldBe(["0000000000000004", "0000000000000003"]);
        Sample.SearchSpans(name: "cha").ShouldBeEmpty();
        Names(Sample.SearchSpans(spanId: "0000000000000002")).ShouldBe(["retrieve"]);
        Sample.SearchSpans(spanType: SpanType.ChatModel, name: "chat", spanId: "0000000000000004").ShouldBeEmpty();
    }

    [Fact]
    public void SearchSpans_ByPattern_FindsAnywhereInTheName()
    {
        Names(Sample.SearchSpans(new Regex("(er|ri)"))).ShouldBe(["answer", "retrieve"]);
        Names(Sample.SearchSpans(new Regex("^ch"), spanType: SpanType.ChatModel)).ShouldBe(["chat"]);
    }

    [Fact]
    public void ParentAndChildren_OfASpan_AreFound()
    {
        var root = Sample.Root!;

        Names(Sample.ChildrenOf(root)).ShouldBe(["retrieve", "chat"]);
        Sample.ParentOf(Sample.ChildrenOf(root)[0]).ShouldBeSameAs(root);
        Sample.ParentOf(root).ShouldBeNull();
        Sample.ParentOf(SampleTrace.Span(9, 8, "stranger")).ShouldBeNull();
    }

    [Fact]
    public void With_OtherSpans_LooksUpThose()
    {
        Sample.ChildrenOf(Sample.Root!).Count.ShouldBe(2);

        var other = Sample with { Spans = [SampleTrace.Span(1, null, "alone")] };

        other.ChildrenOf(other.Root!).ShouldBeEmpty();
        other.Root!.Name.ShouldBe("alone");
    }

    [Fact]
    public void IntermediateOutputs_OfSteps_AreByName() =>
        Sample.IntermediateOutputs.Select(static output => $"{output.Key}={output.Value}").ShouldBe(["chat=2"]);

    [Fact]
    public void IntermediateOutputs_ThatWereLogged_WinOverThoseOfSteps()
    {
        var logged = SampleTrace.Of(SampleTrace.Span(1, null, "task").With("mlflow.trace.intermediate_outputs", """{"step": [1]}"""), SampleTrace.Span(2, 1, "child", outputs: "5"));

        logged.IntermediateOutputs.Select(static output => $"{output.Key}={output.Value.GetRawText()}").ShouldBe(["step=[1]"]);
    }

    [Fact]
    public void SearchAssessments_ByKindNameAndSpan_LeavesOutReplacedOnes()
    {
        var source = new AssessmentSource(AssessmentSourceType.Human);
        var trace = SampleTrace.Of() with
        {
            Info = new TraceInfo
            {
                TraceId = SampleTrace.Id,
                Assessments =
                [
                    new Feedback { Name = "good", Source = source, Rationale = "old", Valid = false },
                    new Feedback { Name = "good", Source = source, Rationale = "new", Overrides = "a-1" },
                    new Feedback { Name = "fast", Source = source, SpanId = "0000000000000001" },
                    new Expectation { Name = "good", Source = source, Value = SampleTrace.Json("1") },
                ],
            },
        };

        trace.SearchAssessments<Assessment>().Count.ShouldBe(3);
        trace.SearchAssessments<Assessment>(all: true).Count.ShouldBe(4);
        trace.SearchAssessments<Feedback>("good").ShouldHaveSingleItem().Rationale.ShouldBe("new");
        trace.SearchAssessments<Expectation>().ShouldHaveSingleItem().Name.ShouldBe("good");
        trace.SearchAssessments<Feedback>(spanId: "0000000000000001").ShouldHaveSingleItem().Name.ShouldBe("fast");
    }

    private static IEnumerable<string> Names(IEnumerable<Span> spans) => spans.Select(static span => span.Name);
}
