using System.Globalization;
using OtelBridge.Attributes;
using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Storage.Aggregates;

namespace OtelBridge.Store.Storage.ClickHouse.Aggregates;

/// <summary>Sums up sessions, each whole: a page of them by two statements.</summary>
internal sealed class SessionSums(ClickHouseReads database)
{
    private const string Place = "(start_ns, arrival, trace_id)";

    public async Task<IReadOnlyList<SessionSummary>> ReadAsync(IReadOnlyList<(long Experiment, string Session)> sessions, CancellationToken cancellationToken)
    {
        var found = new Dictionary<(long, string), (SessionSummary Summary, Sums Sums)>(); // bounded by the sessions, and those of their names in other experiments
        foreach (var piece in IdLists.Pieces(sessions.Select(static place => place.Session)))
        {
            var values = new ClickHouseValues();
            var rows = $"experiment_id IN {values.Add(sessions.Select(static place => place.Experiment).Distinct())} AND session IN {values.Add(piece)}";
            var traces = $"{rows} AND {CountedRecords.Sql(rows)}";
            foreach (var summary in await database.QueryAsync(EndsSql(traces, values), values, ReadEnds, cancellationToken).ConfigureAwait(false))
            {
                found[(long.Parse(summary.ExperimentId, CultureInfo.InvariantCulture), summary.SessionId)] = (summary, new Sums());
            }

            await database.QueryAsync(
                SumColumns.OfTraces.Select("experiment_id, assumeNotNull(session) AS id", "experiment_id, id", $"traces WHERE {traces}"),
                values,
                row => SumColumns.Read(row, found.TryGetValue((row.Int64(), row.String()), out var known) ? known.Sums : new Sums()),
                cancellationToken).ConfigureAwait(false);
        }

        return [.. sessions.Where(found.ContainsKey).Select(place => found[place]).Select(static item => item.Summary with { Totals = item.Sums.ToTotals() })];
    }

    // Of a tuple the engine takes the first and the last whatever is null in it.
    private static string EndsSql(string traces, ClickHouseValues values)
    {
        var key = values.Add(MlflowKeys.TraceUser);
        var user = $"if(mapContains(metadata, {key}), metadata[{key}], NULL)";
        return $"""
            SELECT experiment_id, assumeNotNull(session) AS id, min(start_ns), max(start_ns),
                argMin(tuple(request_preview, {user}), {Place}) AS earliest, argMax(tuple(response_preview, {user}), {Place}) AS latest
            FROM traces WHERE {traces} GROUP BY experiment_id, id
            """;
    }

    private static SessionSummary ReadEnds(RowBinaryReader row)
    {
        var (experiment, session, first, last) = (row.Int64(), row.String(), row.Int64(), row.Int64());
        var (request, firstUser) = (row.NullableString(), row.NullableString());
        var (response, lastUser) = (row.NullableString(), row.NullableString());
        return new SessionSummary(
            experiment.ToString(CultureInfo.InvariantCulture), session, lastUser ?? firstUser, first, last, request, response, Totals.None);
    }
}
