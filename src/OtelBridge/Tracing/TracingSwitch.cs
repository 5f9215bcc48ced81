using System.Diagnostics;

namespace OtelBridge.Tracing;

/// <summary>Whether the program wants spans at all.</summary>
internal static class TracingSwitch
{
    // Ticks of UTC since when tracing is off; 0 while it is on.
    private static long _offSince;

    public static bool IsOn => Volatile.Read(ref _offSince) == 0;

    public static void TurnOn() => Volatile.Write(ref _offSince, 0);

    public static void TurnOff() => Interlocked.CompareExchange(ref _offSince, DateTime.UtcNow.Ticks, 0);

    /// <summary>Whether an activity of another instrumentation started after tracing was turned off. Those that were under way go their way.</summary>
    public static bool Excludes(Activity activity) => Volatile.Read(ref _offSince) is not 0 and var since && activity.StartTimeUtc.Ticks >= since;
}
