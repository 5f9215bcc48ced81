using System.Globalization;
using OtelBridge.Store.Model;
using OtelBridge.Store.Search;
using OtelBridge.Store.Storage.Search;
using OtelBridge.Store.Storage.Sql.Search;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage.Sql;

/// <summary>Experiments in a SQL database.</summary>
internal sealed class SqlExperimentCatalog(ISqlDatabase database, TimeProvider time) : IExperimentCatalog
{
    private const string Columns = "experiment_id, name, lifecycle_stage, creation_time_ms, last_update_time_ms, artifact_location";

    private const string InsertSql = """
        INSERT INTO experiments (name, lifecycle_stage, creation_time_ms, last_update_time_ms, artifact_location)
        VALUES (@name, @stage, @now, @now, @location)
        ON CONFLICT (name) DO NOTHING
        RETURNING experiment_id
        """;

    private const string ImportSql = """
        INSERT INTO experiments (experiment_id, name, lifecycle_stage, creation_time_ms, last_update_time_ms, artifact_location)
        VALUES (@id, @name, @stage, @created, @updated, @location)
        ON CONFLICT (experiment_id) DO UPDATE
        SET name = excluded.name, lifecycle_stage = excluded.lifecycle_stage, creation_time_ms = excluded.creation_time_ms,
            last_update_time_ms = excluded.last_update_time_ms, artifact_location = excluded.artifact_location
        """;

    private const string ClearTagsSql = "DELETE FROM experiment_tags WHERE experiment_id = @id";

    private const string SetTagSql = """
        INSERT INTO experiment_tags (experiment_id, key, value) VALUES (@id, @key, @value)
        ON CONFLICT (experiment_id, key) DO UPDATE SET value = excluded.value
        """;

    private const string DeleteTagSql = "DELETE FROM experiment_tags WHERE experiment_id = @id AND key = @key";

    private const string OtherOfNameSql = "SELECT experiment_id FROM experiments WHERE name = @name AND experiment_id <> @id";

    private const string RenameSql = "UPDATE experiments SET name = @name, last_update_time_ms = @now WHERE experiment_id = @id";

    private const string StageSql = """
        UPDATE experiments SET lifecycle_stage = @stage, last_update_time_ms = @now WHERE experiment_id = @id AND lifecycle_stage <> @stage
        """;

    private const string FindSql = $"SELECT {Columns} FROM experiments WHERE experiment_id = @id";

    private const string FindByNameSql = $"SELECT {Columns} FROM experiments WHERE name = @name";

    private const string TagsSql = "SELECT key, value FROM experiment_tags WHERE experiment_id = @id";

    public Task<string?> CreateAsync(CreateExperimentRequest experiment, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return database.WriteAsync(session => Insert(session, experiment, now), experiment.CalculateSize(), cancellationToken);
    }

    public Task ImportAsync(Experiment experiment, CancellationToken cancellationToken) => database.WriteAsync(
        session => Import(session, experiment, SqlExperiments.Key(experiment.ExperimentId) ?? throw SqlExperiments.NotStored(experiment.ExperimentId)),
        experiment.CalculateSize(),
        cancellationToken);

    public Task<Experiment?> FindAsync(string experimentId, CancellationToken cancellationToken) =>
        SqlExperiments.Key(experimentId) is { } id
            ? database.ReadAsync(session => Read(session, FindSql, ("@id", id)).FirstOrDefault(), cancellationToken)
            : Task.FromResult<Experiment?>(null);

    public Task<Experiment?> FindByNameAsync(string name, CancellationToken cancellationToken) =>
        database.ReadAsync(session => Read(session, FindByNameSql, ("@name", name)).FirstOrDefault(), cancellationToken);

    public Task<Page<Experiment>> SearchAsync(SearchExperimentsRequest query, CancellationToken cancellationToken)
    {
        var (filter, order) = (ExperimentFilter.Parse(query.Filter), ExperimentOrder.Parse(query.OrderBy));
        return order.Count == 0
            ? SearchAsync(query, filter, PageToken.Parse(query.PageToken, PageToken.Experiments), cancellationToken)
            : SearchAsync(query, filter, order, OffsetToken.Read(query.PageToken), cancellationToken);
    }

    public Task RenameAsync(string experimentId, string newName, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return database.WriteAsync(
            session =>
            {
                var key = SqlExperiments.RequireActive(session, experimentId);
                RequireFree(session, newName, key);
                return session.Execute(RenameSql, ("@id", key), ("@name", newName), ("@now", now));
            },
            newName.Length,
            cancellationToken);
    }

    public Task SetLifecycleAsync(string experimentId, LifecycleStage stage, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return database.WriteAsync(
            session => session.Execute(StageSql, ("@id", SqlExperiments.Key(experimentId) ?? -1), ("@stage", (long)stage), ("@now", now)) > 0
                ? true
                : throw SqlExperiments.NotStored(experimentId),
            0,
            cancellationToken);
    }

    public Task SetTagAsync(string experimentId, string key, string value, CancellationToken cancellationToken) => database.WriteAsync(
        session => session.Execute(SetTagSql, ("@id", SqlExperiments.RequireActive(session, experimentId)), ("@key", key), ("@value", value)),
        key.Length + value.Length,
        cancellationToken);

