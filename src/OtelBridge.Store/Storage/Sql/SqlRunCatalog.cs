using OtelBridge.Attributes;
using OtelBridge.Store.Model;
using OtelBridge.Store.Search;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage.Sql;

/// <summary>The runs of experiments in a SQL database.</summary>
internal sealed class SqlRunCatalog(ISqlDatabase database, TimeProvider time, Random random) : IRunCatalog
{
    private const string InsertSql = """
        INSERT INTO runs (run_id, experiment_id, name, user_id, status, start_time_ms, lifecycle_stage, created_ms)
        VALUES (@run, @experiment, @name, @user, @status, @start, @stage, @now)
        """;

    private const string ImportSql = """
        INSERT INTO runs (run_id, experiment_id, name, user_id, status, start_time_ms, end_time_ms, lifecycle_stage, created_ms)
        VALUES (@run, @experiment, @name, @user, @status, @start, @end, @stage, @now)
        ON CONFLICT (run_id) DO UPDATE
        SET experiment_id = excluded.experiment_id, name = excluded.name, user_id = excluded.user_id, status = excluded.status,
            start_time_ms = excluded.start_time_ms, end_time_ms = excluded.end_time_ms, lifecycle_stage = excluded.lifecycle_stage
        """;

    private const string UpdateSql = """
        UPDATE runs SET status = coalesce(@status, status), end_time_ms = coalesce(@end, end_time_ms), name = coalesce(@name, name) WHERE run_id = @run
        """;

    private const string RenameSql = "UPDATE runs SET name = @name WHERE run_id = @run";

    private const string StageSql = "UPDATE runs SET lifecycle_stage = @stage WHERE run_id = @run";

    private const string SetTagSql = """
        INSERT INTO run_tags (run_id, key, value) VALUES (@run, @key, @value)
        ON CONFLICT (run_id, key) DO UPDATE SET value = excluded.value
        """;

    private const string DeleteTagSql = "DELETE FROM run_tags WHERE run_id = @run AND key = @key";

    private const string ClearTagsSql = "DELETE FROM run_tags WHERE run_id = @run";

    private const string ClearParamsSql = "DELETE FROM run_params WHERE run_id = @run";

    private const string ParamSql = "SELECT value FROM run_params WHERE run_id = @run AND key = @key";

    private const string AddParamSql = "INSERT INTO run_params (run_id, key, value) VALUES (@run, @key, @value)";

    public Task<Run> CreateAsync(CreateRunRequest run, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var id = Guid.NewGuid().ToString("N");
        var name = run.Name.Length > 0 ? run.Name
            : run.Tags.TryGetValue(MlflowKeys.RunName, out var tag) && tag.Length > 0 ? tag
            : RunName.Make(random);
        return database.WriteAsync(session => Create(session, run, id, name, now), run.CalculateSize(), cancellationToken);
    }

    public Task ImportAsync(Run run, IReadOnlyList<Metric> metrics, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return database.WriteAsync(
            session => Import(session, run, metrics, now), run.CalculateSize() + metrics.Sum(static metric => (long)metric.CalculateSize()), cancellationToken);
    }

    public Task<Run> GetAsync(string runId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => SqlRuns.Get(session, runId), cancellationToken);

    public Task<string> GetExperimentIdAsync(string runId, CancellationToken cancellationToken) =>
        database.ReadAsync(session => SqlRuns.GetExperimentId(session, runId), cancellationToken);

