namespace OtelBridge.Store.Storage.Aggregates;

/// <summary>Widths of buckets that people know: parts of minutes, hours and days of UTC, and weeks, which begin on Monday.</summary>
internal static class BucketWidth
{
    public const long Second = 1_000_000_000;
    public const long Minute = 60 * Second;
    public const long Hour = 60 * Minute;
    public const long Day = 24 * Hour;

    private const long Week = 7 * Day;

    // 1970 began on a Thursday.
    private const long FirstMonday = 4 * Day;

    private static readonly long[] Widths =
    [
        Second, 2 * Second, 5 * Second, 10 * Second, 15 * Second, 30 * Second,
        Minute, 2 * Minute, 5 * Minute, 10 * Minute, 15 * Minute, 30 * Minute,
        Hour, 2 * Hour, 3 * Hour, 6 * Hour, 12 * Hour,
        Day, 2 * Day, Week, 2 * Week, 4 * Week, 13 * Week, 26 * Week, 52 * Week, 520 * Week, 5_200 * Week,
    ];

    /// <summary>Gives the narrowest width of which no more than some cover a range, and the start of the first bucket.</summary>
    /// <param name="from">The first nanosecond.</param>
    /// <param name="last">The last one.</param>
    /// <param name="most">The most buckets.</param>
    public static (long First, long Width, int Count) Of(long from, long last, int most)
    {
        foreach (var width in Widths)
        {
            var first = Start(from, width);
            var count = ((Int128)last - first) / width;
            if (count < most)
            {
                return (first, width, (int)count + 1);
            }
        }

        return (from, (long)(((Int128)last - from) / most) + 1, most); // centuries, parted by nothing that has a name
    }

    /// <summary>Gives the place of the bucket that holds a time, which is not before the first bucket.</summary>
    public static int Index(long time, long first, long width) => (int)((ulong)(time - first) / (ulong)width); // the difference may need all 64 bits

    /// <summary>Gives the start of the bucket that holds a time.</summary>
    public static long Start(long time, long width)
    {
        var origin = width % Week == 0 ? FirstMonday : 0;
        var past = ((Int128)time - origin) % width;
        return (long)Int128.Max(time - (past < 0 ? past + width : past), long.MinValue);
    }
}
