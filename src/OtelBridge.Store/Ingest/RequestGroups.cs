using Google.Protobuf;
using OtelBridge.Identifiers;
using OtelBridge.Otlp;
using OtelBridge.Pricing;
using OtelBridge.Store.Translation;

namespace OtelBridge.Store.Ingest;

/// <summary>Sorts the spans of one request by trace, checked and translated.</summary>
internal sealed class RequestGroups
{
    private readonly Dictionary<string, TraceGroup> _groups = new(StringComparer.Ordinal); // bounded by the spans of the request
    private readonly Refusals _refusals;
    private readonly PriceTable _prices;
    private ByteString? _lastId;
    private string _lastText = string.Empty;

    private RequestGroups(Refusals refusals, PriceTable prices) => (_refusals, _prices) = (refusals, prices);

    /// <summary>Gives the traces of a request; spans that are refused are counted.</summary>
    public static IReadOnlyCollection<TraceGroup> Of(ExportTraceServiceRequest request, Refusals refusals, PriceTable prices)
    {
        var groups = new RequestGroups(refusals, prices);
        foreach (var resource in request.ResourceSpans)
        {
            var facts = ResourceReading.Of(resource.Resource);
            foreach (var scope in resource.ScopeSpans)
            {
                groups.Add(resource, scope, facts);
            }
        }

        return groups._groups.Values;
    }

    private void Add(ResourceSpans resource, ScopeSpans scope, ResourceReading facts)
    {
        var refused = SpanCheck.Refuse(resource.Resource, scope.Scope);
        foreach (var span in scope.Spans)
        {
            if ((refused ?? SpanCheck.Refuse(span)) is { } reason)
            {
                _refusals.Add(reason);
                continue;
            }

            var translated = SpanTranslator.Translate(span, TraceIdOf(span), facts.ServiceName, _prices);
            if (!_groups.TryGetValue(translated.TraceId, out var group))
            {
                _groups[translated.TraceId] = group = new TraceGroup(translated.TraceId) { NamedExperiment = facts.Experiment };
            }

            group.NamedExperiment = translated.ExperimentId ?? group.NamedExperiment;
            group.Add(resource, scope, span, translated.Row);
        }
    }

    // Spans of one trace mostly follow each other: its text is made once.
    private string TraceIdOf(Span span)
    {
        if (!span.TraceId.Equals(_lastId))
        {
            (_lastId, _lastText) = (span.TraceId, TraceIdText.FromBytes(span.TraceId.Span));
        }

        return _lastText;
    }
}
