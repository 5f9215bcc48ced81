using OtelBridge.Store.Storage.Sql.Rollups;

namespace OtelBridge.Store.Storage.Sql.Aggregates;

/// <summary>Sums of traces, or of their spans, by a value.</summary>
internal static class DimensionSums
{
    private const string Spans = "JOIN spans s ON s.trace_key = t.trace_key";

    private const string ModelsSql = "SELECT facet_id, value FROM facets WHERE ";

    /// <summary>Adds the sums of traces.</summary>
    public static void Add(SqlSession session, TraceRows traces, RollupDimension dimension, GroupSums groups)
    {
        switch (dimension)
        {
            case RollupDimension.Traces:
                var whole = new Sums();
                traces.ReadTraces(Sums.TraceColumns, row => whole.AddTrace(row));
                if (whole.Count > 0)
                {
                    groups[string.Empty].Add(whole);
                }

                break;
            case RollupDimension.TraceName:
                traces.ReadTraces($"t.name, {Sums.TraceColumns}", row => groups[row.TextOrNull(0) ?? string.Empty].AddTrace(row, 1));
                break;
            case RollupDimension.Model:
                AddModels(session, traces, groups);
                break;
            case RollupDimension.SpanName:
                traces.ReadJoined($"s.name, {Sums.SpanColumns}", Spans, "TRUE", row => groups[row.GetString(0)].AddSpan(row, 1));
                break;
            case RollupDimension.SpanType:
                traces.ReadJoined($"s.type, {Sums.SpanColumns}", Spans, "TRUE", row => groups[row.TextOrNull(0) ?? string.Empty].AddSpan(row, 1));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(dimension), dimension, null);
        }
    }

    private static void AddModels(SqlSession session, TraceRows traces, GroupSums groups)
    {
        var byId = new Dictionary<long, Sums>(); // bounded by the models that there are
        traces.ReadJoined(
            $"s.model_id, {Sums.SpanColumns}",
            Spans,
            "s.model_id IS NOT NULL",
            row =>
            {
                if (!byId.TryGetValue(row.GetInt64(0), out var sums))
                {
                    byId[row.GetInt64(0)] = sums = new Sums();
                }

                sums.AddSpan(row, 1);
            });
        foreach (var (id, model) in session.Query(
            ModelsSql + session.Dialect.IsIn("facet_id", "@ids"), static row => (row.GetInt64(0), row.GetString(1)), ("@ids", session.Dialect.List(byId.Keys))))
        {
            groups[model].Add(byId[id]);
        }
    }
}
