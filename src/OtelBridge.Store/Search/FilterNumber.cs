using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace OtelBridge.Store.Search;

/// <summary>Numbers as filters write them: <c>5</c>, <c>-0.5</c>, <c>1e3</c>.</summary>
internal static class FilterNumber
{
    /// <summary>What a number may be made of.</summary>
    public const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Reads a number; false for text that is none, is not finite, or names one (<c>NaN</c>).</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out FilterValue? value)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
        {
            value = FilterValue.Of(whole);
        }
        else
        {
            var isFinite = double.TryParse(text, Style, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number);
            value = isFinite ? FilterValue.Of(number) : null;
        }

        return value is not null;
    }
}
