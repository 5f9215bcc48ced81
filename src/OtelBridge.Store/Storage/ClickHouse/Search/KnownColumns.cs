using OtelBridge.Store.Storage.Search;

namespace OtelBridge.Store.Storage.ClickHouse.Search;

/// <summary>Asks ClickHouse, of traces that were found, what it knows of the parts of a filter.</summary>
/// <remarks>
/// Each part is a WHERE of its own, not a column beside the others: a column is named after what it says, and two servers, or two steps of one, may name or simplify the sets of ids
/// in it in different ways and then do not find it.
/// </remarks>
internal sealed class KnownColumns(ClickHouseReads database, IReadOnlyList<FilterColumn> columns, ClickHouseValues values)
{
    /// <summary>Gives, for each trace whose row is still there, which of the columns hold.</summary>
    public async Task<Dictionary<string, bool[]>> ReadAsync(IEnumerable<TraceHead> heads, CancellationToken cancellationToken)
    {
        var all = heads.ToDictionary(static head => head.TraceId, StringComparer.Ordinal);
        var known = new Dictionary<string, bool[]>(StringComparer.Ordinal); // bounded by the heads
        foreach (var ids in IdLists.Pieces(all.Keys))
        {
            var bound = values.Copy();
            var sql = Sql(ids.ConvertAll(id => all[id]), bound.Add(ids), bound);
            var answers = await database.QueryAsync(
                sql,
                bound,
                static row => (Column: (int)row.Int64(), TraceId: row.String(), Version: row.UInt64(), Texts: row.Array(static item => item.String())),
                cancellationToken).ConfigureAwait(false);
            foreach (var (column, traceId, _, texts) in answers.Where(answer => answer.Version == all[answer.TraceId].Version).OrderBy(static answer => answer.Column))
            {
                if (column < 0)
                {
                    known.TryAdd(traceId, new bool[columns.Count]);
                }
                else if (known.TryGetValue(traceId, out var holds))
                {
                    holds[column] = columns[column].Holds is not { } decides || decides(texts);
                }
            }
        }

        return known;
    }

    // The column before the first one is that the row is there.
    private string Sql(List<TraceHead> heads, string ids, ClickHouseValues bound)
    {
        var place = $"""
            t.experiment_id IN {bound.Add(heads.Select(static head => head.ExperimentId).Distinct())}
            AND t.start_ns IN {bound.Add(heads.Select(static head => head.StartUnixNano).Distinct())} AND t.trace_id IN {ids}
            """;
        return string.Join(" UNION ALL ", columns.Select((column, i) => column.Holds is null
            ? Part(i, "[]", SpanTests.Within(column.Sql, ids))
            : Part(i, column.Sql, SearchCondition.Always)).Prepend(Part(-1, "[]", SearchCondition.Always)));

        string Part(int column, string texts, string condition) =>
            $"SELECT toInt64({column}), t.trace_id, t.version, CAST({texts} AS Array(String)) FROM traces t WHERE {place} AND ({condition})";
    }
}
