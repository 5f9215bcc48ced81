using System.Data.Common;
using System.Globalization;
using OtelBridge.Store.Storage.Search;

namespace OtelBridge.Store.Storage.Sql.Search;

/// <summary>Reads from a source the traces that a condition holds for, in order.</summary>
internal sealed class MatchReader(SqlSession session, SearchCondition condition, SearchOrder order, CancellationToken cancellationToken)
{
    private readonly UndecidedFilter? _filter = condition.IsDecided ? null : new UndecidedFilter(condition);

    /// <summary>Reads at most so many rows of a source.</summary>
    /// <param name="from">The rows <c>t</c>.</param>
    /// <param name="where">The condition that goes with them.</param>
    /// <param name="limit">How many rows to look at.</param>
    /// <param name="values">The values that both name.</param>
    /// <returns>The positions of the matches, and the last one that was looked at; null when there were fewer rows.</returns>
    public (List<object?[]> Matches, object?[]? Last) Read(string from, string where, int limit, (string Name, object? Value)[] values)
    {
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
        var last = rows.Count < limit ? null : rows[^1].Position;
        return (_filter is null ? [.. rows.Select(row => row.Position)] : Decide(_filter, rows), last);
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

    private List<object?[]> Decide(UndecidedFilter filter, List<(object?[] Position, bool[] Known)> rows)
    {
        var decided = rows.Select(row => filter.Holds(row.Known, null)).ToArray();
        var open = Enumerable.Range(0, rows.Count).Where(i => decided[i] is null).ToArray();
        if (open.Length > 0)
        {
            TraceContents.Read(
                session,
                [.. open.Select(i => (long)rows[i].Position[^1]!)], // the key is the last column of every order
                (i, spans) => decided[open[i]] = filter.Holds(rows[open[i]].Known, spans),
                filter.Phrase,
                cancellationToken);
        }

        return [.. rows.Where((_, i) => decided[i] == true).Select(row => row.Position)];
    }
}
