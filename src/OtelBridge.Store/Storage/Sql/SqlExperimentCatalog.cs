using System.Globalization;
using OtelBridge.Store.Model;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage.Sql;

/// <summary>Experiments in a SQL database.</summary>
internal sealed class SqlExperimentCatalog(ISqlDatabase database, TimeProvider time) : IExperimentCatalog
{
    private const string Columns = "experiment_id, name, lifecycle_stage, creation_time_ms, last_update_time_ms";

    private const string InsertSql = """
        INSERT INTO experiments (name, lifecycle_stage, creation_time_ms, last_update_time_ms) VALUES (@name, @stage, @now, @now)
        ON CONFLICT (name) DO NOTHING
        RETURNING experiment_id
        """;

    private const string InsertTagSql = "INSERT INTO experiment_tags (experiment_id, key, value) VALUES (@id, @key, @value)";

    private const string FindSql = $"SELECT {Columns} FROM experiments WHERE experiment_id = @id";

    private const string FindByNameSql = $"SELECT {Columns} FROM experiments WHERE name = @name";

    private const string PageSql = $"""
        SELECT {Columns} FROM experiments
        WHERE (creation_time_ms, experiment_id) < (@time, @id) AND (lifecycle_stage = @active OR @deleted = 1)
        ORDER BY creation_time_ms DESC, experiment_id DESC LIMIT @limit
        """;

    private const string TagsSql = "SELECT key, value FROM experiment_tags WHERE experiment_id = @id";

    public Task<string?> CreateAsync(string name, IReadOnlyDictionary<string, string> tags, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return database.WriteAsync(session => Insert(session, name, tags, now), name.Length, cancellationToken);
    }

    public Task<Experiment?> FindAsync(string experimentId, CancellationToken cancellationToken) =>
        long.TryParse(experimentId, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? database.ReadAsync(session => Read(session, FindSql, ("@id", id)).FirstOrDefault(), cancellationToken)
            : Task.FromResult<Experiment?>(null);

    public Task<Experiment?> FindByNameAsync(string name, CancellationToken cancellationToken) =>
        database.ReadAsync(session => Read(session, FindByNameSql, ("@name", name)).FirstOrDefault(), cancellationToken);

    public Task<Page<Experiment>> SearchAsync(int maxResults, string pageToken, bool includeDeleted, CancellationToken cancellationToken)
    {
        var after = PageToken.Parse(pageToken, PageToken.Experiments);
        return database.ReadAsync(session => ReadPage(session, maxResults, after, includeDeleted), cancellationToken);
    }

    private static Page<Experiment> ReadPage(SqlSession session, int maxResults, PageToken after, bool includeDeleted)
    {
        var found = Read(
            session,
            PageSql,
            ("@time", after.SortValue),
            ("@id", after.Key),
            ("@active", (long)LifecycleStage.Active),
            ("@deleted", includeDeleted ? 1L : 0L),
            ("@limit", maxResults + 1));
        if (found.Count <= maxResults)
        {
            return new Page<Experiment>(found, string.Empty);
        }

        found.RemoveAt(maxResults);
        var last = found[^1];
        var key = long.Parse(last.ExperimentId, CultureInfo.InvariantCulture);
        return new Page<Experiment>(found, new PageToken(PageToken.Experiments, last.CreationTimeMs, key).ToString());
    }

    private static string? Insert(SqlSession session, string name, IReadOnlyDictionary<string, string> tags, long now)
    {
        using var insert = session.Command(InsertSql, ("@name", name), ("@stage", (long)LifecycleStage.Active), ("@now", now));
        if (insert.ExecuteScalar() is not long id)
        {
            return null;
        }

        foreach (var (key, value) in tags)
        {
            using var tag = session.Command(InsertTagSql, ("@id", id), ("@key", key), ("@value", value));
            tag.ExecuteNonQuery();
        }

        return id.ToString(CultureInfo.InvariantCulture);
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
