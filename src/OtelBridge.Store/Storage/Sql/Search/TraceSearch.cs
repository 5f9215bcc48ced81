using OtelBridge.Store.Model;
using OtelBridge.Store.Search;
using OtelBridge.Store.Search.Text;

namespace OtelBridge.Store.Storage.Sql.Search;

/// <summary>Finds the traces of a filter in an order.</summary>
/// <remarks>
/// Where an index finds few candidates, those are tested. Otherwise the traces are walked in order, window by window, each larger than the one before, until a page is full: what is not
/// found by few is found soon. An order that no index has is sorted.
/// </remarks>
internal sealed class TraceSearch
{
    private const int FirstWindow = 1_000;
    private const int LargestWindow = 256_000;
    private const int WindowGrowth = 4;

    // Rows whose spans have to be read, at once.
    private const int Batch = 128;

    private readonly SqlSession _session;
    private readonly SearchParameters _parameters;
    private readonly SearchScope _scope;
    private readonly SearchOrder _order;
    private readonly SearchCondition _condition;
    private readonly TraceSource _source;
    private readonly MatchReader _reader;

    private TraceSearch(
        SqlSession session, TermDictionary terms, IReadOnlyList<string> experimentIds, FilterNode? filter, IReadOnlyList<OrderTerm> order, CancellationToken cancellationToken)
    {
        _session = session;
        _parameters = new SearchParameters(session.Dialect);
        _scope = SearchScope.Of(session, experimentIds);
        _order = SearchOrder.Of(order, _parameters);
        _condition = new ConditionCompiler(_parameters, _scope, new ContentConditions(session, terms, _parameters)).Compile(filter);
        _source = new TraceSource(_scope, StartBounds.Of(filter), _order, _parameters);
        _reader = new MatchReader(session, _condition, _order, cancellationToken);
    }

    /// <summary>Finds a page: the keys of its traces, and the token of the next one, empty on the last.</summary>
    public static (List<long> Keys, string NextPageToken) Find(
        SqlSession session, TermDictionary terms, TraceQuery query, FilterNode? filter, IReadOnlyList<OrderTerm> order, CancellationToken cancellationToken)
    {
        var search = new TraceSearch(session, terms, query.ExperimentIds, filter, order, cancellationToken);
        var token = SearchPageToken.Read(query, search._order.Columns.Count);
        var page = new SearchPage(token.Offset, query.MaxResults);
        search.Run(page, token.Position);
        return ([.. page.Positions.Select(position => (long)position[^1]!)], page.HasMore ? SearchPageToken.Write(page.Positions[^1], query) : string.Empty);
    }

    /// <summary>Counts the traces of a filter.</summary>
    public static long Count(
        SqlSession session, TermDictionary terms, IReadOnlyList<string> experimentIds, FilterNode? filter, CancellationToken cancellationToken)
    {
        var search = new TraceSearch(session, terms, experimentIds, filter, [], cancellationToken);
        if (!search._condition.IsDecided)
        {
            var page = new SearchPage(int.MaxValue - 1, 0);
            search.Run(page, null);
            return page.Passed;
        }

        var (from, where) = search.Source(search._condition);
        return session.Number($"SELECT count(*) FROM {from} WHERE {where} AND {search._condition.May}", Values(search._parameters)) ?? 0;
    }

    private void Run(SearchPage page, IReadOnlyList<object?>? position)
    {
        if (_scope.Experiments is { Count: 0 })
        {
            return;
        }

        if (new SearchDrivers(_session, _parameters).Best(_condition) is { } driver)
        {
            Page(page, _source.Candidates(driver), position);
        }
        else if (_order.Segments is { } segments)
        {
            Walk(page, segments, position);
        }
        else
        {
            Page(page, _source.All(), position);
        }
    }

    private (string From, string Where) Source(SearchCondition condition) =>
        new SearchDrivers(_session, _parameters).Best(condition) is { } driver ? _source.Candidates(driver) : _source.All();

    private void Page(SearchPage page, (string From, string Where) source, IReadOnlyList<object?>? position)
    {
        do
        {
            var values = _parameters.Copy();
            var (matches, last) = _reader.Read(source.From, $"{source.Where} AND {_order.After(position, values)}", Limit(page), Values(values));
            page.Add(matches);
            position = last;
        }
        while (position is not null && !page.IsFull);
    }

    private void Walk(SearchPage page, IReadOnlyList<OrderSegment> segments, IReadOnlyList<object?>? position)
    {
        var first = position is null ? 0 : segments.TakeWhile(segment => !segment.Holds(position)).Count();
        foreach (var segment in segments.Skip(first))
        {
            Walk(page, segment, position);
            if (page.IsFull)
            {
                return;
            }

            position = null;
        }
    }

    private void Walk(SearchPage page, OrderSegment segment, IReadOnlyList<object?>? position)
    {
        var window = FirstWindow;
        do
        {
            var values = _parameters.Copy();
            var from = _source.Window(segment, After(segment, position, values), values);
            var (lowest, highest) = KeyRange(from, values, window);
            var (matches, last) = _reader.Read($"({from}) t", SearchCondition.Always, Limit(page), Values(values, lowest, highest, window));
            page.Add(matches);
            if (page.IsFull)
            {
                return;
            }

            // Nothing more in this window, unless the reader stopped before its end.
            position = last ?? End(segment, position, window);
            window = last is null ? Math.Min(window * WindowGrowth, LargestWindow) : window;
        }
        while (position is not null);
    }

    // Decided rows are matches: as many as are wanted. Of the others a batch.
    private int Limit(SearchPage page) => _condition.IsDecided ? (int)Math.Min(page.Missing, LargestWindow) : Batch;

    private (long Lowest, long Highest) KeyRange(string from, SearchParameters values, int window)
    {
        if (!_condition.May.Contains(TextRange.Lowest, StringComparison.Ordinal))
        {
            return (long.MinValue, long.MaxValue);
        }

        return _session.Query(
            $"SELECT coalesce(min(t.trace_key), 0), coalesce(max(t.trace_key), 0) FROM ({from}) t", row => (row.GetInt64(0), row.GetInt64(1)), Values(values, window: window))[0];
    }

    // The position of the last trace of a window; null when the window was not full.
    private object?[]? End(OrderSegment segment, IReadOnlyList<object?>? position, int window)
    {
        var values = _parameters.Copy();
        var from = _source.Window(segment, After(segment, position, values), values, "LIMIT 1 OFFSET @last");
        var columns = string.Join(", ", segment.Columns.Select(column => column.Sql));
        var end = _session.Query($"SELECT {columns} FROM ({from}) t", row => MatchReader.Position(row, segment.Columns.Count), Values(values, window: window));
        return end.Count == 0 ? null : [.. segment.Fixed, .. end[0]];
    }

    private static string After(OrderSegment segment, IReadOnlyList<object?>? position, SearchParameters values) =>
        position is null ? SearchCondition.Always : segment.After(position, values);

    private static (string Name, object? Value)[] Values(SearchParameters values, long lowest = long.MinValue, long highest = long.MaxValue, int window = 0) => values.With(
        (TextRange.Lowest, lowest), (TextRange.Highest, highest), ("@window", window), ("@last", window - 1));
}
