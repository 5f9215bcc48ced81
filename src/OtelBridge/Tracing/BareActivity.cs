using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace OtelBridge.Tracing;

/// <summary>Activities made without a source: a web server makes one a request and <see cref="HttpClient"/> one a call, for log scopes and headers, when nobody traces them.</summary>
/// <remarks>
/// OpenTelemetry neither samples nor exports them. A span that took one for its parent would not be recorded (nobody sampled the parent), or would name
/// a parent that never arrives. So spans look through them: to the next activity that can be exported, or to the caller in another process.
/// </remarks>
internal static class BareActivity
{
    /// <summary>Where an activity keeps what is to be current again at its end, when that is not its parent.</summary>
    private const string SurroundingProperty = "otelbridge.surrounding";

    private static readonly object Marker = new();

    // Bare activities whose trace id was given to a span; an entry goes with its activity.
    private static readonly ConditionalWeakTable<Activity, object> Taken = [];

    public static bool Is(Activity activity) => activity.Source.Name.Length == 0;

    /// <summary>The activity itself unless it is bare, else the nearest above it that is not, else the outermost one.</summary>
    public static Activity Through(Activity activity)
    {
        while (Is(activity) && activity.Parent is { } parent)
        {
            activity = parent;
        }

        return activity;
    }

    /// <summary>The span in another process that an outermost bare activity stands for; nothing when the request began here.</summary>
    public static ActivityContext Caller(Activity outermost) => outermost.ParentSpanId == default
        ? default
        : new ActivityContext(outermost.TraceId, outermost.ParentSpanId, outermost.ActivityTraceFlags, outermost.TraceStateString, isRemote: true);

    /// <summary>The trace id that the log lines of a request carry, for the first trace that starts in it; later ones get ids of their own, since a trace has one root.</summary>
    public static ActivityTraceId TakeTraceId(Activity outermost) => Taken.TryAdd(outermost, Marker) ? outermost.TraceId : default;

    public static void SetSurrounding(Activity activity, Activity surrounding) => activity.SetCustomProperty(SurroundingProperty, surrounding);

    public static Activity? Surrounding(Activity activity) => activity.GetCustomProperty(SurroundingProperty) as Activity;
}
