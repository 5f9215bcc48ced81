using OtelBridge.Attributes;
using OtelBridge.Store.Model;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage.Sql;

/// <summary>What is said of traces besides their spans, in a SQL database.</summary>
internal sealed class SqlTraceRecordCatalog(ISqlDatabase database, TimeProvider time) : ITraceRecords
{
    private const long NanosPerMs = 1_000_000;

    private const string RunSql = "SELECT 1 FROM runs WHERE run_id = @run";

    private const string LinkSql = "INSERT INTO trace_runs (trace_key, run_id) SELECT trace_key, @run FROM traces WHERE ";

    private const string RootNameSql = "SELECT name FROM spans WHERE trace_key = @key AND span_id = @span";

    public Task<TraceInfo> PutAsync(TraceRecord record, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        return database.WriteAsync(session => Put(session, record, now), record.CalculateSize(), cancellationToken);
    }

    public Task SetTagAsync(string traceId, string key, string value, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            SetTag(session, SqlTraceFacts.Read(session, traceId), key, value);
            return true;
        },
        key.Length + value.Length,
        cancellationToken);

    public Task<TagChange> ChangeTagAsync(string traceId, string key, string? seen, string? value, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            var trace = SqlTraceFacts.Read(session, traceId);
            var current = SqlTraceTags.FindTag(session, trace.Key, key);
            if (current != seen)
            {
                return new TagChange(IsDone: false, current);
            }

            if (value is not null)
            {
                SetTag(session, trace, key, value);
            }
            else if (current is not null)
            {
                RemoveTag(session, trace, key);
            }

            return new TagChange(IsDone: true, SqlTraceTags.FindTag(session, trace.Key, key));
        },
        key.Length + (value?.Length ?? 0),
        cancellationToken);

    public Task DeleteTagAsync(string traceId, string key, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            if (!RemoveTag(session, SqlTraceFacts.Read(session, traceId), key))
            {
                throw new NotStoredException($"No tag with name '{key}' in trace with ID '{traceId}'.");
            }

            return true;
        },
        key.Length,
        cancellationToken);

    public Task LinkToRunAsync(IReadOnlyList<string> traceIds, string runId, CancellationToken cancellationToken) => database.WriteAsync(
        session =>
        {
            if (session.Number(RunSql, ("@run", runId)) is null)
            {
                throw new NotStoredException($"Run with id={runId} not found");
            }

            var ids = session.Dialect.List([.. traceIds]);
            return session.Execute($"{LinkSql}{session.Dialect.IsIn("trace_id", "@ids")} ORDER BY trace_id ON CONFLICT (trace_key, run_id) DO NOTHING", ("@run", runId), ("@ids", ids));
        },
        traceIds.Sum(static id => id.Length),
        cancellationToken);

    public async Task<long> DeleteAsync(TraceDeletion deletion, CancellationToken cancellationToken)
    {
        if (SqlExperiments.Key(deletion.ExperimentId) is not { } experiment)
        {
            return 0;
        }

        var steps = new SqlTraceDeletion(database, time);
        var deleted = deletion.TraceIds is { } ids
            ? await steps.DeleteAsync(experiment, ids, cancellationToken).ConfigureAwait(false)
            : await steps.DeleteAsync(experiment, deletion.MaxTimestampMs ?? long.MinValue, deletion.MaxTraces ?? long.MaxValue, cancellationToken).ConfigureAwait(false);
        if (deleted > 0)
        {
            await database.ReleaseSpaceAsync(cancellationToken).ConfigureAwait(false);
        }

        return deleted;
    }

    private static void SetTag(SqlSession session, TraceFacts trace, string key, string value)
    {
        SqlTraceTags.SetTag(session, trace.Key, key, value);
        if (key == MlflowKeys.TraceName)
        {
            TraceRecordMerge.SetName(trace, value);
            SqlTraceFacts.Update(session, trace);
        }
    }

    private static bool RemoveTag(SqlSession session, TraceFacts trace, string key)
    {
        var isRemoved = SqlTraceTags.RemoveTag(session, trace.Key, key);
        if (isRemoved && key == MlflowKeys.TraceName)
        {
            trace.Fixed &= ~RecordFields.Name;
            trace.Name = session.Text(RootNameSql, ("@key", trace.Key), ("@span", trace.RootSpanId));
            SqlTraceFacts.Update(session, trace);
        }

        return isRemoved;
    }

    private static TraceInfo Put(SqlSession session, TraceRecord record, long nowMs)
    {
        var experiment = record.ExperimentId.Length > 0 ? SqlExperiments.RequireActive(session, record.ExperimentId) : (long?)null;
        SqlTraceFacts.Ensure(session, record.TraceId, experiment ?? 0, nowMs * NanosPerMs);
        var trace = SqlTraceFacts.Read(session, record.TraceId);
        if (experiment is { } named)
        {
            trace.ExperimentId = named;
            trace.Fixed |= RecordFields.Experiment;
        }

        TraceRecordMerge.Apply(trace, record, SqlTraceFacts.ReadExtent(session, trace));
        SqlTraceFacts.Update(session, trace);
        foreach (var (key, value) in record.Tags)
        {
            SqlTraceTags.SetTag(session, trace.Key, key, value);
        }

        foreach (var (key, value) in record.Metadata)
        {
            SqlTraceTags.SetMetadata(session, trace.Key, key, value);
        }

        SqlRecordAssessments.Put(session, trace.Key, record, nowMs);
        return SqlTraceRecords.Find(session, record.TraceId)!.Value.Info; // stored just now
    }
}
