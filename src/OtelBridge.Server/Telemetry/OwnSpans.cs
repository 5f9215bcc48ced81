using System.Diagnostics;
using OtelBridge.Otlp;

namespace OtelBridge.Server.Telemetry;

/// <summary>Keeps the server's own spans out of its own store, where a program that has a server inside sends everything that it traces.</summary>
/// <remarks>Each such span would be stored by a request, which is a span, which would be stored: without end. They are known by the mark of this process, whoever sent
/// them and by whatever way; spans of other servers are spans like any others. The request that brought them is not traced either, so that it ends.</remarks>
internal static class OwnSpans
{
    /// <summary>Takes them out of a request, and gives how many they were.</summary>
    public static int Remove(ExportTraceServiceRequest request)
    {
        var removed = 0;
        foreach (var resource in request.ResourceSpans)
        {
            foreach (var scope in resource.ScopeSpans)
            {
                // A text comparison for each scope of a request; the rest only for those of a server.
                removed += scope.Scope?.Name == ServerTelemetry.Name ? RemoveOwn(scope) : 0;
            }
        }

        if (removed > 0 && ServerTelemetry.Current is { } activity)
        {
            activity.IsAllDataRequested = false;
            activity.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        }

        return removed;
    }

    private static int RemoveOwn(ScopeSpans scope)
    {
        var others = scope.Spans.Where(static span => !IsOwn(span)).ToList();
        var removed = scope.Spans.Count - others.Count;
        if (removed > 0)
        {
            scope.Spans.Clear();
            scope.Spans.AddRange(others);
        }

        return removed;
    }

    private static bool IsOwn(Span span) =>
        span.Attributes.Any(static attribute => attribute.Key == ServerTelemetry.InstanceKey && attribute.Value?.StringValue == ServerTelemetry.Instance);
}
