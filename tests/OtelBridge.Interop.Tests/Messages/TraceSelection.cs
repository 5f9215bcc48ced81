using OtelBridge.Otlp;

namespace OtelBridge.Interop.Tests.Messages;

/// <summary>Parts a request into its traces.</summary>
internal static class TraceSelection
{
    /// <summary>The hex ids of the traces in a request.</summary>
    public static IReadOnlyCollection<string> TraceIdsOf(ExportTraceServiceRequest request) =>
        request.ResourceSpans
            .SelectMany(resource => resource.ScopeSpans)
            .SelectMany(scope => scope.Spans)
            .Select(span => Convert.ToHexStringLower(span.TraceId.Span))
            .ToHashSet();

    /// <summary>The same request with the spans of one trace alone.</summary>
    public static ExportTraceServiceRequest Only(ExportTraceServiceRequest request, string traceId)
    {
        var one = request.Clone();
        foreach (var scope in one.ResourceSpans.SelectMany(resource => resource.ScopeSpans))
        {
            foreach (var other in scope.Spans.Where(span => Convert.ToHexStringLower(span.TraceId.Span) != traceId).ToArray())
            {
                scope.Spans.Remove(other);
            }
        }

        return one;
    }
}
