using System.Globalization;
using OtelBridge.Web.Wording;

namespace OtelBridge.Web.Comparison;

/// <summary>How the right side differs from the left one: with a sign and a word, so that nobody needs the colour.</summary>
/// <param name="Text">Such as <c>+1.2 s slower</c>.</param>
/// <param name="IsWorse">Whether it is what people want less of; null where neither is better.</param>
public sealed record Delta(string Text, bool? IsWorse)
{
    internal static Delta? Duration(long? left, long? right) => Of(left, right, static nano => TimeText.Duration(nano), "slower", "faster", true);

    internal static Delta? Tokens(long? left, long? right) => Of(left, right, CountText.Exact, "more", "fewer", null);

    internal static Delta? Cost(long? left, long? right) => Of(left, right, CostText.Of, "dearer", "cheaper", true);

    internal static Delta? Spans(long? left, long? right) => Of(left, right, CountText.Exact, "more", "fewer", null);

    // Percents are said where they say more than the number: not of a tiny or an enormous change.
    private static Delta? Of(long? left, long? right, Func<long, string> write, string more, string less, bool? isMoreWorse)
    {
        if (left is not { } before || right is not { } after || before == after)
        {
            return null;
        }

        var size = (long)Int128.Min(long.MaxValue, Int128.Abs((Int128)after - before));
        var percent = before > 0 ? 100.0 * size / before : 0;
        var share = percent is >= 1 and < 1_000 ? string.Create(CultureInfo.InvariantCulture, $" ({percent:0} %)") : "";
        return after > before
            ? new Delta($"+{write(size)} {more}{share}", isMoreWorse)
            : new Delta($"−{write(size)} {less}{share}", !isMoreWorse);
    }
}
