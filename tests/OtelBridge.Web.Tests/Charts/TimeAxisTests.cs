using OtelBridge.Web.Charts;

namespace OtelBridge.Web.Tests.Charts;

public sealed class TimeAxisTests
{
    private const long Minute = 60_000_000_000;
    private const long Start = 1_756_684_800_000_000_000; // 2025-09-01

    [Fact]
    public void For_AnHour_HasTicksEveryTenMinutes()
    {
        var (ticks, step) = TimeAxis.For(Start, Start + (60 * Minute));

        step.ShouldBe(10 * Minute);
        ticks.ShouldBe([.. Enumerable.Range(0, 7).Select(i => Start + (i * 10 * Minute))]);
    }

    [Fact]
    public void For_AnyLength_HasAFewRoundTicksInside()
    {
        for (var length = 1e6; length < 9.1e18; length *= 1.9)
        {
            var from = length > 7e18 ? 0 : Start + 12_345_678;
            var to = (long)Math.Min(from + length, long.MaxValue);

            var (ticks, step) = TimeAxis.For(from, to);

            ticks.Count.ShouldBeLessThanOrEqualTo(9);
            ticks.ShouldAllBe(tick => tick >= from && tick <= to && tick % step == 0);
        }
    }

    [Fact]
    public void For_NoTime_HasNone() => TimeAxis.For(Start, Start).Ticks.ShouldBeEmpty();
}
