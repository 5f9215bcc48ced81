using OtelBridge.Store.Storage.Sql;

namespace OtelBridge.Store.Retention;

/// <summary>Adds up what the traces of an experiment take, from the newest back.</summary>
internal sealed class ExperimentSize(ISqlDatabase database) : IExperimentSizes
{
    // A few ten milliseconds: a longer read would keep the log of the database from being folded back.
    private const int TracesPerRead = 2000;

    private const long NanosPerMs = 1_000_000;

    private const string HasOlderSql = "SELECT 1 FROM traces WHERE experiment_id = @experiment AND start_ns < @start LIMIT 1";

    // A block is shared by traces, each takes its part of it; most traces lie in one block.
    private const string PageSql = """
        SELECT t.start_ns, t.trace_key,
               (SELECT sum(length(b.payload) * s.spans / u.spans)
                FROM (SELECT block_id, count(*) AS spans FROM spans WHERE spans.trace_key = t.trace_key GROUP BY block_id) s
                JOIN blocks b ON b.block_id = s.block_id JOIN block_uses u ON u.block_id = s.block_id)
        FROM traces t WHERE t.experiment_id = @experiment AND (t.start_ns, t.trace_key) < (@start, @key)
        ORDER BY t.start_ns DESC, t.trace_key DESC LIMIT @limit
        """;

    public Task<bool> HasOlderAsync(long experiment, long unixMs, CancellationToken cancellationToken) => database.ReadAsync(
        session => session.Number(HasOlderSql, ("@experiment", experiment), ("@start", unixMs * NanosPerMs)) is not null, cancellationToken);

    public async Task<long?> FindStartAsync(long experiment, long maxBytes, CancellationToken cancellationToken)
    {
        var (start, key, bytes, kept) = (long.MaxValue, long.MaxValue, 0L, (long?)null);
        while (true)
        {
            var (from, after) = (start, key);
            var page = await database.ReadAsync(
                session => session.Query(
                    PageSql,
                    static row => (Start: row.GetInt64(0), Key: row.GetInt64(1), Bytes: row.Int64OrNull(2) ?? 0),
                    ("@experiment", experiment),
                    ("@start", from),
                    ("@key", after),
                    ("@limit", TracesPerRead)),
                cancellationToken).ConfigureAwait(false);
            foreach (var trace in page)
            {
                bytes += trace.Bytes;
                if (bytes > maxBytes && kept is { } newest)
                {
                    return newest / NanosPerMs;
                }

                (start, key, kept) = (trace.Start, trace.Key, trace.Start);
            }

            if (page.Count < TracesPerRead)
            {
                return null;
            }
        }
    }
}
