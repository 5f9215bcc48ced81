using OtelBridge.Pricing;
using OtelBridge.Store.Search;

namespace OtelBridge.Store.Storage.Search;

/// <summary>Comparisons of a column of picodollars with dollars.</summary>
internal static class CostComparison
{
    // Every cost of a span is below; sums may be above, and there a double is exact enough.
    private const double Exact = 1e6;

    /// <summary>Gives the condition that a column compares so; null where the column is.</summary>
    public static string Sql(string column, ComparisonNode comparison, ISearchValues values) =>
        NumberComparison.Sql(column, comparison with { Value = Picodollars(comparison.Value.Number!.Value) }, values); // the field is a number

    // A decimal has the digits that were written: 0.1 is what people mean by it, not the nearest double.
    private static FilterValue Picodollars(double dollars)
    {
        if (Math.Abs(dollars) >= Exact)
        {
            return FilterValue.Of(Math.Clamp(dollars * 1e12, double.MinValue, double.MaxValue));
        }

        var amount = (decimal)dollars * SpanCost.PicodollarsPerDollar;
        return decimal.IsInteger(amount) ? FilterValue.Of((long)amount) : FilterValue.Of((double)amount);
    }
}
