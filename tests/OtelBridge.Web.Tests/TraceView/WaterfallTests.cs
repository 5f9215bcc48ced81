using OtelBridge.TestSupport;
using OtelBridge.Web.TraceView;
using Status = OtelBridge.Otlp.Status;

namespace OtelBridge.Web.Tests.TraceView;

public sealed class WaterfallTests
{
    [Fact]
    public void Rows_OfATree_AreInItsOrder()
    {
        var waterfall = Falls.Of(
            OtlpSamples.Span(1, 4, parent: 2, offsetMs: 30), OtlpSamples.Span(1, 3, parent: 1, offsetMs: 50), OtlpSamples.Span(1, 1, durationMs: 100), OtlpSamples.Span(1, 2, parent: 1, offsetMs: 10));

        waterfall.Rows.Select(static row => row.Id).ShouldBe([.. new[] { 1, 2, 4, 3 }.Select(OtlpSamples.SpanIdText)]);
        waterfall.Rows.Select(static row => row.Depth).ShouldBe([0, 1, 2, 1]);
        waterfall.Rows.Select(static row => row.Descendants).ShouldBe([3, 1, 0, 0]);
        waterfall.Rows.Select(static row => row.Position).ShouldBe([1, 1, 1, 2]);
    }

    [Fact]
    public void FailuresBelow_OfFailedSpans_AreCountedUpToTheTop()
    {
        var waterfall = Falls.Of(
            OtlpSamples.Span(1, 1), OtlpSamples.Span(1, 2, parent: 1), OtlpSamples.Span(1, 3, parent: 2, status: Status.Types.StatusCode.Error),
            OtlpSamples.Span(1, 4, parent: 3, status: Status.Types.StatusCode.Error));

        waterfall.Rows.Select(static row => row.FailuresBelow).ShouldBe([2, 2, 1, 0]);
    }

    [Fact]
    public void Row_ThatStartsBeforeItsParent_StaysWhereItIsAndIsMarked()
    {
        var waterfall = Falls.Of(OtlpSamples.Span(1, 1, offsetMs: 100, durationMs: 50), OtlpSamples.Span(1, 2, parent: 1, offsetMs: 20, durationMs: 10));

        var child = waterfall.Row(2);
        child.Is(WaterfallMarks.Skewed).ShouldBeTrue();
        Falls.Ms(child.Start).ShouldBe(20);
        Falls.Ms(waterfall.Start).ShouldBe(20);
    }

    [Fact]
    public void Row_ThatStartsBeforeItsParent_MovesWithAllBelowItWhenClocksAreAligned()
    {
        var trace = Falls.TraceOf(
            OtlpSamples.Span(1, 1, offsetMs: 100, durationMs: 50), OtlpSamples.Span(1, 2, parent: 1, offsetMs: 20, durationMs: 10), OtlpSamples.Span(1, 3, parent: 2, offsetMs: 25, durationMs: 5),
            OtlpSamples.Span(1, 4, parent: 1, offsetMs: 110, durationMs: 5));

        var waterfall = Waterfall.Of(trace, Falls.Now, alignClocks: true);

        (Falls.Ms(waterfall.Row(2).Start), Falls.Ms(waterfall.Row(2).End)).ShouldBe((100, 110));
        (Falls.Ms(waterfall.Row(3).Start), Falls.Ms(waterfall.Row(3).End)).ShouldBe((105, 110));
        Falls.Ms(waterfall.Row(4).Start).ShouldBe(110);
    }

    [Fact]
    public void Row_FromTheFuture_IsMarkedAndDoesNotMakeTheTraceLonger()
    {
        var waterfall = Falls.Of(OtlpSamples.Span(1, 1, durationMs: 100), OtlpSamples.Span(1, 2, parent: 1, offsetMs: 2_000_000_000, durationMs: 100));

        waterfall.Row(2).Is(WaterfallMarks.Future).ShouldBeTrue();
        Falls.Ms(waterfall.End).ShouldBe(100);
    }

