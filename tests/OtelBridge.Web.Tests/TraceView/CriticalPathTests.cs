using OtelBridge.TestSupport;
using OtelBridge.Web.TraceView;

namespace OtelBridge.Web.Tests.TraceView;

public sealed class CriticalPathTests
{
    [Fact]
    public void Path_OfChildrenAfterEachOther_GoesThroughAllAndTheGaps()
    {
        var waterfall = Falls.Of(OtlpSamples.Span(1, 1, durationMs: 100), OtlpSamples.Span(1, 2, parent: 1, offsetMs: 10, durationMs: 20), OtlpSamples.Span(1, 3, parent: 1, offsetMs: 40, durationMs: 50));

        Sections(waterfall).ShouldBe([(1, 90, 100), (3, 40, 90), (1, 30, 40), (2, 10, 30), (1, 0, 10)]);
    }

    [Fact]
    public void Path_OfChildrenAtTheSameTime_GoesThroughTheLast()
    {
        var waterfall = Falls.Of(OtlpSamples.Span(1, 1, durationMs: 100), OtlpSamples.Span(1, 2, parent: 1, offsetMs: 10, durationMs: 30), OtlpSamples.Span(1, 3, parent: 1, offsetMs: 10, durationMs: 80));

        Sections(waterfall).ShouldBe([(1, 90, 100), (3, 10, 90), (1, 0, 10)]);
        waterfall.Row(2).Is(WaterfallMarks.Critical).ShouldBeFalse();
        waterfall.Row(3).Is(WaterfallMarks.Critical).ShouldBeTrue();
    }

    [Fact]
    public void Path_OfAChildThatOutlivesItsParent_EndsWithTheParent()
    {
        var waterfall = Falls.Of(OtlpSamples.Span(1, 1, durationMs: 100), OtlpSamples.Span(1, 2, parent: 1, offsetMs: 60, durationMs: 90));

        Sections(waterfall).ShouldBe([(2, 60, 100), (1, 0, 60)]);
    }

    [Fact]
    public void Path_WithoutARoot_IsThatOfTheLongestTop()
    {
        var waterfall = Falls.Of(OtlpSamples.Span(1, 1, parent: 8, durationMs: 10), OtlpSamples.Span(1, 2, parent: 9, offsetMs: 5, durationMs: 50));

        Sections(waterfall).ShouldBe([(2, 5, 55)]);
    }

    private static IEnumerable<(int Span, double From, double To)> Sections(Waterfall waterfall) =>
        waterfall.CriticalPath.Select(static section => (section.Row.View.Span.SpanId[7] + 0, Falls.Ms(section.From), Falls.Ms(section.To)));
}
