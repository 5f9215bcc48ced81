using System.Globalization;
using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Search;
using OtelBridge.Store.Storage.ClickHouse.Search;
using OtelBridge.Store.Storage.Search;

namespace OtelBridge.Store.Storage.ClickHouse.Aggregates;

/// <summary>The traces of a query: those of some experiments and of a range of starts. Both are of the key of <c>traces</c>.</summary>
internal sealed class TraceScope
{
    // To compare the heads of a part of the store alone pays below that.
    private const int FewAmong = 8;

    private readonly ClickHouseSearch _search;
    private readonly AggregateQuery _query;
    private readonly FilterNode? _filter;

    private TraceScope(ClickHouseSearch search, AggregateQuery query, FilterNode? filter, string rows, ClickHouseValues values, Found found)
    {
        (_search, _query, _filter) = (search, query, filter);
        (Rows, Values) = (rows, values);
        (First, Last, HasCopies) = (found.First, found.Last, found.Replaced > 0);
        Traces = $"{rows} AND {CountedRecords.Sql(found.Count < found.Stored / FewAmong ? rows : null)}";
    }

    /// <summary>Gets the condition of rows of <c>traces</c>, whether they count or not.</summary>
    public string Rows { get; }

    /// <summary>Gets the condition of rows that count, whatever a filter says of them.</summary>
    public string Traces { get; }

    /// <summary>Gets the values of the conditions.</summary>
    public ClickHouseValues Values { get; }

    /// <summary>Gets the first start of a row.</summary>
    public long First { get; }

    /// <summary>Gets the last start of a row.</summary>
    public long Last { get; }

    /// <summary>Gets whether a filter leaves out some of the traces.</summary>
    public bool IsFiltered => _filter is not null;

    /// <summary>Gets whether traces have spans of which there are several copies.</summary>
    public bool HasCopies { get; }

    /// <summary>Finds the traces of a query; null where there are none, whatever its filter.</summary>
    public static async Task<TraceScope?> FindAsync(ClickHouseReads database, ClickHouseSearch search, AggregateQuery query, CancellationToken cancellationToken)
    {
        var filter = TraceFilter.Parse(query.Filter);
        var values = new ClickHouseValues();
        var rows = Condition(query, values);
        var sql = $"SELECT toInt64(count()), min(start_ns), max(start_ns), max(replaced), toInt64(assumeNotNull((SELECT count() FROM traces))) FROM traces WHERE {rows}";
        var found = (await database.QueryAsync(
            sql, values, static row => new Found(row.Int64(), row.Int64(), row.Int64(), row.UInt32(), row.Int64()), cancellationToken).ConfigureAwait(false))[0];
        return found.Count == 0 ? null : new TraceScope(search, query, filter, rows, values, found);
    }

    /// <summary>Calls back with selections that hold each trace once: one, or more where a filter needs them.</summary>
    /// <param name="read">Reads <c>FROM traces t WHERE …</c>.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public Task SelectAsync(Func<ClickHouseSelection, Task> read, CancellationToken cancellationToken) => _filter is null
        ? read(new ClickHouseSelection(Traces, Values))
        : _search.SelectAsync(
            _query.ExperimentIds, _filter, new NumberRange(_query.FromUnixNano ?? long.MinValue, _query.ToUnixNano ?? long.MaxValue), read, cancellationToken);

    /// <summary>Gives what the spans of traces are read from: a row each, whatever copies there are.</summary>
    public string Spans(ClickHouseSelection traces, string columns)
    {
        if (!HasCopies)
        {
            return $"spans WHERE trace_hash IN (SELECT trace_hash FROM traces t WHERE {traces.Where})";
        }

        return $"""
            (
                SELECT {columns} FROM spans WHERE trace_hash IN (SELECT trace_hash FROM traces t WHERE {traces.Where} AND replaced = 0)
                UNION ALL
                SELECT {columns} FROM
                (
                    SELECT {columns} FROM spans WHERE trace_hash IN (SELECT trace_hash FROM traces t WHERE {traces.Where} AND replaced > 0)
                    ORDER BY rank DESC LIMIT 1 BY trace_hash, span_id
                )
            ) WHERE 1
            """;
    }

    private static string Condition(AggregateQuery query, ClickHouseValues values)
    {
        List<string> conditions = [];
        if (query.ExperimentIds.Count > 0)
        {
            var ids = query.ExperimentIds.Select(static id => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var key) ? key : -1).Distinct();
            conditions.Add($"experiment_id IN {values.Add(ids)}");
        }

        if (query.FromUnixNano is { } from)
        {
            conditions.Add($"start_ns >= {values.Add(from)}");
        }

        if (query.ToUnixNano is { } to)
        {
            conditions.Add($"start_ns < {values.Add(to)}");
        }

        return conditions.Count == 0 ? "1" : string.Join(" AND ", conditions);
    }

    private readonly record struct Found(long Count, long First, long Last, uint Replaced, long Stored);
}
