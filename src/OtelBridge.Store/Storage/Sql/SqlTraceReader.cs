using System.Buffers.Binary;
using OtelBridge.Grpc;
using OtelBridge.Store.Model;
using OtelBridge.Store.Search;
using OtelBridge.Store.Search.Text;
using OtelBridge.Store.Storage.Sql.Search;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage.Sql;

/// <summary>Reads traces from a SQL database.</summary>
internal sealed class SqlTraceReader(ISqlDatabase database, long maxBytes = ITraceReader.MaxBytes, SearchLimits? limits = null) : ITraceReader
{
    private readonly TermDictionary _terms = new();
    private readonly SearchLimits _limits = limits ?? SearchLimits.Default;

    public Task<IReadOnlyList<Trace>> GetTracesAsync(IReadOnlyList<string> traceIds, CancellationToken cancellationToken) =>
        database.ReadAsync<IReadOnlyList<Trace>>(
            session =>
            {
                var traces = new List<Trace>(); // bounded by the ids, and by maxBytes
                var bytes = 0L;
                foreach (var traceId in traceIds)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (SqlTraceRecords.Find(session, traceId) is var (key, info))
                    {
                        var trace = new Trace { Info = info };
                        trace.ResourceSpans.AddRange(ReadSpans(session, key, traceId, ref bytes, cancellationToken));
                        trace.SpanCosts.AddRange(SqlSpanCosts.Read(session, key));
                        traces.Add(trace);
                    }
                }

                return traces;
            },
            cancellationToken);

    public Task<TraceInfo?> FindTraceInfoAsync(string traceId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => SqlTraceRecords.Find(session, traceId)?.Info, cancellationToken);

    public Task<IReadOnlyList<TraceInfo>> GetTraceInfosAsync(IReadOnlyList<string> traceIds, CancellationToken cancellationToken) =>
        database.ReadAsync(session => SqlTraceRecords.Read(session, traceIds), cancellationToken);

    public Task<Page<TraceInfo>> ListTracesAsync(int maxResults, string pageToken, CancellationToken cancellationToken)
    {
        var after = pageToken.Length == 0 ? 0 : PageToken.Parse(pageToken, PageToken.Arrivals).Key;
        return database.ReadAsync(session => SqlTraceRecords.ReadAfter(session, after, maxResults), cancellationToken);
    }

    public Task<Trace?> FindSpanAsync(string traceId, ReadOnlyMemory<byte> spanId, CancellationToken cancellationToken) => spanId.Length == sizeof(long)
        ? database.ReadAsync(session => FindSpan(session, traceId, BinaryPrimitives.ReadInt64BigEndian(spanId.Span)), cancellationToken)
        : Task.FromResult<Trace?>(null);

    public Task<Page<TraceInfo>> SearchTracesAsync(TraceQuery query, CancellationToken cancellationToken)
    {
        var filter = TraceFilter.Parse(query.Filter);
        var order = TraceOrder.Parse(query.OrderBy);
        return database.ReadAsync(
            session =>
            {
                var (keys, next) = TraceSearch.Find(session, _terms, query, filter, order, _limits, cancellationToken);
                return new Page<TraceInfo>(SqlTraceRecords.Read(session, keys), next);
            },
            cancellationToken);
    }

    public Task<long> CountTracesAsync(IReadOnlyList<string> experimentIds, string filter, CancellationToken cancellationToken)
    {
        var condition = TraceFilter.Parse(filter);
        return database.ReadAsync(session => TraceSearch.Count(session, _terms, experimentIds, condition, _limits, cancellationToken), cancellationToken);
    }

    private static Trace? FindSpan(SqlSession session, string traceId, long spanId)
    {
        try
        {
            if (SqlTraceRecords.Find(session, traceId) is not var (key, info) || SqlTracePayload.ReadSpan(session, key, spanId) is not { } span)
            {
                return null;
            }

            return new Trace { Info = info, ResourceSpans = { span }, SpanCosts = { SqlSpanCosts.Find(session, key, spanId) } };
        }
        catch (InvalidDataException e)
        {
            throw Damaged(traceId, e);
        }
    }

    private static DamagedTraceException Damaged(string traceId, InvalidDataException e) =>
        new($"Trace '{traceId}' cannot be read: its payload in the store is damaged.", e);

    private List<Otlp.ResourceSpans> ReadSpans(
        SqlSession session, long traceKey, string traceId, ref long bytes, CancellationToken cancellationToken)
    {
        try
        {
            var assembly = new TraceAssembly();
            foreach (var (message, places) in SqlTracePayload.Read(session, traceKey))
            {
                cancellationToken.ThrowIfCancellationRequested();
                bytes += message.CalculateSize();
                if (bytes > maxBytes)
                {
                    throw new MessageTooLargeException($"What is asked for is larger than {maxBytes} bytes; ask for fewer traces at once.");
                }

                assembly.Add(message, ordinal => places.TryGetValue(ordinal, out var place) ? place : null);
            }

            return [.. assembly.ToResourceSpans()];
        }
        catch (InvalidDataException e)
        {
            throw Damaged(traceId, e);
        }
    }
}
