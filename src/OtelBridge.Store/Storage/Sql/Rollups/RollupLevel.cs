using OtelBridge.Store.Storage.Aggregates;

namespace OtelBridge.Store.Storage.Sql.Rollups;

/// <summary>The stretches of time that sums are kept of.</summary>
internal static class RollupLevel
{
    /// <summary>The finest: five minutes. It is what writes mark.</summary>
    public const int Finest = 0;

    /// <summary>The widest: a day.</summary>
    public const int Widest = 2;

    private static readonly long[] Widths = [5 * BucketWidth.Minute, BucketWidth.Hour, BucketWidth.Day];

    /// <summary>Gets how long the buckets of a level are, in nanoseconds.</summary>
    public static long Width(int level) => Widths[level];

    /// <summary>Gets the bucket of a level that holds a start.</summary>
    public static long Bucket(int level, long startUnixNano) => startUnixNano / Widths[level];

    /// <summary>Gets the bucket of the next wider level that holds a bucket.</summary>
    public static long Above(int level, long bucket) => bucket / (Widths[level + 1] / Widths[level]);

    /// <summary>Gets the widest level of which whole buckets make up a stretch of some width; below <see cref="Finest"/> where none does.</summary>
    public static int WidestIn(long width) => Array.FindLastIndex(Widths, level => width % level == 0);
}
