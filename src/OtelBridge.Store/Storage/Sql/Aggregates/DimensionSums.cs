using OtelBridge.Store.Storage.Aggregates;
using OtelBridge.Store.Storage.Sql.Rollups;

namespace OtelBridge.Store.Storage.Sql.Aggregates;

/// <summary>Sums of traces, or of their spans, by a value.</summary>
internal static class DimensionSums
{
    private const string Spans = "JOIN spans s ON s.trace_key = t.trace_key";

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
                var models = new ModelSums();
                traces.ReadJoined($"s.model_id, {Sums.SpanColumns}", Spans, "s.model_id IS NOT NULL", row => models[row.GetInt64(0)].AddSpan(row, 1));
                models.AddTo(groups, session);
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

    /// <summary>Adds the sums of traces by everything that there are sums by, and reads each trace and each span once.</summary>
    /// <param name="session">The session.</param>
    /// <param name="traces">The traces.</param>
    /// <param name="by">The groups of each dimension.</param>
    public static void AddAll(SqlSession session, TraceRows traces, Func<RollupDimension, GroupSums> by)
    {
        var (whole, models) = (new Sums(), new ModelSums());
        traces.ReadTraces($"t.name, {Sums.TraceColumns}", row =>
        {
            whole.AddTrace(row, 1);
            by(RollupDimension.TraceName)[row.TextOrNull(0) ?? string.Empty].AddTrace(row, 1);
        });
        traces.ReadJoined($"s.name, s.type, s.model_id, {Sums.SpanColumns}", Spans, "TRUE", row =>
        {
            by(RollupDimension.SpanName)[row.GetString(0)].AddSpan(row, 3);
            by(RollupDimension.SpanType)[row.TextOrNull(1) ?? string.Empty].AddSpan(row, 3);
            if (row.Int64OrNull(2) is { } model)
            {
                models[model].AddSpan(row, 3);
            }
        });
        models.AddTo(by(RollupDimension.Model), session);
        if (whole.Count > 0)
        {
            by(RollupDimension.Traces)[string.Empty].Add(whole);
        }
    }
}