    [Fact]
    public void Rows_AllFromTheFuture_AreTheTrace()
    {
        var waterfall = Falls.Of(OtlpSamples.Span(1, 1, offsetMs: 2_000_000_000, durationMs: 100));

        (waterfall.End - waterfall.Start).ShouldBe(100_000_000);
    }

    [Fact]
    public void Row_WithoutAnEnd_GrowsToNow()
    {
        var waterfall = Falls.Of(OtlpSamples.Span(1, 1, durationMs: -1), OtlpSamples.Span(1, 2, parent: 1, offsetMs: 10, durationMs: 10));

        waterfall.Grows.ShouldBeTrue();
        waterfall.Row(1).End.ShouldBe(Falls.Now);
        waterfall.Row(1).Is(WaterfallMarks.Unended).ShouldBeTrue();
    }

    [Fact]
    public void Row_WithoutAnEndThatNobodyHeardOfForLong_EndsWhereTheTraceDid()
    {
        var trace = Falls.TraceOf(OtlpSamples.Span(1, 1, durationMs: -1), OtlpSamples.Span(1, 2, parent: 1, offsetMs: 10, durationMs: 10));

        var waterfall = Waterfall.Of(trace, Falls.Now + (24 * 3600L * 1_000_000_000));

        waterfall.Grows.ShouldBeFalse();
        Falls.Ms(waterfall.Row(1).End).ShouldBe(20);
    }

    [Fact]
    public void Row_WithoutAStart_StandsWhereItsParentStarts()
    {
        var span = OtlpSamples.Span(1, 2, parent: 1);
        span.StartTimeUnixNano = 0;

        var waterfall = Falls.Of(OtlpSamples.Span(1, 1, offsetMs: 5, durationMs: 100), span);

        Falls.Ms(waterfall.Row(2).Start).ShouldBe(5);
        Falls.Ms(waterfall.Start).ShouldBe(5);
        waterfall.Row(2).Is(WaterfallMarks.Skewed).ShouldBeTrue();
    }

    [Fact]
    public void Row_ThatEndsBeforeItStarts_LastsNoTime()
    {
        var span = OtlpSamples.Span(1, 1, offsetMs: 50);
        span.EndTimeUnixNano = OtlpSamples.Start;

        Falls.Of(span).Row(1).Duration.ShouldBe(0);
    }

    [Fact]
    public void Rows_OfACircleOfParents_AreAllThere()
    {
        var waterfall = Falls.Of(OtlpSamples.Span(1, 1, parent: 3), OtlpSamples.Span(1, 2, parent: 1, offsetMs: 1), OtlpSamples.Span(1, 3, parent: 2, offsetMs: 2), OtlpSamples.Span(1, 4, parent: 4, offsetMs: 3));

        waterfall.Rows.Select(static row => row.Id).Order().ShouldBe([.. Enumerable.Range(1, 4).Select(OtlpSamples.SpanIdText)]);
        waterfall.Rows.Count(static row => row.Is(WaterfallMarks.Orphan)).ShouldBe(2);
    }

    [Fact]
    public void Rows_DeeperThanAStack_AreDrawn()
    {
        const int Depth = 20_000;

        var waterfall = Falls.Of(Enumerable.Range(1, Depth).Select(static i => OtlpSamples.Span(1, i, parent: i == 1 ? null : i - 1, offsetMs: i, durationMs: (2 * Depth) - (2 * i))));

        waterfall.Rows[^1].Depth.ShouldBe(Depth - 1);
        waterfall.Rows.Sum(static row => row.SelfTime).ShouldBe(waterfall.Rows[0].Duration);
    }

    [Fact]
    public void Waterfall_WithoutSpans_IsEmpty()
    {
        var waterfall = Falls.Of();

        waterfall.Rows.ShouldBeEmpty();
        waterfall.CriticalPath.ShouldBeEmpty();
        (waterfall.Start, waterfall.End).ShouldBe((0, 0));
    }
}
