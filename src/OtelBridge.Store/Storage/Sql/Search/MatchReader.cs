using System.Data.Common;
using System.Globalization;
using OtelBridge.Store.Storage.Search;

namespace OtelBridge.Store.Storage.Sql.Search;

/// <summary>Reads from a source the traces that a condition holds for, in order.</summary>
/// <remarks>
/// Where SQL leaves some open, each statement gives more rows than the one before, however few are looked into at once: what a condition asks of the word index, each statement asks again.
/// </remarks>
internal sealed class MatchReader(SqlSession session, SearchCondition condition, SearchOrder order, SearchLimits limits, CancellationToken cancellationToken)
{
    private readonly UndecidedFilter? _filter = condition.IsDecided ? null : new UndecidedFilter(condition, mayHolds: true);
    private int _reach = limits.Batch;

    /// <summary>Adds the matches among the next rows of a source to a page, until it is full.</summary>
    /// <param name="page">The page.</param>
    /// <param name="from">The rows <c>t</c>.</param>
    /// <param name="where">The condition that goes with them.</param>
    /// <param name="values">The values that both name.</param>
    /// <returns>The position of the last row; null when there are no more. Of no use when the page is full.</returns>
    public object?[]? Read(SearchPage page, string from, string where, (string Name, object? Value)[] values)
    {
        var limit = Limit(page);
        var columns = order.Columns.Count;
        var select = string.Join(", ", order.Columns.Select(column => column.Sql).Concat(_filter?.Columns.Select(column => column.Sql) ?? []));
        var rows = session.Query(
            $"SELECT {select} FROM {from} WHERE {where} AND {condition.May} ORDER BY {order.OrderBy} LIMIT @rows",
            row =>
            {
                var known = new bool[row.FieldCount - columns];
                for (var i = 0; i < known.Length; i++)
                {
                    known[i] = Convert.ToBoolean(row.GetValue(columns + i), CultureInfo.InvariantCulture);
                }

                return (Position: Position(row, columns), Known: known);
            },
            [.. values, ("@rows", limit)]);
        if (_filter is null)
        {
            page.Add([.. rows.Select(row => row.Position)]);
        }

        for (var first = 0; _filter is not null && first < rows.Count && !page.IsFull;)
        {
            first = Decide(page, _filter, rows, first);
        }

        return rows.Count < limit ? null : rows[^1].Position;
    }

    /// <summary>Reads the first columns of a row: numbers, texts and nulls.</summary>
    public static object?[] Position(DbDataReader row, int columns)
    {
        var position = new object?[columns];
        for (var i = 0; i < columns; i++)
        {
            position[i] = row.GetValue(i) switch
            {
                DBNull => null,
                string text => text,
                var number => Convert.ToInt64(number, CultureInfo.InvariantCulture),
            };
        }

        return position;
    }

    // Decided rows are matches: as many as are wanted.
    private int Limit(SearchPage page)
    {
        if (_filter is null)
        {
            return (int)Math.Min(page.Missing, limits.LargestWindow);
        }

        var limit = (int)Math.Clamp(page.Missing, _reach, limits.MostOpen);
        _reach = (int)Math.Min((long)_reach * limits.WindowGrowth, limits.MostOpen);
        return limit;
    }

    // Adds the matches of the next rows, of which no more are open than are looked into at once, and gives the first row after them.
    private int Decide(SearchPage page, UndecidedFilter filter, List<(object?[] Position, bool[] Known)> rows, int first)
    {
        var decided = new List<bool?>();
        var (open, sure) = (new List<int>(limits.Batch), 0L);
        for (var i = first; i < rows.Count && open.Count < limits.Batch && sure < page.Missing; i++)
        {
            decided.Add(filter.Holds(rows[i].Known, null));
            sure += decided[^1] == true ? 1 : 0;
            if (decided[^1] is null)
            {
                open.Add(i);
            }
        }

        if (open.Count > 0)
        {
            var holds = new bool[open.Count]; // a damaged trace is passed over
            TraceContents.Read(
                session,
                [.. open.Select(i => (long)rows[i].Position[^1]!)], // the key is the last column of every order
                (at, spans) => holds[at] = filter.Holds(rows[open[at]].Known, spans) == true,
                filter.Phrase,
                cancellationToken);
            for (var at = 0; at < open.Count; at++)
            {
                decided[open[at] - first] = holds[at];
            }
        }

        page.Add([.. decided.Index().Where(row => row.Item == true).Select(row => rows[first + row.Index].Position)]);
        return first + decided.Count;
    }
}
