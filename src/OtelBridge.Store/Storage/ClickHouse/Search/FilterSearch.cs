using OtelBridge.Store.Search;
using OtelBridge.Store.Storage.Search;

namespace OtelBridge.Store.Storage.ClickHouse.Search;

/// <summary>Finds the traces of a filter in an order: candidates by ClickHouse, then of these the rows that count.</summary>
/// <remarks>
/// Newest first is the order of the table: it is read backwards until a page is full. Where a filter asks spans, a few of the newest traces are asked first, since what many spans
/// say is found there; what few say is found among all spans sooner than trace by trace.
/// </remarks>
internal sealed class FilterSearch
{
    // So many experiments are read each backwards and merged; more are sorted.
    private const int MostMerged = 16;

    // Rows beyond those of a page, for versions that do not count.
    private const int Slack = 16;

    private const int FirstBatch = 128;
    private const int LargestBatch = 10_000;
    private const int FewestNewest = 250;
    private const int MostNewest = 1000;

    private readonly ClickHouseReads _database;
    private readonly ClickHouseScope _scope;
    private readonly SearchContext _context;
    private readonly SearchCondition _condition;
    private readonly UndecidedFilter? _filter;
    private readonly string _where;
    private readonly CancellationToken _cancellationToken;

    public FilterSearch(
        ClickHouseReads database, ClickHouseScope scope, FilterNode? filter, IReadOnlyList<OrderTerm> order, NumberRange starts, bool usesPatterns,
        CancellationToken cancellationToken)
    {
        (_database, _scope, _cancellationToken) = (database, scope, cancellationToken);
        _context = new SearchContext(usesPatterns);
        Order = TraceRowOrder.Of(order, _context.Values);
        _condition = new FilterConditions(_context).Compile(filter);
        _filter = _condition.IsDecided ? null : new UndecidedFilter(_condition);
        var bounds = StartBounds.Of(filter).And(starts);
        _where = bounds == NumberRange.All
            ? SearchCondition.Always
            : $"t.start_ns >= {_context.Values.Add(bounds.From)} AND t.start_ns < {_context.Values.Add(bounds.Before)}";
    }

    public TraceRowOrder Order { get; }

    private bool IsEmpty => _scope.Experiments is { Count: 0 };

    /// <summary>Fills a page with what comes after a position.</summary>
    public async Task FindAsync(SearchPage page, IReadOnlyList<object?>? position)
    {
        if (IsEmpty)
        {
            return;
        }

        if (Order.IsOfTable && _context.AsksSpans)
        {
            var (end, isAll) = await FindAmongNewestAsync(page, position).ConfigureAwait(false);
            if (isAll || page.IsFull)
            {
                return;
            }

            position = end;
        }

        await WalkAsync(page, position, _condition.May, FirstBatch).ConfigureAwait(false);
    }

    /// <summary>Counts the traces.</summary>
    public async Task<long> CountAsync()
    {
        var count = 0L;
        await SelectAsync(async selection => count += selection.Ids is { } ids ? ids.Count : (await _database.QueryAsync(
            $"SELECT count() FROM traces t WHERE {selection.Traces.Where}",
            selection.Traces.Values,
            static row => (long)row.UInt64(),
            _cancellationToken).ConfigureAwait(false))[0]).ConfigureAwait(false);
        return count;
    }

    /// <summary>Calls back with selections that hold each trace once, one after the other.</summary>
    public Task SelectAsync(Func<ClickHouseSelection, Task> read) => SelectAsync(selection => read(selection.Traces));

    // What ClickHouse decides at once, then the ids of what the spans have decided.
    private async Task SelectAsync(Func<(ClickHouseSelection Traces, List<string>? Ids), Task> read)
    {
        if (IsEmpty)
        {
            return;
        }

        if (_condition.Must != SearchCondition.Never)
        {
            var values = _context.Values.Copy();
            await read((new ClickHouseSelection($"{_scope.Sql(values)} AND {_where} AND ({_condition.Must}) AND {CountedRecords.Sql(null)}", values), null)).ConfigureAwait(false);
        }

        IReadOnlyList<object?>? position = null;
        while (_filter is not null)
        {
            var page = new SearchPage(0, LargestBatch);
            await WalkAsync(page, position, $"({_condition.May}) AND (({_condition.Must}) IS NOT TRUE)", LargestBatch).ConfigureAwait(false);
            foreach (var ids in IdLists.Pieces(page.Positions.Select(static found => (string)found[^1]!)))
            {
                await read((OfIds(ids), ids)).ConfigureAwait(false);
            }

            if (!page.HasMore)
            {
                return;
            }

            position = page.Positions[^1];
        }
    }

