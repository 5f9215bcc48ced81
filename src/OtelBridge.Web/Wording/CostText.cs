using System.Globalization;
using OtelBridge.Pricing;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Web.Wording;

/// <summary>Costs for people to read.</summary>
internal static class CostText
{
    /// <summary>The sum, with a plus where more was spent than is known: <c>$0.0123+</c>.</summary>
    public static string Of(Cost cost) => Dollars(cost.Total) + (cost.UnpricedSpans > 0 ? "+" : "");

    /// <summary>A sum in picodollars: <c>$0.0123</c>.</summary>
    public static string Of(long picodollars) => Dollars(picodollars);

    /// <summary>The sum with its parts, and what is not in it.</summary>
    public static string Whole(Cost cost)
    {
        var parts = new List<string>(2);
        if (cost.HasInput)
        {
            parts.Add($"{Dollars(cost.Input)} in");
        }

        if (cost.HasOutput)
        {
            parts.Add($"{Dollars(cost.Output)} out");
        }

        parts.Add($"{Dollars(cost.Total)} total");
        var text = string.Join(", ", parts);
        return cost.UnpricedSpans > 0 ? string.Create(CultureInfo.InvariantCulture, $"{text}, without {cost.UnpricedSpans} {Spans(cost)} of unknown price") : text;
    }

    private static string Spans(Cost cost) => cost.UnpricedSpans == 1 ? "span" : "spans";

    private static string Dollars(long picodollars) => DollarText.Of(SpanCost.Dollars(picodollars));
}
