namespace OtelBridge.Server.Zipkin;

/// <summary>The time that a search or graph looks at: <c>lookback</c> milliseconds up to and with <c>endTs</c>.</summary>
internal readonly record struct TimeWindow(long FromUnixNano, long BeforeUnixNano)
{
    public const string End = "endTs";

    private const long DefaultLookbackMs = 24 * 60 * 60 * 1000;
    private const long NanosecondsPerMillisecond = 1_000_000;
    private const long MaxMilliseconds = (long.MaxValue / NanosecondsPerMillisecond) - 1;

    public static TimeWindow Read(ZipkinCall call, long endMs)
    {
        var end = Math.Min(endMs, MaxMilliseconds);
        var start = Math.Max(end - (call.FindNumber("lookback") ?? DefaultLookbackMs), 0);
        return new TimeWindow(start * NanosecondsPerMillisecond, (end + 1) * NanosecondsPerMillisecond);
    }
}
