using OtelBridge.Otlp;
using OtelBridge.Store.Storage.Search;

namespace OtelBridge.Store.Storage.ClickHouse.Search;

/// <summary>Says of rows which count: those of the newest version of their trace for which the filter holds, in the end by the spans.</summary>
/// <param name="database">Where to ask.</param>
/// <param name="filter">What ClickHouse has not decided; null where it has decided all.</param>
/// <param name="values">The values that the filter names.</param>
internal sealed class RowDecider(ClickHouseReads database, UndecidedFilter? filter, ClickHouseValues values)
{
    // Looked into at once, where ClickHouse cannot decide: a page takes no more than one or two such rounds. Who wants many has more.
    private const int FewestAtOnce = 128;
    private const int MostAtOnce = 1000;

    private readonly ClickHouseRecordReader _records = new(database);
    private readonly ClickHouseSpanReader _spans = new(database);
    private readonly KnownColumns? _known = filter is null ? null : new(database, filter.Columns, values);

    /// <summary>Adds the rows that count to a page, until it is full.</summary>
    public async Task AddAsync(SearchPage page, List<TraceRow> rows, CancellationToken cancellationToken)
    {
        foreach (var chunk in rows.Chunk(filter is null ? int.MaxValue : (int)Math.Clamp(page.Missing, FewestAtOnce, MostAtOnce)))
        {
            if (page.IsFull)
            {
                return;
            }

            var heads = await _records.ReadHeadsAsync(chunk.Select(static row => row.TraceId), cancellationToken).ConfigureAwait(false);
            var current = chunk.Where(row => heads.TryGetValue(row.TraceId, out var head) && head.Version == row.Version).DistinctBy(static row => row.TraceId).ToList();
            page.Add(filter is null
                ? [.. current.Select(static row => row.Position)]
                : await DecideAsync(filter, current, await _known!.ReadAsync(current.Select(row => heads[row.TraceId]), cancellationToken).ConfigureAwait(false), cancellationToken)
                    .ConfigureAwait(false));
        }
    }

    private async Task<List<object?[]>> DecideAsync(UndecidedFilter filter, List<TraceRow> rows, Dictionary<string, bool[]> known, CancellationToken cancellationToken)
    {
        // A row that went away in between does not count.
        var decided = rows.ToDictionary(
            static row => row.TraceId, row => known.TryGetValue(row.TraceId, out var columns) ? filter.Holds(columns, null) : false, StringComparer.Ordinal);
        foreach (var piece in IdLists.Pieces(rows.Select(static row => row.TraceId).Where(id => decided[id] is null)))
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
                decided[traceId] = filter.Holds(known[traceId], spans);
            }
        }
    }

    private static ReceivedSpan Parse(StoredSpanParts parts) => new(
        ResourceSpans.Parser.ParseFrom(parts.Resource).Resource, ScopeSpans.Parser.ParseFrom(parts.Scope).Scope, Span.Parser.ParseFrom(parts.Payload));
}
