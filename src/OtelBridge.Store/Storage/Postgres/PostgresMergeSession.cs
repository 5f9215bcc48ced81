using Npgsql;
using OtelBridge.Otlp;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage.Sql;

namespace OtelBridge.Store.Storage.Postgres;

/// <summary>The working set of one transaction that stores spans: what the group is about to touch is read at once, merged in memory, and written at once.</summary>
/// <remarks>A statement costs the way to the database and back. Only what was not foreseen, such as a replaced span of a very large trace, is asked for
/// alone, after what is unwritten was written.</remarks>
internal sealed class PostgresMergeSession(NpgsqlConnection connection, UsageTrees usageTrees, PostgresFacets facets) : ITraceMergeSession
{
    private readonly Dictionary<string, PostgresTrace> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<long, PostgresTrace> _byKey = [];
    private readonly PostgresBlocks _blocks = new();
    private Queue<long> _traceKeys = new();
    private Queue<long> _blockIds = new();

    public UsageTrees UsageTrees => usageTrees;

    /// <summary>Locks and reads the traces that batches belong to.</summary>
    public void Load(IReadOnlyList<PackedBatch> batches)
    {
        var load = new PostgresTraceLoad(connection);
        var found = load.Lock(batches, out _traceKeys, out _blockIds);
        foreach (var trace in found)
        {
            usageTrees.ForgetUnless(trace.Facts.Key, trace.Revision);
            _byId.Add(trace.TraceId, trace);
            _byKey.Add(trace.Facts.Key, trace);
        }

        if (found.Count > 0)
        {
            load.ReadSpans(_byId, _byKey, batches);
        }
    }

    /// <summary>Writes what is unwritten.</summary>
    public void Flush() => PostgresTraceFlush.Write(connection, _byKey.Values, _blocks, facets);

    /// <summary>Notes that all of it is durable.</summary>
    public void MarkCommitted()
    {
        foreach (var trace in _byKey.Values)
        {
            usageTrees.Mark(trace.Facts.Key, trace.Revision);
        }
    }

    public TraceFacts? FindTrace(string traceId) => _byId.GetValueOrDefault(traceId)?.Facts;

    public long InsertTrace(string traceId, TraceFacts trace)
    {
        trace.Key = _traceKeys.Dequeue();
        var added = new PostgresTrace(traceId, trace) { IsNew = true, HasAllSpans = true, Tags = [], Metadata = [] };
        _byId.Add(traceId, added);
        _byKey.Add(trace.Key, added);
        return trace.Key;
    }

    public void UpdateTrace(TraceFacts trace, bool spansReplaced)
    {
        var changed = _byKey[trace.Key];
        changed.IsChanged = true;
        changed.SpansReplaced |= spansReplaced;
    }

    public long InsertBlock(PayloadBlock block)
    {
        var id = _blockIds.Dequeue();
        _blocks.Add(id, block);
        return id;
    }

    public void AddBlockUse(long blockId, int spans) => _blocks.AddUse(blockId, spans);

    public StoredSpan? FindSpan(long traceKey, long spanId)
    {
        var trace = _byKey[traceKey];
        if (!trace.Spans.TryGetValue(spanId, out var span) && !trace.HasAllSpans)
        {
            trace.Spans[spanId] = span = new PostgresTraceLoad(connection).ReadSpan(traceKey, spanId);
        }

        return span?.Stored;
    }

    public void PutSpan(long traceKey, long blockId, int part, int ordinal, SpanRow span)
    {
        var trace = _byKey[traceKey];
        trace.Spans[span.SpanId] = new PostgresSpan(
            new StoredSpan(span.ParentSpanId, span.StartUnixNano, span.EndUnixNano, blockId), span.TokenUsage, span.Cost)
        {
            Row = span,
            Part = part,
            Ordinal = ordinal,
        };

        // The row of the span has their ids.
        if (span.Model is { } model)
        {
            trace.Facets.Add(Facet.Of(FacetKind.Model, model));
        }

        if (span.ServiceName is { } service)
        {
            trace.Facets.Add(Facet.Of(FacetKind.ServiceName, service));
        }
    }

    public void PutFacets(long traceKey, IReadOnlyCollection<Facet> facets, bool isNew) => _byKey[traceKey].Facets.UnionWith(facets);

    public void FinishFacets()
    {
        // Written with everything else, see Flush.
    }

    public (long Start, long? End, long Count) ReadExtent(long traceKey)
    {
        var trace = _byKey[traceKey];
        if (trace.HasAllSpans)
        {
            var spans = trace.Spans.Values.OfType<PostgresSpan>();
            return (spans.Min(span => span.Stored.StartUnixNano), spans.Max(span => span.Stored.EndUnixNano), spans.Count());
        }

        Flush();
        return new PostgresTraceLoad(connection).ReadExtent(traceKey);
    }

    public List<SpanUsage> ReadUsage(long traceKey)
    {
        var trace = _byKey[traceKey];
        if (trace.HasAllSpans)
        {
            return [
                .. trace.Spans.Where(span => span.Value is not null)
                    .Select(span => new SpanUsage(span.Key, span.Value!.ParentSpanId, span.Value.TokenUsage, span.Value.Cost)),
            ];
        }

        Flush();
        return new PostgresTraceLoad(connection).ReadUsage(traceKey);
    }

    public IEnumerable<(TracesData Message, IReadOnlyDictionary<int, SpanPlace> Places)> ReadPayload(long traceKey)
    {
        Flush();
        return SqlTracePayload.Read(new SqlSession(connection, PostgresDialect.Instance), traceKey);
    }

    public void PutTag(long traceKey, string key, string value, SpanRow source) => Put(Facts(traceKey).Tags!, traceKey, key, value, source);

    public void PutMetadata(long traceKey, string key, string value, SpanRow source) => Put(Facts(traceKey).Metadata!, traceKey, key, value, source);

    public List<string> TakeTags(long traceKey, long spanId) => Take(Facts(traceKey).Tags!, spanId);

    public List<string> TakeMetadata(long traceKey, long spanId) => Take(Facts(traceKey).Metadata!, spanId);

    // The better root wins, see TraceFacts.IsBetterRoot; what is not from a span stays.
    private void Put(Dictionary<string, PostgresFact> facts, long traceKey, string key, string value, SpanRow source)
    {
        key = PostgresText.Storable(key);
        if (!facts.TryGetValue(key, out var before)
            || before.Value is null
            || (before.SpanId is { } holderId
                && FindSpan(traceKey, holderId) is { } holder
                && (source.ParentSpanId is not null, source.StartUnixNano, source.SpanId)
                    .CompareTo((holder.ParentSpanId is not null, holder.StartUnixNano, holderId)) <= 0))
        {
            facts[key] = new PostgresFact(PostgresText.Storable(value), source.SpanId, IsWritten: false);
        }
    }

    private static List<string> Take(Dictionary<string, PostgresFact> facts, long spanId)
    {
        var taken = facts.Where(fact => fact.Value.SpanId == spanId && fact.Value.Value is not null).Select(fact => fact.Key).ToList();
        taken.ForEach(key => facts[key] = new PostgresFact(null, spanId, IsWritten: false));
        return taken;
    }

    private PostgresTrace Facts(long traceKey)
    {
        var trace = _byKey[traceKey];
        if (trace.Tags is null)
        {
            new PostgresTraceLoad(connection).ReadFacts([traceKey], _byKey);
        }

        return trace;
    }
}
