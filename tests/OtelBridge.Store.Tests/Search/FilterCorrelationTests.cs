using OtelBridge.Store.Search;

namespace OtelBridge.Store.Tests.Search;

public sealed class FilterCorrelationTests
{
    private const double Precision = 1e-9;

    [Theory]
    [InlineData(10, 10, 10, 100, 1.0)]
    [InlineData(100, 100, 100, 100, 1.0)]
    [InlineData(10, 20, 0, 100, -1.0)]
    [InlineData(50, 50, 25, 100, 0.0)]
    [InlineData(4, 4, 2, 8, 0.0)]
    [InlineData(4, 2, 2, 8, 0.5)] // ln 2 over ln 4
    public void Value_OfCounts_IsTheLogarithmsRatio(long first, long second, long joint, long total, double expected) =>
        new FilterCorrelation(first, second, joint, total).Value!.Value.ShouldBe(expected, Precision);

    [Theory]
    [InlineData(0, 10, 0, 100)]
    [InlineData(10, 0, 0, 100)]
    [InlineData(0, 0, 0, 0)]
    [InlineData(5, 5, 6, 100)]
    [InlineData(60, 60, 5, 100)]
    [InlineData(5, 5, -1, 100)]
    public void Value_WhereNothingCanBeSaid_IsNull(long first, long second, long joint, long total)
    {
        var correlation = new FilterCorrelation(first, second, joint, total);

        correlation.Value.ShouldBeNull();
        correlation.Smoothed.ShouldBeNull();
    }

    [Fact]
    public void Smoothed_AddsHalfToEachCase()
    {
        // 2.5 both, 2.5 first alone, 0.5 second alone, 4.5 neither, 10 in all.
        var expected = Math.Log(2.5 * 10 / (5.0 * 3.0)) / -Math.Log(2.5 / 10);

        new FilterCorrelation(4, 2, 2, 8).Smoothed!.Value.ShouldBe(expected, Precision);
    }

    [Fact]
    public void Smoothed_OfWhatIsNeverTogether_IsAboveTheLeast() => new FilterCorrelation(10, 20, 0, 100).Smoothed!.Value.ShouldBeInRange(-0.99, -0.01);
}
