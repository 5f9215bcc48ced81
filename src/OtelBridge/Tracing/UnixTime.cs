namespace OtelBridge.Tracing;

/// <summary>Times as the wires have them, nanoseconds since 1970. What they cannot say (a program may give any time) is moved to the nearest they can.</summary>
internal static class UnixTime
{
    private const long MaxTicks = long.MaxValue / TimeSpan.NanosecondsPerTick;

    public static long Nanoseconds(DateTime utc, TimeSpan later = default) =>
        Math.Clamp(utc.Ticks - DateTime.UnixEpoch.Ticks + later.Ticks, 0, MaxTicks) * TimeSpan.NanosecondsPerTick;
}
