using OtelBridge.Otlp;
using OtelBridge.Store.Model;

namespace OtelBridge.Store.Ingest;

/// <summary>Gathers the spans of one trace from one request, under the resource and scope they came with.</summary>
internal sealed class TraceGroup(string traceId)
{
    private readonly List<SpanRow> _rows = []; // bounded by the spans of the request, like the payload
    private readonly TracesData _payload = new();
    private ResourceSpans? _sourceResource;
    private ScopeSpans? _sourceScope;

    public string TraceId { get; } = traceId;

    /// <summary>Gets or sets the experiment that a span of the trace or its resource names, as text; the last one of the request.</summary>
    public string? NamedExperiment { get; set; }

    public int Count => _rows.Count;

    /// <summary>Gives what of a resource and scope would be stored once more with a span of a trace.</summary>
    /// <param name="group">The trace; null for one that is new.</param>
    /// <param name="resource">The resource of the span.</param>
    /// <param name="scope">The scope of the span.</param>
    /// <param name="resourceSize">Bytes of the resource.</param>
    /// <param name="scopeSize">Bytes of the scope.</param>
    public static long CopySize(TraceGroup? group, ResourceSpans resource, ScopeSpans scope, int resourceSize, int scopeSize) =>
        !ReferenceEquals(group?._sourceResource, resource) ? (long)resourceSize + scopeSize
        : ReferenceEquals(group._sourceScope, scope) ? 0 : scopeSize;

    public void Add(ResourceSpans resource, ScopeSpans scope, Span span, SpanRow row)
    {
        // Spans of one resource and scope follow each other, so comparing with the last one is enough.
        if (!ReferenceEquals(_sourceResource, resource))
        {
            _payload.ResourceSpans.Add(new ResourceSpans { Resource = resource.Resource, SchemaUrl = resource.SchemaUrl });
            _sourceResource = resource;
            _sourceScope = null;
        }

        var target = _payload.ResourceSpans[^1];
        if (!ReferenceEquals(_sourceScope, scope))
        {
            target.ScopeSpans.Add(new ScopeSpans { Scope = scope.Scope, SchemaUrl = scope.SchemaUrl });
            _sourceScope = scope;
        }

        target.ScopeSpans[^1].Spans.Add(span);
        _rows.Add(row);
    }

    public TraceBatch ToBatch(long experimentId)
    {
        DropRepeated();
        return new TraceBatch
        {
            TraceId = TraceId,
            ExperimentId = experimentId,
            ExperimentIsExplicit = NamedExperiment is not null,
            Spans = _rows,
            Payload = _payload,
        };
    }

    /// <summary>A span that stands twice in one request is stored once: the last copy, but never one without an end over one with an end.</summary>
    private void DropRepeated()
    {
        var best = new Dictionary<long, int>(_rows.Count);
        for (var i = 0; i < _rows.Count; i++)
        {
            var id = _rows[i].SpanId;
            if (!best.TryGetValue(id, out var other) || _rows[i].EndUnixNano is not null || _rows[other].EndUnixNano is null)
            {
                best[id] = i;
            }
        }

        if (best.Count < _rows.Count)
        {
            // All at once: taking them out one by one would move the rest of the list as often as a sender repeats itself.
            var dropped = Enumerable.Range(0, _rows.Count).Except(best.Values).ToHashSet();
            RemoveFromPayload(dropped);
            var index = 0;
            _rows.RemoveAll(_ => dropped.Contains(index++));
        }
    }

    private void RemoveFromPayload(HashSet<int> dropped)
    {
        var ordinal = 0;
        foreach (var scope in _payload.ResourceSpans.SelectMany(resource => resource.ScopeSpans))
        {
            var kept = scope.Spans.Where(_ => !dropped.Contains(ordinal++)).ToList();
            scope.Spans.Clear();
            scope.Spans.AddRange(kept);
        }
    }
}
