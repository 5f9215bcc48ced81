using OtelBridge.Store.Model;
using OtelBridge.Store.Search;
using OtelBridge.Store.Search.Text;
using OtelBridge.Store.Storage.Search;

namespace OtelBridge.Store.Storage.Sql.Search;

/// <summary>Finds the traces of a filter in an order.</summary>
/// <remarks>
/// Where an index finds few candidates, those are tested. Otherwise the traces are walked in order, window by window, each larger than the one before, until a page is full: what is not
/// found by few is found soon. An order that no index has is sorted.
/// </remarks>
internal sealed class TraceSearch
{
    private const int KeysAtOnce = 10_000;

    private const string NewestSql = "SELECT max(trace_key) FROM traces";

    private readonly SqlSession _session;
    private readonly SearchParameters _parameters;
    private readonly SearchScope _scope;
    private readonly SearchOrder _order;
    private readonly SearchCondition _condition;
    private readonly TraceSource _source;
    private readonly SearchLimits _limits;
    private readonly CancellationToken _cancellationToken;

    private TraceSearch(
        SqlSession session, TermDictionary terms, IReadOnlyList<string> experimentIds, FilterNode? filter, IReadOnlyList<OrderTerm> order, NumberRange starts,
        SearchLimits limits, CancellationToken cancellationToken)
    {
        (_limits, _cancellationToken) = (limits, cancellationToken);
        _session = session;
        _parameters = new SearchParameters(session.Dialect);
        _scope = SearchScope.Of(session, experimentIds);
        _order = SearchOrder.Of(order, _parameters);
        _condition = new ConditionCompiler(_parameters, _scope, new ContentConditions(session, terms, _parameters)).Compile(filter);
        var bounds = StartBounds.Of(filter).And(starts);
        if (!_order.IsByStart && bounds != NumberRange.All)
        {
            _condition = new JoinedCondition([_condition, InRange(bounds)], IsAll: true);
        }

        if (_parameters.HasPatterns)
        {
            session.LimitPatterns();
        }

        _source = new TraceSource(_scope, bounds, _order, _parameters);
    }

    /// <summary>Finds a page: the keys of its traces, and the token of the next one, empty on the last.</summary>
    public static (List<long> Keys, string NextPageToken) Find(
        SqlSession session, TermDictionary terms, TraceQuery query, FilterNode? filter, IReadOnlyList<OrderTerm> order, SearchLimits limits,
        CancellationToken cancellationToken, NumberRange? starts = null)
    {
        var search = new TraceSearch(session, terms, query.ExperimentIds, filter, order, starts ?? NumberRange.All, limits, cancellationToken);
        var token = SearchPageToken.Read(query, search._order.Columns);
        var page = new SearchPage(token.Offset, query.MaxResults);
        search.Run(page, token.Position);
        return ([.. page.Positions.Select(position => (long)position[^1]!)], page.HasMore ? SearchPageToken.Write(page.Positions[^1], query) : string.Empty);
    }

    /// <summary>Counts the traces of a filter.</summary>
    public static long Count(
        SqlSession session, TermDictionary terms, IReadOnlyList<string> experimentIds, FilterNode? filter, SearchLimits limits, CancellationToken cancellationToken)
    {
        var search = new TraceSearch(session, terms, experimentIds, filter, [], NumberRange.All, limits, cancellationToken);
        return search._scope.Experiments is { Count: 0 } ? 0 : search.Count();
    }

    /// <summary>Calls back with sources of rows <c>t</c> that hold each trace of a filter once, with the condition and the values that belong to them.</summary>
    public static void Sources(
        SqlSession session, TermDictionary terms, IReadOnlyList<string> experimentIds, FilterNode? filter, NumberRange starts, SearchLimits limits,
        Action<string, string, (string Name, object? Value)[]> read, CancellationToken cancellationToken)
    {
        var search = new TraceSearch(session, terms, experimentIds, filter, [], starts, limits, cancellationToken);
        if (search._scope.Experiments is not { Count: 0 } && starts.From < starts.Before)
        {
            search.Sources(read);
        }
    }

    private void Sources(Action<string, string, (string Name, object? Value)[]> read)
    {
        var open = Sure(read);

        // Found first, some at a time, and then read by their keys.
        IReadOnlyList<object?>? position = null;
        while (open is { } rest)
        {
            var page = new SearchPage(0, KeysAtOnce);
            Run(page, position, rest);
            if (page.Positions.Count > 0)
            {
                var values = _parameters.Copy();
                var (from, where) = _source.Of([.. page.Positions.Select(found => (long)found[^1]!)], values);
                read(from, where, Values(values));
                position = page.Positions[^1];
            }

            if (!page.HasMore)
            {
                return;
            }
        }
    }

    private long Count()
    {
        var count = 0L;
        if (Sure((from, where, values) => count += _session.Number($"SELECT count(*) FROM {from} WHERE {where}", values) ?? 0) is { } open)
        {
            var page = new SearchPage(int.MaxValue - 1, 0);
            Run(page, null, open);
            count += page.Passed;
        }

        return count;
    }

