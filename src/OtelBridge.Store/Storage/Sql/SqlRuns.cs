using System.Data.Common;
using System.Globalization;
using OtelBridge.Store.Model;
using OtelBridge.Store.Search;
using OtelBridge.Store.Storage.Sql.Search;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage.Sql;

/// <summary>Reads runs with their params, latest metrics and tags.</summary>
internal static class SqlRuns
{
    private const string Select = """
        SELECT r.run_id, r.experiment_id, r.name, r.user_id, r.status, r.start_time_ms, r.end_time_ms, r.lifecycle_stage, e.artifact_location
        FROM runs r JOIN experiments e ON e.experiment_id = r.experiment_id
        """;

    // Lists of ids are one parameter; this bounds its size.
    private const int MaxIdsAtOnce = 1000;

    private const string OneSql = $"{Select} WHERE r.run_id = @run";

    private const string ExperimentSql = "SELECT experiment_id FROM runs WHERE run_id = @run";

    private const string StageSql = "SELECT lifecycle_stage FROM runs WHERE run_id = @run";

    private const string ParamsSql = "SELECT run_id, key, value FROM run_params WHERE ";

    private const string TagsSql = "SELECT run_id, key, value FROM run_tags WHERE ";

    /// <summary>Reads a run.</summary>
    /// <exception cref="NotStoredException">There is no such run.</exception>
    public static Run Get(SqlSession session, string runId)
    {
        var found = Read(session, OneSql, ("@run", runId));
        return found.Count > 0 ? found[0] : throw NotStored(runId);
    }

    /// <summary>Reads the id of a run's experiment.</summary>
    /// <exception cref="NotStoredException">There is no such run.</exception>
    public static string GetExperimentId(SqlSession session, string runId) =>
        (session.Number(ExperimentSql, ("@run", runId)) ?? throw NotStored(runId)).ToString(CultureInfo.InvariantCulture);

    /// <summary>Reads a page of the runs of experiments.</summary>
    public static Page<Run> Page(SqlSession session, SearchRunsRequest query, FilterNode? filter, IReadOnlyList<OrderTerm> order, int offset)
    {
        var parameters = new SearchParameters(session.Dialect);
        var conditions = new RunConditions(parameters);
        var experiments = query.ExperimentIds.Select(SqlExperiments.Key).OfType<long>().ToArray();
        var sql = $"""
            {Select} WHERE {parameters.IsIn("r.experiment_id", experiments)} AND r.lifecycle_stage BETWEEN @from AND @to AND {conditions.Filter(filter)}
            ORDER BY {conditions.OrderBy(order)} LIMIT @limit OFFSET @offset
            """;
        var found = Read(session, sql, parameters.With(
            ("@from", (long)query.View.First()), ("@to", (long)query.View.Last()), ("@limit", query.MaxResults + 1L), ("@offset", (long)offset)));
        if (found.Count <= query.MaxResults)
        {
            return new Page<Run>(found, string.Empty);
        }

        found.RemoveAt(query.MaxResults);
        return new Page<Run>(found, OffsetToken.Write(offset + query.MaxResults));
    }

    /// <summary>Checks that a run may be changed, and keeps others from changing it.</summary>
    /// <exception cref="NotStoredException">There is no such run.</exception>
    /// <exception cref="RefusedChangeException">It is deleted.</exception>
    public static void LockActive(SqlSession session, string runId)
    {
        if ((session.Number(StageSql + session.Dialect.Locked, ("@run", runId)) ?? throw NotStored(runId)) != (long)LifecycleStage.Active)
        {
            throw new RefusedChangeException($"The run {runId} must be in the 'active' state. Current state is deleted. Restore it first.");
        }
    }

    /// <summary>Reads the runs of a statement that selects them.</summary>
    private static List<Run> Read(SqlSession session, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var runs = session.Query(sql, ToRun, parameters);
        foreach (var chunk in runs.Chunk(MaxIdsAtOnce))
        {
            Attach(session, chunk.ToDictionary(static run => run.RunId, StringComparer.Ordinal));
        }

        return runs;
    }

    public static NotStoredException NotStored(string runId) => new($"Run with id={runId} not found");

    private static Run ToRun(DbDataReader row)
    {
        var run = new Run
        {
            RunId = row.GetString(0),
            ExperimentId = row.GetInt64(1).ToString(CultureInfo.InvariantCulture),
            Name = row.GetString(2),
            UserId = row.GetString(3),
            Status = (RunStatus)row.GetInt64(4),
            LifecycleStage = (LifecycleStage)row.GetInt64(7),
            ArtifactUri = $"{(row.TextOrNull(8) ?? SqlExperiments.DefaultLocation(row.GetInt64(1))).TrimEnd('/')}/{row.GetString(0)}/artifacts",
        };

        // Optional fields of a message are set or absent; null is neither.
        if (row.Int64OrNull(5) is { } start)
        {
            run.StartTimeMs = start;
        }

        if (row.Int64OrNull(6) is { } end)
        {
            run.EndTimeMs = end;
        }

        return run;
    }

    private static void Attach(SqlSession session, Dictionary<string, Run> runs)
    {
        var ids = session.Dialect.List(runs.Keys);
        var isRun = session.Dialect.IsIn("run_id", "@runs");
        foreach (var (run, key, value) in session.Query(ParamsSql + isRun, ToItem, ("@runs", ids)))
        {
            runs[run].Params[key] = value;
        }

        foreach (var (run, key, value) in session.Query(TagsSql + isRun, ToItem, ("@runs", ids)))
        {
            runs[run].Tags[key] = value;
        }

        foreach (var (run, metric) in SqlRunMetrics.Latest(session, ids))
        {
            runs[run].Metrics.Add(metric);
        }
    }

    private static (string Run, string Key, string Value) ToItem(DbDataReader row) => (row.GetString(0), row.GetString(1), row.GetString(2));
}
