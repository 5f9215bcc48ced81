using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Model;

namespace OtelBridge.Store.Storage.ClickHouse.Aggregates;

/// <summary>Lists sessions by their latest trace.</summary>
internal sealed class SessionReading(ClickHouseReads database)
{
    // Traces that name a session: mostly a page is found among the newest.
    private const int Newest = 10_000;

    private const string Order = "start_ns DESC, arrival DESC, trace_id DESC";

    public async Task<Page<SessionSummary>> ReadAsync(AggregateQuery query, int maxResults, string pageToken, CancellationToken cancellationToken)
    {
        var after = SessionPlace.Parse(pageToken);
        if (await TraceScope.FindAsync(database, query, cancellationToken).ConfigureAwait(false) is not { } whole)
        {
            return new Page<SessionSummary>([], string.Empty);
        }

        var from = await FindNewestAsync(whole, after, cancellationToken).ConfigureAwait(false);
        var found = from is null ? []
            : await FindAsync(await TraceScope.FindAsync(database, query with { FromUnixNano = from }, cancellationToken).ConfigureAwait(false) ?? whole, after, maxResults, cancellationToken)
                .ConfigureAwait(false);
        if (found.Count <= maxResults && from is not null && from > whole.First)
        {
            found = await FindAsync(whole, after, maxResults, cancellationToken).ConfigureAwait(false);
        }

        var page = found.Take(maxResults).ToList();
        var sessions = await new SessionSums(database).ReadAsync([.. page.Select(static item => (item.Experiment, item.Session))], cancellationToken).ConfigureAwait(false);
        return new Page<SessionSummary>(sessions, found.Count > maxResults ? page[^1].Place.ToString() : string.Empty);
    }

    // The start from which on there are enough traces that may be the latest of their session; null where there is none.
    private async Task<long?> FindNewestAsync(TraceScope scope, SessionPlace? after, CancellationToken cancellationToken)
    {
        var values = scope.Values.Copy();
        var before = after is null ? "1" : $"start_ns <= {values.Add(after.Start)}";
        var sql = $"""
            SELECT if(count() = 0, NULL, min(start_ns))
            FROM (SELECT start_ns FROM traces WHERE {scope.Rows} AND session IS NOT NULL AND {before} ORDER BY start_ns DESC LIMIT {Newest})
            """;
        return (await database.QueryAsync(sql, values, static row => row.NullableInt64(), cancellationToken).ConfigureAwait(false))[0];
    }

    private async Task<List<(long Experiment, string Session, SessionPlace Place)>> FindAsync(
        TraceScope scope, SessionPlace? after, int maxResults, CancellationToken cancellationToken)
    {
        var values = scope.Values.Copy();
        var before = after is null ? "1" : $"(start_ns, arrival, trace_id) < ({values.Add(after.Start)}, {values.Add(after.Arrival)}, {values.Add(after.TraceId)})";
        var sql = $"""
            SELECT experiment_id, id, start_ns, arrival, trace_id FROM
            (
                SELECT experiment_id, assumeNotNull(session) AS id, start_ns, arrival, trace_id FROM traces
                WHERE {scope.Traces} AND session IS NOT NULL ORDER BY {Order} LIMIT 1 BY experiment_id, id
            )
            WHERE {before} ORDER BY {Order} LIMIT {values.Add(maxResults + 1)}
            """;
        return await database.QueryAsync(
            sql,
            values,
            static row => (row.Int64(), row.String(), new SessionPlace(row.Int64(), row.UInt64(), row.String())),
            cancellationToken).ConfigureAwait(false);
    }
}
