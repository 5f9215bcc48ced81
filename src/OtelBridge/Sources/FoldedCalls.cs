using System.Diagnostics;
using OtelBridge.Tracing;

namespace OtelBridge.Sources;

/// <summary>Spans that say a call again which the span around them says: they go nowhere, what they know beyond goes to that span, and what is below them is below it.</summary>
/// <remarks>
/// Decided at the start, since children are exported before the span itself ends. Only of known libraries, and only directly below the other span:
/// a program's own span between them says that it is another call.
/// </remarks>
internal static class FoldedCalls
{
    private const string SeenProperty = "otelbridge.seen";
    private const string IntoProperty = "otelbridge.foldedInto";
    private const string EndedProperty = "otelbridge.folded";

    /// <summary>Folded spans whose ids are still known, for spans that were started by the ids alone; a power of two.</summary>
    private const int MaxIds = 4096;

    /// <summary>Folded spans whose words one span takes over; a loop of calls inside one is no call any more.</summary>
    private const int MaxHeirs = 16;

    private static readonly Lock Gate = new();
    private static readonly object Seen = new();
    private static readonly object GaveAlready = new();

    // By hash, the later one wins.
    private static readonly FoldedId?[] Ids = new FoldedId?[MaxIds];
    private static bool _isUsed;

    /// <summary>Decides of a span that has just started.</summary>
    public static void Begin(Activity activity)
    {
        // A call over the Model Context Protocol is not the tool's: the server's spans, in another process, are below it.
        if (LibrarySources.Of(activity.Source) is var library && library is GenAILibraries.None or GenAILibraries.Mcp || !activity.Recorded)
        {
            return;
        }

        activity.SetCustomProperty(SeenProperty, Seen);
        if (CallIdentity.KindOf(activity) is not CallKind.None and var kind && Around(activity) is { } outer && IsSameCall(outer, activity, kind, library))
        {
            activity.SetCustomProperty(IntoProperty, outer);
            Volatile.Write(ref Ids[Slot(activity.SpanId)], new FoldedId(activity.SpanId, outer.SpanId));
            Volatile.Write(ref _isUsed, true);
        }
    }

    /// <summary>The span that a span was folded into; null for nearly all.</summary>
    public static Activity? Into(Activity activity) =>
        Volatile.Read(ref _isUsed) ? activity.GetCustomProperty(IntoProperty) as Activity : null;

    /// <summary>The span itself, or the one that stands for it.</summary>
    public static Activity Shown(Activity activity) => Into(activity) ?? activity;

    /// <summary>The id of a span's parent as the destinations know it.</summary>
    public static ActivitySpanId ParentIdOf(Activity activity)
    {
        var id = activity.ParentSpanId;
        if (!Volatile.Read(ref _isUsed) || id == default)
        {
            return id;
        }

        return activity.Parent is { } parent ? Into(parent)?.SpanId ?? id : ShownId(id);
    }

    /// <summary>The id itself, or that of the span that stands for it.</summary>
    public static ActivitySpanId ShownId(ActivitySpanId id) =>
        Volatile.Read(ref _isUsed) && Volatile.Read(ref Ids[Slot(id)]) is { } known && known.Id == id ? known.Into : id;

    /// <summary>The nearest span around a given one that destinations can get, while it runs.</summary>
    public static Activity? Around(Activity activity) =>
        activity.Parent is { } parent && Shown(BareActivity.Through(parent)) is { IsStopped: false, Recorded: true } outer && !BareActivity.Is(outer) ? outer : null;

    /// <summary>Takes a folded span that has ended.</summary>
    public static void End(Activity folded, Activity into)
    {
        if (InstrumentedCall.OperationOf(into) is not null)
        {
            // At once, so that what our instrumentation knows itself is set over it, and the program's processors see all of it.
            if (!into.IsStopped)
            {
                CallKnowledge.Give(folded, into, withContent: false);
                into.SetCustomProperty(EndedProperty, GaveAlready);
            }

            return;
        }

        // A library adds its attributes without looking, so it gets what it lacks when it is done.
        lock (Gate)
        {
            if (into.GetCustomProperty(EndedProperty) is not List<Activity> ended)
            {
                into.SetCustomProperty(EndedProperty, ended = []);
            }

            if (ended.Count < MaxHeirs && !into.IsStopped)
            {
                ended.Add(folded);
            }
        }
    }

    /// <summary>Gives a span that has ended what those know which were folded into it.</summary>
    /// <returns>Whether there were any.</returns>
    public static bool Inherit(Activity activity)
    {
        if (!Volatile.Read(ref _isUsed) || activity.GetCustomProperty(EndedProperty) is not { } ended)
        {
            return false;
        }

        if (ended is List<Activity> several)
        {
            lock (Gate)
            {
                // No lambda: what it captured would be allocated for every span, folded into or not.
                foreach (var folded in several)
                {
                    CallKnowledge.Give(folded, activity, withContent: true);
                }

                several.Clear(); // the span may wait long to be sent
            }
        }

        return true;
    }

    private static bool IsSameCall(Activity outer, Activity inner, CallKind kind, GenAILibraries library)
    {
        var isOurs = InstrumentedCall.OperationOf(outer) is not null;
        // A library does not say one call twice: a tool that calls itself, or a model in a model, is another call.
        return CallIdentity.KindOf(outer) == kind
            && (isOurs || (IsExported(outer) && LibraryOf(outer) is not (GenAILibraries.None or GenAILibraries.Mcp) and var other && other != library))
            && (kind != CallKind.Tool || CallIdentity.SubjectOf(outer).SequenceEqual(CallIdentity.SubjectOf(inner)));
    }

    // Somebody else in the process may listen to a library that our tracing does not: its spans never come to the destinations.
    private static bool IsExported(Activity outer) =>
        ReferenceEquals(outer.Source, SpanSource.Instance) || outer.GetCustomProperty(SeenProperty) is not null;

    // What comes from our source without our mark and type was started by Microsoft.Extensions.AI, which asks an inner client for its source.
    private static GenAILibraries LibraryOf(Activity activity) =>
        !ReferenceEquals(activity.Source, SpanSource.Instance) ? LibrarySources.Of(activity.Source)
        : ForeignSpans.IsOurs(activity) ? GenAILibraries.None
        : GenAILibraries.MicrosoftExtensionsAI;

    private static int Slot(ActivitySpanId id) => id.GetHashCode() & (MaxIds - 1);

    private sealed record FoldedId(ActivitySpanId Id, ActivitySpanId Into);
}
