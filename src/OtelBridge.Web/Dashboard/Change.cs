using System.Globalization;

namespace OtelBridge.Web.Dashboard;

/// <summary>How a number went against the period before.</summary>
/// <param name="Text">In words, such as <c>+12 %</c>.</param>
/// <param name="Direction">Above zero when it grew, below when it fell.</param>
/// <param name="IsWorse">Whether that is bad news; null for neither.</param>
public sealed record Change(string Text, int Direction, bool? IsWorse)
{
    private const double Steady = 0.0005; // of the number; less is not worth a sign

    /// <summary>In percents of what was; null where one of both is not known or nothing was.</summary>
    public static Change? Of(double? now, double? before, bool moreIsWorse)
    {
        if (now is not { } current || before is not { } past || past <= 0)
        {
            return null;
        }

        var change = (current - past) / past;
        return Math.Abs(change) < Steady
            ? new Change("unchanged", 0, null)
            : change > 9.99
                ? new Change(Words($"×{current / past:0.#}"), 1, moreIsWorse ? true : null)
                : new Change(Words($"{change * 100:+0.#;−0.#} %"), Math.Sign(change), moreIsWorse ? change > 0 : null);
    }

    /// <summary>In points, of shares.</summary>
    public static Change? OfShare(double? now, double? before)
    {
        if (now is not { } current || before is not { } past)
        {
            return null;
        }

        var points = (current - past) * 100;
        return Math.Abs(points) < 0.05 ? new Change("unchanged", 0, null) : new Change(Words($"{points:+0.#;−0.#} points"), Math.Sign(points), points > 0);
    }

    private static string Words(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
