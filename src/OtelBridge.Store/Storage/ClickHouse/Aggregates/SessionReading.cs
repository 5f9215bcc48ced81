using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Model;

namespace OtelBridge.Store.Storage.ClickHouse.Aggregates;

/// <summary>Lists sessions by their latest trace.</summary>
internal sealed class SessionReading(ClickHouseReads database, ClickHouseSearch search)
{
    // Traces that name a session: mostly a page is found among the newest.
    private const int Newest = 10_000;

    // Of sessions that a filter finds: whoever pages further down names a shorter time.
    private const int MostPassed = 100_000;

    private const string Order = "start_ns DESC, arrival DESC, trace_id DESC";

    public async Task<Page<SessionSummary>> ReadAsync(AggregateQuery query, int maxResults, string pageToken, CancellationToken cancellationToken)
    {
        var after = SessionPlace.Parse(pageToken);
        if (await TraceScope.FindAsync(database, search, query, cancellationToken).ConfigureAwait(false) is not { } whole)
        {
            return new Page<SessionSummary>([], string.Empty);
        }

        var from = await FindNewestAsync(whole, after, cancellationToken).ConfigureAwait(false);
        if (from is null)
        {
            return new Page<SessionSummary>([], string.Empty);
        }

        var newest = await TraceScope.FindAsync(database, search, query with { FromUnixNano = from }, cancellationToken).ConfigureAwait(false);
        var found = newest is null ? [] : await FindAsync(newest, after, maxResults, cancellationToken).ConfigureAwait(false);
        if (found.Count <= maxResults && from > whole.First)
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

    // The sessions behind a place, and one more than a page has where there are more. Whether a session was on an earlier page is known when all selections are read.
    private async Task<List<(long Experiment, string Session, SessionPlace Place)>> FindAsync(
        TraceScope scope, SessionPlace? after, int maxResults, CancellationToken cancellationToken)
    {
        var latest = new Dictionary<(long, string), SessionPlace>(); // bounded by a page, or by MostPassed of a selection
        await scope.SelectAsync(
            async traces =>
            {
                var values = traces.Values.Copy();
                var isPassed = scope.IsFiltered || after is null
                    ? "1" : $"(start_ns, arrival, trace_id) < ({values.Add(after.Start)}, {values.Add(after.Arrival)}, {values.Add(after.TraceId)})";
                var sql = $"""
                    SELECT experiment_id, id, start_ns, arrival, trace_id FROM
                    (
                        SELECT experiment_id, assumeNotNull(session) AS id, start_ns, arrival, trace_id FROM traces t
                        WHERE {traces.Where} AND session IS NOT NULL ORDER BY {Order} LIMIT 1 BY experiment_id, id
                    )
                    WHERE {isPassed} ORDER BY {Order} LIMIT {values.Add(scope.IsFiltered && after is not null ? MostPassed : maxResults + 1)}
                    """;
                foreach (var (session, place) in await database.QueryAsync(sql, values, Read, cancellationToken).ConfigureAwait(false))
                {
                    latest[session] = latest.TryGetValue(session, out var known) && known.CompareTo(place) > 0 ? known : place;
                }
            },
            cancellationToken).ConfigureAwait(false);
        return
        [
            .. latest.Where(item => after is null || item.Value.CompareTo(after) < 0).OrderByDescending(static item => item.Value).Take(maxResults + 1)
                .Select(static item => (item.Key.Item1, item.Key.Item2, item.Value)),
        ];
    }

    private static ((long Experiment, string Session) Session, SessionPlace Place) Read(RowBinaryReader row) =>
        ((row.Int64(), row.String()), new SessionPlace(row.Int64(), row.UInt64(), row.String()));
}
