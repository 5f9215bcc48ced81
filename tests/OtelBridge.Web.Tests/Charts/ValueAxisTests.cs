using OtelBridge.Web.Charts;

namespace OtelBridge.Web.Tests.Charts;

public sealed class ValueAxisTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    [InlineData(7, 8)]
    [InlineData(97, 100)]
    [InlineData(1234, 1500)]
    public void For_Counts_EndsAtARoundOne(double largest, double top) => ValueAxis.For(largest, ChartUnit.Count).Top.ShouldBe(top);

    [Theory]
    [InlineData(0)]
    [InlineData(-5)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void For_NoValue_StillHasAnAxis(double largest)
    {
        var axis = ValueAxis.For(largest, ChartUnit.Count);

        axis.Top.ShouldBeGreaterThan(0);
        axis.Ticks[0].ShouldBe(0);
    }

    [Fact]
    public void For_AnyLargest_LiesBelowTheTopWithFewTicks()
    {
        foreach (var unit in Enum.GetValues<ChartUnit>())
        {
            for (var largest = 1e-3; largest < 1e19; largest *= 1.7)
            {
                var axis = ValueAxis.For(unit == ChartUnit.Share ? Math.Min(1, largest) : largest, unit);

                axis.Top.ShouldBeGreaterThanOrEqualTo(unit == ChartUnit.Share ? Math.Min(1, largest) : largest * (1 - 1e-9));
                axis.Ticks.Count.ShouldBeInRange(2, 6);
                axis.Ticks.ShouldBe(axis.Ticks.Order());
                axis.Ticks[^1].ShouldBe(axis.Top, axis.Top * 1e-9);
            }
        }
    }

    [Fact]
    public void For_Minutes_CountsInMinutes() => ValueAxis.For(400e9, ChartUnit.Duration).Ticks.ShouldBe([0, 120e9, 240e9, 360e9, 480e9]);

    [Theory]
    [InlineData(62, 3)]
    [InlineData(132, 5)]
    public void For_ALowChart_HasFewNumbers(int height, int numbers) => ValueAxis.For(2000, ChartUnit.Count, height).Ticks.Count.ShouldBe(numbers);
}
