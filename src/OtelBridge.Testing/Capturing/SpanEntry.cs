using System.Diagnostics;
using OtelBridge.Export;

namespace OtelBridge.Testing.Capturing;

/// <summary>One span of a capture, from its start on. Guarded by the lock of its <see cref="SpanLedger"/>.</summary>
/// <param name="span">The span.</param>
/// <param name="order">How many spans of the capture started before it.</param>
/// <param name="exporter">The exporter that saw the start first.</param>
internal sealed class SpanEntry(Activity span, int order, RoutingExporter exporter)
{
    // One for each provider of the process that records the span.
    private readonly List<RoutingExporter> _awaited = [exporter];
    private bool _isLastResort;

    public Activity Span { get; } = span;

    public int Order { get; } = order;

    /// <summary>Gets what a destination would have got; null before the end, and of a span that none would have got.</summary>
    public SpanRecord? Record { get; private set; }

    /// <summary>Gets whether nothing more is to come of it. A processor may have decided against the span, and then nobody says so.</summary>
    public bool IsSettled => Span.IsStopped && (!Span.IsAllDataRequested || _awaited.TrueForAll(static e => e.IsStopped));

    public void Await(RoutingExporter exporter) => _awaited.Add(exporter);

    /// <summary>Takes it as an exporter has it. What the program's own tracing makes of it counts before what that of the test kit makes, which knows no masks.</summary>
    public void Take(RoutingExporter exporter, bool isLastResort)
    {
        if (Record is null || (_isLastResort && !isLastResort))
        {
            Record = SpanRecord.Of(Span, exporter.Masks);
            _isLastResort = isLastResort;
        }
    }

    public void Settle(RoutingExporter exporter) => _awaited.Remove(exporter);
}
