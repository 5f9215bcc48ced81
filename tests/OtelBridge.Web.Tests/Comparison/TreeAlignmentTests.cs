using FsCheck;
using FsCheck.Fluent;
using OtelBridge.Otlp;
using OtelBridge.TestSupport;
using OtelBridge.Web.Comparison;

namespace OtelBridge.Web.Tests.Comparison;

public sealed class TreeAlignmentTests
{
    private static readonly Arbitrary<int> Seeds = Gen.Choose(0, int.MaxValue - 1).ToArbitrary();

    [Theory]
    [InlineData("root(a b c)", "root(a b c)", "root a b c")]
    [InlineData("root(a b c)", "root(a c)", "root a -b c")]
    [InlineData("root(a c)", "root(a b c)", "root a +b c")]
    [InlineData("root(a(x) b)", "root(a(y) b)", "root a -x +y b")]
    [InlineData("root(a(x(y)))", "root", "root -a -x -y")]
    [InlineData("old(a b)", "new(a b)", "old a b")]
    [InlineData("root(a b)", "root(b a)", "root -a b +a")]
    [InlineData("root(call(x) call(y))", "root(call(y))", "root -call -x call y")]
    public void Spans_OfTwoTrees_StandBesideWhatTheyAreLike(string left, string right, string rows) =>
        string.Join(' ', Align(left, right).Select(Text)).ShouldBe(rows);

    [Fact]
    public void Calls_OfOneTool_ArePairedByWhatTheyWereGiven()
    {
        var left = ComparedTraces.Of([OtlpSamples.Span(1, 1, name: "root"), Search(1, 2, "a"), Search(1, 3, "b"), Search(1, 4, "c")]);
        var right = ComparedTraces.Of([OtlpSamples.Span(2, 1, name: "root"), Search(2, 2, "a"), Search(2, 4, "c")], 2);

        var rows = Align(left, right);

        rows.Select(row => (row.Left?.Id, row.Right?.Id)).ShouldBe(
        [
            (OtlpSamples.SpanIdText(1), OtlpSamples.SpanIdText(1)), (OtlpSamples.SpanIdText(2), OtlpSamples.SpanIdText(2)), (OtlpSamples.SpanIdText(3), null),
            (OtlpSamples.SpanIdText(4), OtlpSamples.SpanIdText(4)),
        ]);
    }

    [Fact]
    public void Tree_AgainstItself_IsPairedWhole() => Prop.ForAll(Seeds, static seed =>
    {
        var tree = Random(new Random(seed), 1);
        Align(tree, tree).ShouldAllBe(row => row.Left!.Id == row.Right!.Id);
    }).ShouldHold(100);

    [Fact]
    public void Spans_OfAnyTwoTrees_AreAllThereOnceInTheOrderOfTheirTree() => Prop.ForAll(Seeds, static seed =>
    {
        var random = new Random(seed);
        var (left, right) = (Random(random, 1), Random(random, 2));

        var rows = Align(left, right);

        rows.Select(row => row.Left).OfType<ComparedSpan>().Select(span => span.Id).ShouldBe(InOrder(left));
        rows.Select(row => row.Right).OfType<ComparedSpan>().Select(span => span.Id).ShouldBe(InOrder(right));
    }).ShouldHold(200);

    [Fact]
    public void Pairs_OfAnyTwoTrees_AreOfOneNameAndLieInPairs() => Prop.ForAll(Seeds, static seed =>
    {
        var random = new Random(seed);
        var above = new List<AlignedSpan>(); // the rows that the last one lies in

        foreach (var row in Align(Random(random, 1), Random(random, 2)))
        {
            above.RemoveRange(row.Depth, above.Count - row.Depth);
            if (row is { Left: { } left, Right: { } right } && row.Depth > 0)
            {
                left.Name.ShouldBe(right.Name);
                above[^1].Left!.Children.ShouldContain(left);
                above[^1].Right!.Children.ShouldContain(right);
            }

            above.Add(row);
        }
    }).ShouldHold(200);

    [Fact]
    public void Alignment_OfWideLevelsThatDifferThroughout_IsBoundedAndStillPairs()
    {
        const int Spans = 15_000;
        var left = ComparedTraces.Of(Wide(1, Spans, i => $"step {i % 7}"));
        var right = ComparedTraces.Of(Wide(2, Spans, i => $"step {i % 5}"), 2);

        var rows = Align(left, right);

        rows.Count(row => row.Left is not null).ShouldBe(Spans + 1);
        rows.Count(row => row.Right is not null).ShouldBe(Spans + 1);
        rows.Count(row => row.Left is not null && row.Right is not null).ShouldBeGreaterThan(Spans / 4);
    }

    [Fact]
    public void Alignment_OfOneChainOfManySpans_NeedsNoDeepStack()
    {
        const int Spans = 30_000;

        var rows = Align(ComparedTraces.Of(Chain(1, Spans)), ComparedTraces.Of(Chain(2, Spans), 2));

        rows.Count.ShouldBe(Spans);
        rows[^1].Depth.ShouldBe(Spans - 1);
    }

    private static List<AlignedSpan> Align(string left, string right) => Align(ComparedTraces.Of(left), ComparedTraces.Of(right, 2));

    private static List<AlignedSpan> Align(Tracking.V1.Trace left, Tracking.V1.Trace right) => TreeAlignment.Align(ComparedTree.Of(left), ComparedTree.Of(right));

    private static string Text(AlignedSpan row) => (row.Left is null ? "+" : row.Right is null ? "-" : "") + (row.Left ?? row.Right)!.Name;

    private static Span Search(int trace, int span, string query) =>
        OtlpSamples.Span(trace, span, 1, "search", offsetMs: span).With("mlflow.spanInputs", $$"""{"query":"{{query}}"}""");

    private static IEnumerable<Span> Wide(int trace, int spans, Func<int, string> name) =>
        Enumerable.Range(2, spans).Select(i => OtlpSamples.Span(trace, i, 1, name(i), offsetMs: i)).Prepend(OtlpSamples.Span(trace, 1, name: "root"));

    private static IEnumerable<Span> Chain(int trace, int spans) =>
        Enumerable.Range(1, spans).Select(i => OtlpSamples.Span(trace, i, i == 1 ? null : i - 1, "step", offsetMs: i));

    private static Tracking.V1.Trace Random(Random random, int number) => ComparedTraces.Of(
        Enumerable.Range(1, random.Next(1, 40)).Select(i => OtlpSamples.Span(number, i, i == 1 ? null : random.Next(1, i), $"n{random.Next(3)}", offsetMs: i)), number);

    private static IEnumerable<string> InOrder(Tracking.V1.Trace trace)
    {
        var open = new Stack<ComparedSpan>(ComparedTree.Of(trace).Tops.Reverse());
        while (open.TryPop(out var span))
        {
            yield return span.Id;
            foreach (var child in span.Children.Reverse())
            {
                open.Push(child);
            }
        }
    }
}
