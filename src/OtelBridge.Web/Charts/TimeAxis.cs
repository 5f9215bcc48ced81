namespace OtelBridge.Web.Charts;

/// <summary>The times below a chart: round ones in UTC, few enough to stand beside each other.</summary>
internal static class TimeAxis
{
    private const int MostTicks = 8;
    private const long Second = 1_000_000_000;
    private const long Minute = 60 * Second;
    private const long Hour = 60 * Minute;
    private const long Day = 24 * Hour;

    private static readonly long[] Steps =
    [
        Second / 1000, Second / 100, Second / 10, Second, 2 * Second, 5 * Second, 10 * Second, 30 * Second, Minute, 2 * Minute, 5 * Minute, 10 * Minute, 30 * Minute,
        Hour, 2 * Hour, 3 * Hour, 6 * Hour, 12 * Hour, Day, 2 * Day, 7 * Day, 14 * Day, 30 * Day, 90 * Day, 365 * Day,
    ];

    /// <summary>The times between two moments that have a mark, and how far they are apart.</summary>
    public static (IReadOnlyList<long> Ticks, long Step) For(long from, long to)
    {
        // As numbers of any size: a range may reach from 1970 to where nanoseconds end.
        var length = (double)to - from;
        if (length <= 0)
        {
            return ([], 0);
        }

        var step = Steps.FirstOrDefault(step => length / step <= MostTicks);
        step = step > 0 ? step : (long)Math.Ceiling(length / MostTicks / (365d * Day)) * 365 * Day;
        var ticks = new List<long>(MostTicks + 1);
        for (Int128 tick = (from + (Int128)step - 1) / step * step; tick <= to; tick += step)
        {
            ticks.Add((long)tick);
        }

        return (ticks, step);
    }
}