    private static ClickHouseSelection OfIds(List<string> ids)
    {
        var values = new ClickHouseValues();
        var list = values.Add(ids);
        return new ClickHouseSelection(
            $"t.trace_id IN {list} AND (t.trace_id, t.version) IN (SELECT trace_id, max(version) FROM trace_heads WHERE trace_id IN {list} GROUP BY trace_id)", values);
    }

    // Gives where the newest end, and whether there are no more.
    private async Task<(IReadOnlyList<object?>? End, bool IsAll)> FindAmongNewestAsync(SearchPage page, IReadOnlyList<object?>? position)
    {
        var limit = (int)Math.Clamp(4 * page.Missing, FewestNewest, MostNewest);
        var newest = await ReadAsync(SearchCondition.Always, position, limit, mayMerge: true).ConfigureAwait(false);
        if (newest.Count == 0)
        {
            return (position, true);
        }

        var end = newest[^1].Position;
        foreach (var ids in IdLists.Pieces(newest.Select(static row => row.TraceId)).Take(1))
        {
            // The first piece is all of them, but for ids of great length: then the page ends where the piece does.
            var last = newest.FindIndex(row => row.TraceId == ids[^1]);
            end = newest[last].Position;
            var values = _context.Values.Copy();
            var list = values.Add(ids);
            var where = $"t.trace_id IN {list} AND t.start_ns >= {values.Add(end[0]!)} AND NOT ({Order.After(end, values)})";
            var rows = await ReadAsync(SpanTests.Within(_condition.May, list), position, int.MaxValue, mayMerge: false, where, values).ConfigureAwait(false);
            await new RowDecider(_database, _filter, _context.Values).AddAsync(page, rows, _cancellationToken).ConfigureAwait(false);
        }

        return (end, newest.Count < limit && ReferenceEquals(end, newest[^1].Position));
    }

    private async Task WalkAsync(SearchPage page, IReadOnlyList<object?>? position, string condition, int batch)
    {
        var decider = new RowDecider(_database, _filter, _context.Values);
        while (!page.IsFull)
        {
            var limit = (int)Math.Min(_filter is null ? page.Missing + Slack : batch, LargestBatch);
            var rows = await ReadAsync(condition, position, limit, mayMerge: !_context.AsksSpans).ConfigureAwait(false);
            await decider.AddAsync(page, rows, _cancellationToken).ConfigureAwait(false);
            if (rows.Count < limit)
            {
                return;
            }

            position = rows[^1].Position;
            batch = Math.Min(batch * 4, LargestBatch);
        }
    }

    private async Task<List<TraceRow>> ReadAsync(
        string condition, IReadOnlyList<object?>? position, int limit, bool mayMerge, string more = SearchCondition.Always, ClickHouseValues? values = null)
    {
        values ??= _context.Values.Copy();
        var select = $"{Order.Select}, t.version";
        var where = $"{_where} AND {more} AND ({condition}) AND {Order.After(position, values)} ORDER BY {Order.OrderBy} LIMIT {limit}";
        var sql = Order.IsOfTable && mayMerge && _scope.Experiments is { Count: > 1 and <= MostMerged } experiments
            ? Merged(experiments, select, where, limit, values)
            : $"SELECT {select} FROM traces t WHERE {_scope.Sql(values)} AND {where}";
        return await _database.QueryAsync(sql, values, row => new TraceRow(Order.Read(row), row.UInt64()), _cancellationToken).ConfigureAwait(false);
    }

    // Each by itself is the order of the table.
    private string Merged(IReadOnlyList<long> experiments, string select, string where, int limit, ClickHouseValues values)
    {
        var parts = experiments.Select(experiment => $"(SELECT {select} FROM traces t WHERE t.experiment_id = {values.Add(experiment)} AND {where})");
        var orderBy = string.Join(", ", Order.Columns.Select(static (column, i) => $"{i + 1} {(column.Descending ? "DESC" : "ASC")}"));
        return $"SELECT * FROM ({string.Join(" UNION ALL ", parts)}) ORDER BY {orderBy} LIMIT {limit}";
    }
}
