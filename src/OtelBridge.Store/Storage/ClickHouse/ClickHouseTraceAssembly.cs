using System.Buffers.Binary;
using System.Text;
using Google.Protobuf;
using OtelBridge.Otlp;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>Puts the spans of one trace together, as they are read.</summary>
internal sealed class ClickHouseTraceAssembly(string traceId)
{
    // Bounded by the spans of one trace. Keys are the bytes of resource and scope, one character each: most spans have the same.
    private readonly Dictionary<(string Resource, string Scope), (ResourceSpans Group, List<SpanPlace> Places)> _groups = [];
    private readonly List<(long Start, long SpanId, Cost Cost)> _costs = [];

    /// <summary>Gets how many spans were added.</summary>
    public long Count { get; private set; }

    /// <summary>Adds a span.</summary>
    /// <exception cref="DamagedTraceException">It cannot be read.</exception>
    public void Add(StoredSpanParts span)
    {
        try
        {
            var key = (Encoding.Latin1.GetString(span.Resource), Encoding.Latin1.GetString(span.Scope));
            if (!_groups.TryGetValue(key, out var group))
            {
                var resource = ResourceSpans.Parser.ParseFrom(span.Resource);
                resource.ScopeSpans.Add(ScopeSpans.Parser.ParseFrom(span.Scope));
                _groups[key] = group = (resource, []);
            }

            group.Group.ScopeSpans[0].Spans.Add(Span.Parser.ParseFrom(span.Payload));
            group.Places.Add(span.Place);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new DamagedTraceException($"Trace '{traceId}' cannot be read: its payload in the store is damaged.", e);
        }

        Count++;
        if (span.Cost is { } cost)
        {
            _costs.Add((span.Place.StartUnixNano, span.SpanId, cost.ToMessage()));
        }
    }

    /// <summary>Gives the trace under its record.</summary>
    public Trace ToTrace(TraceInfo info)
    {
        var assembly = new TraceAssembly();
        foreach (var (group, places) in _groups.Values)
        {
            assembly.Add(new TracesData { ResourceSpans = { group } }, ordinal => places[ordinal]);
        }

        var trace = new Trace { Info = info };
        trace.ResourceSpans.AddRange(assembly.ToResourceSpans());
        trace.SpanCosts.AddRange(_costs.OrderBy(static cost => (cost.Start, cost.SpanId)).Select(static cost => new CostOfSpan { SpanId = Id(cost.SpanId), Cost = cost.Cost }));
        return trace;
    }

    private static ByteString Id(long spanId)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, spanId);
        return ByteString.CopyFrom(bytes);
    }
}
