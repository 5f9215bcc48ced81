using OtelBridge.Otlp;
using OtelBridge.Store.Storage.Search;

namespace OtelBridge.Store.Storage.ClickHouse.Search;

/// <summary>Says of rows which count: those of the newest version of their trace for which the filter holds, in the end by the spans.</summary>
internal sealed class RowDecider(ClickHouseReads database, UndecidedFilter? filter)
{
    // Looked into at once, where ClickHouse cannot decide: a page takes no more than one or two such rounds.
    private const int SpansOfTracesAtOnce = 128;

    private readonly ClickHouseRecordReader _records = new(database);
    private readonly ClickHouseSpanReader _spans = new(database);

    /// <summary>Adds the rows that count to a page, until it is full.</summary>
    public async Task AddAsync(SearchPage page, List<TraceRow> rows, CancellationToken cancellationToken)
    {
        foreach (var chunk in rows.Chunk(filter is null ? int.MaxValue : SpansOfTracesAtOnce))
        {
            if (page.IsFull)
            {
                return;
            }

            var heads = await _records.ReadHeadsAsync(chunk.Select(static row => row.TraceId), cancellationToken).ConfigureAwait(false);
            var current = chunk.Where(row => heads.TryGetValue(row.TraceId, out var head) && head.Version == row.Version).DistinctBy(static row => row.TraceId).ToList();
            page.Add(filter is null ? [.. current.Select(static row => row.Position)] : await DecideAsync(filter, current, cancellationToken).ConfigureAwait(false));
        }
    }

    private async Task<List<object?[]>> DecideAsync(UndecidedFilter filter, List<TraceRow> rows, CancellationToken cancellationToken)
    {
        var decided = rows.ToDictionary(static row => row.TraceId, row => filter.Holds(row.Known, null), StringComparer.Ordinal);
        var open = rows.Where(row => decided[row.TraceId] is null).ToDictionary(static row => row.TraceId, StringComparer.Ordinal);
        foreach (var piece in IdLists.Pieces(open.Keys))
        {
            var spans = new List<ReceivedSpan>(); // of one trace
            string? traceId = null;
            await foreach (var span in _spans.ReadAsync(piece, cancellationToken).ConfigureAwait(false))
            {
                if (span.TraceId != traceId)
                {
                    Decide(traceId, spans);
                    (traceId, spans) = (span.TraceId, []);
                }

                spans.Add(Parse(span));
            }

            Decide(traceId, spans);
        }

        return [.. rows.Where(row => decided[row.TraceId] == true).Select(static row => row.Position)];

        void Decide(string? traceId, List<ReceivedSpan> spans)
        {
            if (traceId is not null)
            {
                decided[traceId] = filter.Holds(open[traceId].Known, spans);
            }
        }
    }

    private static ReceivedSpan Parse(StoredSpanParts parts) => new(
        ResourceSpans.Parser.ParseFrom(parts.Resource).Resource, ScopeSpans.Parser.ParseFrom(parts.Scope).Scope, Span.Parser.ParseFrom(parts.Payload));
}
