using OtelBridge.Dialects;
using OtelBridge.Otlp;
using OtelBridge.Store.Model;

namespace OtelBridge.Store.Translation;

/// <summary>The whole inputs and outputs of a trace: those of the span that speaks for it, in whatever dialect it says them.</summary>
/// <param name="Request">The inputs as JSON text; null when the span has none, or no span speaks for the trace.</param>
/// <param name="Response">The outputs as JSON text; null likewise.</param>
public sealed record TraceContent(string? Request, string? Response)
{
    /// <summary>Reads the content out of the spans of one trace.</summary>
    public static TraceContent Of(IEnumerable<ResourceSpans> spans)
    {
        ArgumentNullException.ThrowIfNull(spans);
        (Span Span, SpanRow Row)? best = null;
        foreach (var span in spans.SelectMany(resource => resource.ScopeSpans).SelectMany(scope => scope.Spans))
        {
            var row = SpanTranslator.Translate(span, string.Empty).Row;
            if (row.Root is not null && (best is null || Rank(row).CompareTo(Rank(best.Value.Row)) < 0))
            {
                best = (span, row);
            }
        }

        if (best is not var (root, _))
        {
            return new TraceContent(null, null);
        }

        var reading = SpanReading.Of(root);
        return new TraceContent(reading.Inputs, reading.Outputs);
    }

    // As the trace record chooses, see TraceFacts.IsBetterRoot.
    private static (bool HasParent, long Start, long Id) Rank(SpanRow row) => (row.ParentSpanId is not null, row.StartUnixNano, row.SpanId);
}
