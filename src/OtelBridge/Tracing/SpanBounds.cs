using System.Diagnostics;
using OtelBridge.Diagnostics;

namespace OtelBridge.Tracing;

/// <summary>How much one span holds: a program that sets in a loop must not fill its memory, nor wait for lists that are walked at each call.</summary>
/// <remarks>Forty times what OpenTelemetry takes by default, so that only loops meet it.</remarks>
internal static class SpanBounds
{
    public const int MaxAttributes = 5_000;

    public const int MaxEvents = 5_000;

    public const int MaxEventAttributes = 128;

    /// <summary>Whether an attribute can be set: it is there, or there is room. Threads that set at once may pass by a few.</summary>
    public static bool HasRoomFor(Activity activity, string key)
    {
        var count = 0;
        foreach (ref readonly var tag in activity.EnumerateTagObjects())
        {
            if (++count >= MaxAttributes || tag.Key == key)
            {
                break;
            }
        }

        if (count < MaxAttributes || activity.GetTagItem(key) is not null)
        {
            return true;
        }

        BridgeEventSource.Log.SpanContentRefused($"an attribute, since the span has {MaxAttributes}");
        return false;
    }

    public static bool HasRoomForEvent(Activity activity)
    {
        var count = 0;
        foreach (ref readonly var _ in activity.EnumerateEvents())
        {
            count++;
        }

        if (count < MaxEvents)
        {
            return true;
        }

        BridgeEventSource.Log.SpanContentRefused($"an event, since the span has {MaxEvents}");
        return false;
    }
}
