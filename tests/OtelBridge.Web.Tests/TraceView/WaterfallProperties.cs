using OtelBridge.Otlp;
using OtelBridge.TestSupport;
using OtelBridge.Web.TraceView;

namespace OtelBridge.Web.Tests.TraceView;

/// <summary>What holds for every trace, however its spans lie: random parents (circles and missing ones among them), random times.</summary>
public sealed class WaterfallProperties
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Rows_OfAnySpans_AreEverySpanOnceInTheOrderOfATree(int seed)
    {
        var spans = AnySpans(seed);

        var rows = Falls.Of(spans).Rows;

        rows.Select(static row => row.View.Span.SpanId).Order(Comparer).ShouldBe(spans.Select(static span => span.SpanId).Order(Comparer));
        foreach (var row in rows)
        {
            row.Index.ShouldBe(rows.ToList().IndexOf(row));
            row.Depth.ShouldBe(row.Parent is null ? 0 : row.Parent.Depth + 1);
            row.Descendants.ShouldBe(rows.Count(other => Above(other).Contains(row)));
            rows.Skip(row.Index + 1).Take(row.Descendants).ShouldAllBe(other => Above(other).Contains(row));
            row.Children.ShouldBe(rows.Count(other => other.Parent == row));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void SelfTime_OfAnySpan_IsItsDurationWithoutThatOfItsChildren(int seed)
    {
        var rows = Falls.Of(AnySpans(seed)).Rows;

        foreach (var row in rows)
        {
            // The plain way, millisecond by millisecond: everything in the samples is whole ones.
            var own = Steps(row.Start, row.End).Count(at => !rows.Any(child => child.Parent == row && child.Start <= at && at < child.End));
            row.SelfTime.ShouldBe(own * Millisecond);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void SelfTimes_OfSpansInEachOther_SumToTheRoot(int seed)
    {
        var rows = Falls.Of(NestedSpans(seed)).Rows;

        rows.Sum(static row => row.SelfTime).ShouldBe(rows[0].Duration);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void CriticalPath_OfAnySpans_CoversItsTopWithoutGapOrOverlap(int seed)
    {
        var waterfall = Falls.Of(AnySpans(seed));

        var path = waterfall.CriticalPath;

        if (path.Count == 0)
        {
            waterfall.Rows.Where(static row => row.Parent is null && row.Is(WaterfallMarks.Critical)).ShouldAllBe(row => row.Duration == 0);
            return;
        }

        var top = Above(path[0].Row).Append(path[0].Row).Single(static row => row.Parent is null);
        path[0].To.ShouldBe(top.End);
        path[^1].From.ShouldBe(top.Start);
        path.Zip(path.Skip(1)).ShouldAllBe(pair => pair.First.From == pair.Second.To);
        path.ShouldAllBe(section => section.To > section.From && section.Row.Is(WaterfallMarks.Critical));
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void AlignedClocks_OfAnySpans_LeaveNobodyBeforeItsParentAndNoDurationChanged(int seed)
    {
        var trace = Falls.TraceOf(AnySpans(seed));
        var before = Waterfall.Of(trace, Falls.Now);

        var after = Waterfall.Of(trace, Falls.Now, alignClocks: true);

        after.Rows.ShouldAllBe(row => row.Parent == null || row.Start >= row.Parent.Start);
        after.Rows.Where(static row => !row.Is(WaterfallMarks.Unended)).ShouldAllBe(row => row.Duration == before.Rows[row.Index].Duration);
    }

    private const long Millisecond = 1_000_000;

    private static readonly Comparer<Google.Protobuf.ByteString> Comparer = Comparer<Google.Protobuf.ByteString>.Create(static (left, right) => left.Span.SequenceCompareTo(right.Span));

    private static List<Span> AnySpans(int seed)
    {
        var random = new Random(seed);
        var count = random.Next(1, 14);
        return [.. Enumerable.Range(1, count).Select(i => OtlpSamples.Span(
            1, i, parent: random.Next(5) == 0 ? null : random.Next(1, count + 3), offsetMs: random.Next(40), durationMs: random.Next(8) == 0 ? -1 : random.Next(40)))];
    }

    // Each child after the one before, all of them inside their parent.
    private static List<Span> NestedSpans(int seed)
    {
        var random = new Random(seed);
        var spans = new List<Span>();
        Nest(null, 0, 1000);
        return spans;

        void Nest(int? parent, int from, int to)
        {
            var id = spans.Count + 1;
            spans.Add(OtlpSamples.Span(1, id, parent, offsetMs: from, durationMs: to - from));
            for (var at = from; at < to && spans.Count < 200;)
            {
                var start = random.Next(at, to);
                var end = random.Next(start, to);
                if (end - start < to - from)
                {
                    Nest(id, start, end);
                }

                at = end + 1;
            }
        }
    }

    private static IEnumerable<WaterfallRow> Above(WaterfallRow row)
    {
        for (var above = row.Parent; above is not null; above = above.Parent)
        {
            yield return above;
        }
    }

    private static IEnumerable<long> Steps(long from, long to)
    {
        for (var at = from; at < to; at += Millisecond)
        {
            yield return at;
        }
    }
}
