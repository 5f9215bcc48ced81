using System.Diagnostics;
using OtelBridge.Diagnostics;
using OtelBridge.Identifiers;

namespace OtelBridge.Client.Spans;

/// <summary>The parent that two ids name: a span that is open here, or only its context.</summary>
/// <param name="Span">The span, where it is at hand.</param>
/// <param name="Context">Its ids, where it is not.</param>
internal readonly record struct SpanParent(MlflowSpan? Span, ActivityContext Context)
{
    /// <summary>Looks where it costs nothing to those who do not ask: among the open spans of clients, and in the spans around the calling code.</summary>
    /// <remarks>
    /// A parent that is in neither is taken by its ids. It may have ended, run in another flow or another process, or have been ended by us
    /// because it was open for too long; an exception would then come of something that the caller did not do.
    /// </remarks>
    /// <exception cref="MlflowException">No span can have that id.</exception>
    public static SpanParent Find(string traceId, string parentId)
    {
        if (OpenTraces.Process.Find(traceId, parentId) is { } known)
        {
            return new SpanParent(known, default);
        }

        if (!TryReadSpanId(parentId, out var spanId))
        {
            throw new MlflowException(
                $"There is no span '{parentId}': a span id has 16 hex digits. Give the SpanId of the parent, which for the first level is the root that StartTrace returned.",
                MlflowErrorCode.ResourceDoesNotExist);
        }

        var id = OwnTraceId.Of(traceId).Id;
        if (OpenTraces.Process.Find(TraceIdText.FromHex(id.ToHexString()), spanId.ToHexString()) is { } span)
        {
            return new SpanParent(span, default);
        }

        if (Around(id, spanId) is { } activity)
        {
            return new SpanParent(MlflowSpan.Borrow(activity), default);
        }

        BridgeEventSource.Log.ParentNotOpen(traceId, parentId);
        return new SpanParent(null, new ActivityContext(id, spanId, ActivityTraceFlags.Recorded));
    }

    private static Activity? Around(ActivityTraceId traceId, ActivitySpanId spanId)
    {
        var activity = Activity.Current;
        while (activity is not null && (activity.SpanId != spanId || activity.TraceId != traceId))
        {
            activity = activity.Parent;
        }

        return activity;
    }

    private static bool TryReadSpanId(string text, out ActivitySpanId id)
    {
        Span<byte> bytes = stackalloc byte[8];
        var isId = Hex.TryRead(text, bytes) && bytes.ContainsAnyExcept((byte)0);
        id = isId ? ActivitySpanId.CreateFromBytes(bytes) : default;
        return isId;
    }
}
