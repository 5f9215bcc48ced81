using Google.Protobuf;
using OtelBridge.Identifiers;
using OtelBridge.Otlp;
using OtelBridge.Pricing;
using OtelBridge.Store.Quotas;
using OtelBridge.Store.Translation;

namespace OtelBridge.Store.Ingest;

/// <summary>Sorts the spans of one request by trace, checked and translated.</summary>
internal sealed class RequestGroups
{
    // Each trace is stored with the resources and scopes of its spans. A large one in a request of many traces would be written as often: terabytes for one request.
    private const long MaxCopies = 256L << 20;

    private readonly Dictionary<string, TraceGroup> _groups = new(StringComparer.Ordinal); // bounded by the spans of the request
    private readonly Refusals _refusals;
    private readonly PriceTable _prices;
    private readonly SpanLimits? _limits;
    private ByteString? _lastId;
    private string _lastText = string.Empty;
    private long _copies; // bytes of resources and scopes, once for each trace that they are stored with

    private RequestGroups(Refusals refusals, PriceTable prices, SpanLimits? limits) => (_refusals, _prices, _limits) = (refusals, prices, limits);

    /// <summary>Gives the traces of a request; spans that are refused are counted.</summary>
    public static IReadOnlyCollection<TraceGroup> Of(ExportTraceServiceRequest request, Refusals refusals, PriceTable prices, SpanLimits? limits = null)
    {
        var groups = new RequestGroups(refusals, prices, limits);
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
        var tooLarge = _limits?.Refuse(resource.Resource, scope.Scope);
        var (resourceSize, scopeSize) = (resource.Resource?.CalculateSize() ?? 0, scope.Scope?.CalculateSize() ?? 0);
        foreach (var span in scope.Spans)
        {
            if ((refused ?? SpanCheck.Refuse(span)) is { } reason)
            {
                _refusals.Add(reason);
                continue;
            }

            if ((tooLarge ?? _limits?.Refuse(span)) is { } limit)
            {
                _refusals.AddTooLarge(limit.Told, limit.Size);
                continue;
            }

            var translated = SpanTranslator.Translate(span, TraceIdOf(span), facts.ServiceName, _prices);
            _groups.TryGetValue(translated.TraceId, out var group);
            var copied = TraceGroup.CopySize(group, resource, scope, resourceSize, scopeSize);
            if (_copies + copied > MaxCopies)
            {
                _refusals.Add("its resource and scope are stored with each trace, and are too large for so many traces in one request; send fewer traces at once");
                continue;
            }

            _copies += copied;
            if (group is null)
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