    // Calls back with the source of what SQL is sure of, which is most of a search for words, and gives the rest, which takes its spans; null where there is none.
    private (SearchCandidates? Candidates, SearchCondition Condition)? Sure(Action<string, string, (string Name, object? Value)[]> read)
    {
        var candidates = Candidates(_condition, _limits.ManyCandidates);
        var condition = candidates?.Condition ?? _condition;
        if (condition.Must == SearchCondition.Never)
        {
            return (candidates, condition);
        }

        var values = _parameters.Copy();
        var (from, where) = candidates is null ? _source.All(values) : _source.Of(candidates.Keys, values);
        read(from, $"{where} AND {condition.Must}", Values(values));
        if (condition.IsDecided)
        {
            return null;
        }

        // The first alone, which costs little, tells of nearly all that there is no more to ask.
        condition = new JoinedCondition([new SqlCondition(condition.Open), condition, new SqlCondition($"(({condition.Must}) IS NOT TRUE)")], IsAll: true);
        return (candidates is null ? null : candidates with { Condition = condition }, condition);
    }

    // What is in a short range is found by the start, whatever the order.
    private SqlCondition InRange(NumberRange starts)
    {
        var test = $"t.start_ns >= {_parameters.Add(starts.From)} AND t.start_ns < {_parameters.Add(starts.Before)}";
        return new SqlCondition(test, $"SELECT t.trace_key FROM traces t WHERE {_scope.Sql("t.experiment_id", _parameters)} AND {test}");
    }

    private void Run(SearchPage page, IReadOnlyList<object?>? position)
    {
        if (_scope.Experiments is not { Count: 0 })
        {
            // Steps of a walk in another order than the covering index's cost a fetch each; without an index everything is sorted.
            var most = _order.Segments is null ? _limits.MostCandidates
                : _order.IsByStart ? _limits.Candidates(_session.Number(NewestSql) ?? 0, page.Missing) : _limits.ManyCandidates;
            Run(page, position, (Candidates(_condition, most), _condition));
        }
    }

    private void Run(SearchPage page, IReadOnlyList<object?>? position, (SearchCandidates? Candidates, SearchCondition Condition) what)
    {
        if (what.Candidates is { } candidates)
        {
            Fetch(page, candidates, position);
        }
        else if (_order.Segments is { } segments)
        {
            Walk(page, what.Condition, segments, position);
        }
        else
        {
            var values = _parameters.Copy();
            Sort(page, what.Condition, _source.All(values), values, position);
        }
    }

    private SearchCandidates? Candidates(SearchCondition condition, int most) => new SearchDrivers(_session, _parameters, most).Best(condition);

    private void Fetch(SearchPage page, SearchCandidates candidates, IReadOnlyList<object?>? position)
    {
        if (candidates.Keys.Count > 0)
        {
            var values = _parameters.Copy();
            Sort(page, candidates.Condition, _source.Of(candidates.Keys, values), values, position, candidates.Keys.Min(), candidates.Keys.Max());
        }
    }

    private void Sort(
        SearchPage page, SearchCondition condition, (string From, string Where) source, SearchParameters parameters, IReadOnlyList<object?>? position,
        long lowest = long.MinValue, long highest = long.MaxValue)
    {
        var reader = new MatchReader(_session, condition, _order, _limits, _cancellationToken);
        do
        {
            var values = parameters.Copy();
            position = reader.Read(page, source.From, $"{source.Where} AND {_order.After(position, values)}", Values(values, lowest, highest));
        }
        while (position is not null && !page.IsFull);
    }

    private void Walk(SearchPage page, SearchCondition condition, IReadOnlyList<OrderSegment> segments, IReadOnlyList<object?>? position)
    {
        // How far matches should be found if they are spread evenly, and more; then it is time to ask an index that leaves many.
        var traces = _session.Number(NewestSql) ?? 0;
        var budget = Math.Max(_limits.ShortestWalk, 4 * page.Missing * traces / Math.Max(1, _limits.Candidates(traces, page.Missing)));
        var reader = new MatchReader(_session, condition, _order, _limits, _cancellationToken);
        var first = position is null ? 0 : segments.TakeWhile(segment => !segment.Holds(position)).Count();
        foreach (var segment in segments.Skip(first))
        {
            var window = (int)Math.Clamp(page.Missing, _limits.FirstWindow, _limits.LargestWindow); // who wants all does not begin with a few
            do
            {
                position = Step(page, reader, segment, position, ref window);
                budget -= window;
                if (budget < 0 && position is not null && !page.IsFull)
                {
                    budget = long.MaxValue;
                    if (Candidates(condition, _limits.MostCandidates) is { } candidates)
                    {
                        Fetch(page, candidates, position);
                        return;
                    }
                }
            }
            while (position is not null && !page.IsFull);

            if (page.IsFull)
            {
                return;
            }
        }
    }

    // Tests the next window, and gives the position after what was tested; null at the end of the segment.
    private object?[]? Step(SearchPage page, MatchReader reader, OrderSegment segment, IReadOnlyList<object?>? position, ref int window)
    {
        var values = _parameters.Copy();
        var from = _source.Window(segment, After(segment, position, values), values);
        var (lowest, highest) = KeyRange(from, values, window);
        var last = reader.Read(page, $"({from}) t", SearchCondition.Always, Values(values, lowest, highest, window));
        if (page.IsFull || last is not null)
        {
            return last; // the reader stopped before the end of the window
        }

        var end = End(segment, position, window);
        window = Math.Min(window * _limits.WindowGrowth, _limits.LargestWindow);
        return end;
    }

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