    public Task<Run> UpdateAsync(UpdateRunRequest run, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            SqlRuns.LockActive(session, run.RunId);
            session.Execute(
                UpdateSql,
                ("@run", run.RunId),
                ("@status", run.HasStatus ? (long)run.Status : null),
                ("@end", run.HasEndTimeMs ? run.EndTimeMs : null),
                ("@name", run.HasName ? run.Name : null));
            if (run.HasName)
            {
                SetTag(session, run.RunId, MlflowKeys.RunName, run.Name);
            }

            return SqlRuns.Get(session, run.RunId);
        },
        run.CalculateSize(),
        cancellationToken);

    public Task SetLifecycleAsync(string runId, LifecycleStage stage, CancellationToken cancellationToken) => database.WriteAsync(
        session => session.Execute(StageSql, ("@run", runId), ("@stage", (long)stage)) > 0 ? true : throw SqlRuns.NotStored(runId), 0, cancellationToken);

    public Task<Page<Run>> SearchAsync(SearchRunsRequest query, CancellationToken cancellationToken)
    {
        var (filter, order) = (RunFilter.Parse(query.Filter), RunOrder.Parse(query.OrderBy));
        var offset = OffsetToken.Read(query.PageToken);
        return database.ReadAsync(session => SqlRuns.Page(session, query, filter, order, offset), cancellationToken);
    }

    public Task LogAsync(LogRunBatchRequest batch, CancellationToken cancellationToken) =>
        database.WriteAsync(session => Log(session, batch), batch.CalculateSize(), cancellationToken);

    public Task DeleteTagAsync(string runId, string key, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            SqlRuns.LockActive(session, runId);
            return session.Execute(DeleteTagSql, ("@run", runId), ("@key", key)) > 0
                ? true
                : throw new NotStoredException($"No tag with name '{key}' in run with id {runId}.");
        },
        key.Length,
        cancellationToken);

    public Task<Page<Metric>> GetMetricHistoryAsync(GetMetricHistoryRequest query, CancellationToken cancellationToken)
    {
        var offset = OffsetToken.Read(query.PageToken);
        return database.ReadAsync(
            session =>
            {
                SqlRuns.GetExperimentId(session, query.RunId); // that it is there
                return SqlRunMetrics.History(session, query.RunId, query.Key, query.MaxResults, offset);
            },
            cancellationToken);
    }

    private static Run Create(SqlSession session, CreateRunRequest run, string id, string name, long now)
    {
        session.Execute(
            InsertSql,
            ("@run", id),
            ("@experiment", SqlExperiments.RequireActive(session, run.ExperimentId)),
            ("@name", name),
            ("@user", run.UserId),
            ("@status", (long)RunStatus.Running),
            ("@start", run.HasStartTimeMs ? run.StartTimeMs : now),
            ("@stage", (long)LifecycleStage.Active),
            ("@now", now));
        foreach (var (key, value) in run.Tags)
        {
            SetTag(session, id, key, value);
        }

        SetTag(session, id, MlflowKeys.RunName, name);
        return SqlRuns.Get(session, id);
    }

    private static bool Import(SqlSession session, Run run, IReadOnlyList<Metric> metrics, long now)
    {
        session.Execute(
            ImportSql,
            ("@run", run.RunId),
            ("@experiment", SqlExperiments.Require(session, run.ExperimentId)),
            ("@name", run.Name),
            ("@user", run.UserId),
            ("@status", (long)run.Status),
            ("@start", run.HasStartTimeMs ? run.StartTimeMs : null),
            ("@end", run.HasEndTimeMs ? run.EndTimeMs : null),
            ("@stage", (long)run.LifecycleStage),
            ("@now", run.HasStartTimeMs ? run.StartTimeMs : now));
        session.Execute(ClearTagsSql, ("@run", run.RunId));
        session.Execute(ClearParamsSql, ("@run", run.RunId));
        foreach (var (key, value) in run.Tags)
        {
            SetTag(session, run.RunId, key, value);
        }

        foreach (var (key, value) in run.Params)
        {
            AddParam(session, run.RunId, key, value);
        }

        foreach (var metric in metrics)
        {
            SqlRunMetrics.Add(session, run.RunId, metric);
        }

        return true;
    }

    private static bool Log(SqlSession session, LogRunBatchRequest batch)
    {
        SqlRuns.LockActive(session, batch.RunId);
        foreach (var (key, value) in batch.Params)
        {
            AddParam(session, batch.RunId, key, value);
        }

        foreach (var metric in batch.Metrics)
        {
            SqlRunMetrics.Add(session, batch.RunId, metric);
        }

        foreach (var (key, value) in batch.Tags)
        {
            SetTag(session, batch.RunId, key, value);
            if (key == MlflowKeys.RunName)
            {
                session.Execute(RenameSql, ("@run", batch.RunId), ("@name", value));
            }
        }

        return true;
    }

    private static void AddParam(SqlSession session, string runId, string key, string value)
    {
        var before = session.Text(ParamSql, ("@run", runId), ("@key", key));
        if (before is null)
        {
            session.Execute(AddParamSql, ("@run", runId), ("@key", key), ("@value", value));
        }
        else if (before != value)
        {
            throw new RefusedChangeException(
                $"Changing param values is not allowed. Param with key='{key}' was already logged with value='{before}' for run ID='{runId}'. "
                + $"Attempted logging new value '{value}'.");
        }
    }

    private static void SetTag(SqlSession session, string runId, string key, string value) => session.Execute(
        SetTagSql, ("@run", runId), ("@key", key), ("@value", TextLimit.Cut(value, RecordLimits.Value)));
}