    public Task DeleteTagAsync(string experimentId, string key, CancellationToken cancellationToken) => database.WriteAsync(
        session => session.Execute(DeleteTagSql, ("@id", SqlExperiments.RequireActive(session, experimentId)), ("@key", key)) > 0
            ? true
            : throw new NotStoredException($"No tag with name '{key}' in experiment with id {experimentId}."),
        key.Length,
        cancellationToken);

    private Task<Page<Experiment>> SearchAsync(SearchExperimentsRequest query, FilterNode? filter, PageToken after, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => ReadPage(
                session,
                query,
                filter,
                [],
                "(e.creation_time_ms, e.experiment_id) < (@time, @id)",
                last => new PageToken(PageToken.Experiments, last.CreationTimeMs, SqlExperiments.Key(last.ExperimentId) ?? 0).ToString(),
                ("@time", after.SortValue),
                ("@id", after.Key),
                ("@offset", 0L)),
            cancellationToken);

    // By another order the page begins after as many as came before: experiments are few.
    private Task<Page<Experiment>> SearchAsync(
        SearchExperimentsRequest query, FilterNode? filter, IReadOnlyList<OrderTerm> order, int offset, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => ReadPage(
                session, query, filter, order, SearchCondition.Always, _ => OffsetToken.Write(offset + query.MaxResults), ("@offset", (long)offset)),
            cancellationToken);

    private static Page<Experiment> ReadPage(
        SqlSession session,
        SearchExperimentsRequest query,
        FilterNode? filter,
        IReadOnlyList<OrderTerm> order,
        string after,
        Func<Experiment, string> token,
        params IEnumerable<(string Name, object? Value)> values)
    {
        var parameters = new SearchParameters(session.Dialect);
        var conditions = new ExperimentConditions(parameters);
        var sql = $"""
            SELECT {Columns} FROM experiments e
            WHERE {after} AND e.lifecycle_stage BETWEEN @from AND @to AND {conditions.Filter(filter)}
            ORDER BY {conditions.OrderBy(order)} LIMIT @limit OFFSET @offset
            """;
        var found = Read(session, sql, parameters.With(
            [.. values, ("@from", (long)query.View.First()), ("@to", (long)query.View.Last()), ("@limit", query.MaxResults + 1L)]));
        if (found.Count <= query.MaxResults)
        {
            return new Page<Experiment>(found, string.Empty);
        }

        found.RemoveAt(query.MaxResults);
        return new Page<Experiment>(found, token(found[^1]));
    }

    private static string? Insert(SqlSession session, CreateExperimentRequest experiment, long now)
    {
        var location = experiment.ArtifactLocation.Length > 0 ? experiment.ArtifactLocation : null;
        if (session.Number(
            InsertSql, ("@name", experiment.Name), ("@stage", (long)LifecycleStage.Active), ("@now", now), ("@location", location)) is not { } id)
        {
            return null;
        }

        foreach (var (key, value) in experiment.Tags)
        {
            session.Execute(SetTagSql, ("@id", id), ("@key", key), ("@value", value));
        }

        return id.ToString(CultureInfo.InvariantCulture);
    }

    private static bool Import(SqlSession session, Experiment experiment, long id)
    {
        RequireFree(session, experiment.Name, id);
        session.Execute(
            ImportSql,
            ("@id", id),
            ("@name", experiment.Name),
            ("@stage", (long)experiment.LifecycleStage),
            ("@created", experiment.CreationTimeMs),
            ("@updated", experiment.LastUpdateTimeMs),
            ("@location", experiment.ArtifactLocation == SqlExperiments.DefaultLocation(id) ? null : experiment.ArtifactLocation));
        if (session.Dialect.PassExperimentId is { } pass)
        {
            session.Execute(pass, ("@id", id));
        }

        session.Execute(ClearTagsSql, ("@id", id));
        foreach (var (key, value) in experiment.Tags)
        {
            session.Execute(SetTagSql, ("@id", id), ("@key", key), ("@value", value));
        }

        return true;
    }

    private static void RequireFree(SqlSession session, string name, long id)
    {
        if (session.Number(OtherOfNameSql, ("@name", name), ("@id", id)) is not null)
        {
            throw new AlreadyStoredException($"An experiment named '{name}' exists, perhaps deleted; names are never used twice.");
        }
    }

    private static List<Experiment> Read(SqlSession session, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var experiments = new List<Experiment>(); // bounded by the limit of the statement
        using (var command = session.Command(sql, parameters))
        using (var row = command.ExecuteReader())
        {
            while (row.Read())
            {
                experiments.Add(new Experiment
                {
                    ExperimentId = row.GetInt64(0).ToString(CultureInfo.InvariantCulture),
                    Name = row.GetString(1),
                    LifecycleStage = (LifecycleStage)row.GetInt64(2),
                    CreationTimeMs = row.GetInt64(3),
                    LastUpdateTimeMs = row.GetInt64(4),
                    ArtifactLocation = row.TextOrNull(5) ?? SqlExperiments.DefaultLocation(row.GetInt64(0)),
                });
            }
        }

        foreach (var experiment in experiments)
        {
            ReadTags(session, experiment);
        }

        return experiments;
    }

    private static void ReadTags(SqlSession session, Experiment experiment)
    {
        using var command = session.Command(TagsSql, ("@id", long.Parse(experiment.ExperimentId, CultureInfo.InvariantCulture)));
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            experiment.Tags[row.GetString(0)] = row.GetString(1);
        }
    }
}
