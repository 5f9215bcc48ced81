using System.Globalization;

namespace OtelBridge.Pricing;

/// <summary>Amounts of US dollars for people to read.</summary>
public static class DollarText
{
    /// <summary>Writes an amount: cents from a dollar on, and below it the four digits that count first (<c>$0.00001234</c>).</summary>
    /// <param name="dollars">The amount.</param>
    public static string Of(decimal dollars)
    {
        if (dollars == 0)
        {
            return "$0";
        }

        var size = Math.Abs((double)dollars);
        var digits = size >= 1 ? 2 : Math.Min(12, 3 - (int)Math.Floor(Math.Log10(size)));
        return "$" + decimal.Round(dollars, digits).ToString("0.00##########", CultureInfo.InvariantCulture);
    }
}
