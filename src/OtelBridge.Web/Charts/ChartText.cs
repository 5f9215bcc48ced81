using System.Globalization;
using OtelBridge.Web.Wording;

namespace OtelBridge.Web.Charts;

/// <summary>What charts say in words and numbers. Never in the culture of the server: a comma would end an attribute's number.</summary>
internal static class ChartText
{
    private const long NanosPerSecond = 1_000_000_000;
    private const long NanosPerDay = 86_400 * NanosPerSecond;

    /// <summary>A value to read; a dash where there is none.</summary>
    public static string Value(double? value, ChartUnit unit) => value is not { } known ? CountText.Absent : unit switch
    {
        ChartUnit.Duration => TimeText.Duration((long)known),
        ChartUnit.Cost => CostText.Of((long)known),
        ChartUnit.Share => string.Create(CultureInfo.InvariantCulture, $"{known * 100:0.##} %"),
        ChartUnit.Bytes => CountText.Bytes((long)known),
        ChartUnit.Number => known.ToString("#,0.###", CultureInfo.InvariantCulture),
        _ => CountText.Exact((long)known),
    };

    /// <summary>A value beside an axis, as short as it can be.</summary>
    public static string Tick(double value, ChartUnit unit) => unit switch
    {
        _ when value == 0 => "0",
        ChartUnit.Count => CountText.Short((long)value),
        ChartUnit.Cost when value >= 1e15 => "$" + CountText.Short((long)(value / 1e12)),
        _ => Value(value, unit),
    };

    /// <summary>A step of time in UTC: the day alone for whole days.</summary>
    public static string Span(long from, long to)
    {
        if (from % NanosPerDay == 0 && to - from >= NanosPerDay)
        {
            return to - from == NanosPerDay ? Day(from) : $"{Day(from)} – {Day(to - NanosPerDay)}";
        }

        var form = (to - from) % (60 * NanosPerSecond) == 0 ? "HH:mm" : (to - from) % NanosPerSecond == 0 ? "HH:mm:ss" : "HH:mm:ss.fff";
        return $"{At(from, "yyyy-MM-dd " + form)} – {At(to, form)} UTC";
    }

    /// <summary>A moment beside the axis of time.</summary>
    public static string TimeTick(long unixNano, long step) =>
        At(unixNano, step >= NanosPerDay ? "yyyy-MM-dd" : unixNano % NanosPerDay == 0 ? "MM-dd HH:mm" : step >= 60 * NanosPerSecond ? "HH:mm" : "HH:mm:ss");

    /// <summary>A number for an attribute.</summary>
    public static string Number(double value) => Math.Round(value, 3).ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>Percents for an attribute.</summary>
    public static string Percent(double share) => Number(share * 100) + "%";

    private static string Day(long unixNano) => At(unixNano, "yyyy-MM-dd");

    private static string At(long unixNano, string form) => DateTime.UnixEpoch.AddTicks(unixNano / 100).ToString(form, CultureInfo.InvariantCulture);
}
