using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace OtelBridge.Tracing;

/// <summary>Where each exception was seen last, so that one that rises through several spans is recorded at the first only.</summary>
internal static class RecordedExceptions
{
    // An entry lives as long as its exception. It holds the span that the exception passed last, whose parents it holds in turn, never the children.
    private static readonly ConditionalWeakTable<Exception, Sighting> Sightings = new();

    /// <summary>Notes that the exception reached the activity; true when it came from no span inside that one.</summary>
    /// <remarks>One that is thrown again somewhere else, such as a cached one, is new there.</remarks>
    public static bool IsNew(Exception exception, Activity activity)
    {
        var sighting = Sightings.GetOrCreateValue(exception);
        var last = Interlocked.Exchange(ref sighting.Last, activity);

        // Each span is passed once on the way up, so this is no more work than the rise itself.
        for (; last is not null; last = last.Parent)
        {
            if (ReferenceEquals(last, activity))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a span recorded the exception.</summary>
    public static bool Knows(Exception exception) => Sightings.TryGetValue(exception, out _);

    private sealed class Sighting
    {
        public Activity? Last;
    }
}
