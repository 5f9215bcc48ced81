namespace OtelBridge.Web.Charts;

/// <summary>When the buckets of a chart begin and end.</summary>
internal static class BucketTimes
{
    /// <summary>The bounds of a bucket, as far as nanoseconds go: the last one may end after them.</summary>
    public static (long From, long To) Of(long first, long width, int bucket)
    {
        var from = first + ((Int128)width * bucket);
        return ((long)Int128.Min(from, long.MaxValue), (long)Int128.Min(from + width, long.MaxValue));
    }
}
