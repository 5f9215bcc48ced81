using System.Diagnostics;
using OtelBridge.Tracing;

namespace OtelBridge.Export.Sampling;

/// <summary>The part of a trace that is below one outermost span of this process; a trace has several when it comes in several times.</summary>
/// <param name="Trace">The trace.</param>
/// <param name="Root">The outermost span; none for spans of which nobody knows it, since the span that they were started below had ended.</param>
internal readonly record struct TraceKey(ActivityTraceId Trace, ActivitySpanId Root)
{
    public static TraceKey Of(Activity span) => new(span.TraceId, ActiveTrace.LocalRootAbove(span)?.SpanId ?? default);
}
