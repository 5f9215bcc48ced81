using System.Data.Common;
using OtelBridge.Store.Model;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage.Sql;

/// <summary>The metrics of runs: every logged value, and the latest of each.</summary>
internal static class SqlRunMetrics
{
    private const string InsertSql = """
        INSERT INTO run_metrics (run_id, key, step, timestamp_ms, value, is_nan) VALUES (@run, @key, @step, @time, @value, @nan)
        ON CONFLICT (run_id, key, step, timestamp_ms, value, is_nan) DO NOTHING
        """;

    private const string HistorySql = """
        SELECT key, step, timestamp_ms, value, is_nan FROM run_metrics WHERE run_id = @run AND key = @key
        ORDER BY timestamp_ms, step, value, is_nan LIMIT @limit OFFSET @offset
        """;

    /// <summary>Adds a value. The same one again is stored once.</summary>
    public static void Add(SqlSession session, string runId, Metric metric) => session.Execute(
        InsertSql,
        ("@run", runId),
        ("@key", metric.Key),
        ("@step", metric.Step),
        ("@time", metric.TimestampMs),
        ("@value", double.IsNaN(metric.Value) ? 0.0 : metric.Value),
        ("@nan", double.IsNaN(metric.Value) ? 1L : 0L));

    /// <summary>Reads the latest value of each metric: of the highest step, then time, then value.</summary>
    /// <param name="session">The session.</param>
    /// <param name="runIds">The runs, as a list parameter.</param>
    public static List<(string RunId, Metric Metric)> Latest(SqlSession session, object runIds) => session.Query(
        $"""
        SELECT key, step, timestamp_ms, value, is_nan, run_id FROM (
            SELECT m.*, row_number() OVER (PARTITION BY run_id, key ORDER BY step DESC, timestamp_ms DESC, value DESC, is_nan) AS place
            FROM run_metrics m WHERE {session.Dialect.IsIn("run_id", "@runs")}) AS placed
        WHERE place = 1 ORDER BY run_id, key
        """,
        static row => (row.GetString(5), ToMetric(row)),
        ("@runs", runIds));

    /// <summary>Reads a page of the values of a metric, the oldest first.</summary>
    public static Page<Metric> History(SqlSession session, string runId, string key, int limit, int offset)
    {
        var found = session.Query(HistorySql, ToMetric, ("@run", runId), ("@key", key), ("@limit", limit + 1L), ("@offset", (long)offset));
        if (found.Count <= limit)
        {
            return new Page<Metric>(found, string.Empty);
        }

        found.RemoveAt(limit);
        return new Page<Metric>(found, OffsetToken.Write(offset + limit));
    }

    private static Metric ToMetric(DbDataReader row) => new()
    {
        Key = row.GetString(0),
        Step = row.GetInt64(1),
        TimestampMs = row.GetInt64(2),
        Value = row.GetInt64(4) != 0 ? double.NaN : row.GetDouble(3),
    };
}
