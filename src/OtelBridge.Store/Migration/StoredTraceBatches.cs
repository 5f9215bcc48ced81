using OtelBridge.Identifiers;
using OtelBridge.Otlp;
using OtelBridge.Pricing;
using OtelBridge.Store.Model;
using OtelBridge.Store.Translation;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Migration;

/// <summary>Makes what a writer takes of a trace that a reader gave: the same translation as at the intake, with what the first store knows of it.</summary>
internal static class StoredTraceBatches
{
    // What is written at once of a trace that is larger.
    private const int MaxBytes = 8 * 1024 * 1024;

    /// <summary>Gives the batches of a trace, in the order of its spans; none for a trace without spans.</summary>
    /// <remarks>The experiment is said as if a span named it, so that a trace which is there already moves to it.</remarks>
    public static IEnumerable<TraceBatch> Of(Trace trace)
    {
        var costs = trace.SpanCosts.ToDictionary(static cost => cost.SpanId, static cost => SpanCost.Of(cost.Cost));
        var experiment = long.Parse(trace.Info.ExperimentId, System.Globalization.CultureInfo.InvariantCulture);
        var (rows, payload, bytes) = (new List<SpanRow>(), new TracesData(), 0); // bounded by MaxBytes, or one span
        foreach (var resource in trace.ResourceSpans)
        {
            var service = ResourceReading.Of(resource.Resource).ServiceName;
            foreach (var scope in resource.ScopeSpans)
            {
                ScopeSpans? target = null;
                foreach (var span in scope.Spans)
                {
                    var size = span.CalculateSize();
                    if (rows.Count > 0 && bytes + size > MaxBytes)
                    {
                        yield return Batch();
                        (rows, payload, bytes, target) = ([], new TracesData(), 0, null);
                    }

                    target ??= Add(payload, resource, scope);
                    target.Spans.Add(span);
                    rows.Add(SpanTranslator.TranslateStored(span, TraceIdText.FromBytes(span.TraceId.Span), service, costs.GetValueOrDefault(span.SpanId)).Row);
                    bytes += size;
                }
            }
        }

        if (rows.Count > 0)
        {
            yield return Batch();
        }

        TraceBatch Batch() => new()
        {
            TraceId = trace.Info.TraceId,
            ExperimentId = experiment,
            ExperimentIsExplicit = true,
            Spans = rows,
            Payload = payload,
        };
    }

    private static ScopeSpans Add(TracesData payload, ResourceSpans resource, ScopeSpans scope)
    {
        if (payload.ResourceSpans is not [.., var last] || !ReferenceEquals(last.Resource, resource.Resource) || last.SchemaUrl != resource.SchemaUrl)
        {
            payload.ResourceSpans.Add(new ResourceSpans { Resource = resource.Resource, SchemaUrl = resource.SchemaUrl });
        }

        var target = new ScopeSpans { Scope = scope.Scope, SchemaUrl = scope.SchemaUrl };
        payload.ResourceSpans[^1].ScopeSpans.Add(target);
        return target;
    }
}
