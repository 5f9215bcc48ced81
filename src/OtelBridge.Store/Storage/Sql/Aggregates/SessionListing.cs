using System.Globalization;
using OtelBridge.Attributes;
using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Model;
using OtelBridge.Store.Search;
using OtelBridge.Store.Search.Text;
using OtelBridge.Store.Storage.Sql.Search;

namespace OtelBridge.Store.Storage.Sql.Aggregates;

/// <summary>Lists sessions by their latest trace: walks the traces that name one, the newest first, and passes over those whose session has a newer one.</summary>
internal sealed class SessionListing(SqlSession session, TermDictionary terms, SearchLimits limits, CancellationToken cancellationToken)
{
    // Of traces at once.
    private const int Window = 500;

    private const string TracesSql = """
        SELECT t.trace_key, t.experiment_id, t.start_ns, m.value FROM traces t JOIN trace_metadata m ON m.trace_key = t.trace_key AND m.key = @key WHERE
        """;

    private const string PreviewsSql = "SELECT request_preview, response_preview FROM traces WHERE trace_key = @key";

    private const string UserSql = "SELECT value FROM trace_metadata WHERE trace_key = @trace AND key = @key";

    private static readonly FilterField Field = new(FilterFieldKind.Session);

    public Page<SessionSummary> Read(AggregateQuery query, FilterNode? filter, int maxResults, PageToken after)
    {
        var starts = TraceSelection.Starts(query);
        var named = And(filter, new ComparisonNode(Field, FilterOperator.Like, FilterValue.Of("%")));
        var seen = new HashSet<(long, string)>(); // bounded by the traces that are walked
        var found = new List<(long Experiment, string Session, PageToken Place)>(); // bounded by the page
        var walk = new TraceQuery(query.ExperimentIds, Window, string.Empty);
        var isFirstPage = after.SortValue == long.MaxValue;
        var bounds = isFirstPage ? starts : starts with { Before = Math.Min(starts.Before, after.SortValue + 1) };
        while (true)
        {
            var (keys, next) = TraceSearch.Find(session, terms, walk, named, [], limits, cancellationToken, bounds);
            foreach (var (key, experiment, start, id) in Sessions(keys))
            {
                var place = new PageToken(PageToken.Sessions, start, key);
                if (!isFirstPage && (start, key).CompareTo((after.SortValue, after.Key)) >= 0)
                {
                    continue;
                }

                if (!seen.Add((experiment, id)) || (!isFirstPage && !IsLatest(query, filter, starts, experiment, id, key)))
                {
                    continue;
                }

                if (found.Count == maxResults)
                {
                    return Page(found, found[^1].Place.ToString());
                }

                found.Add((experiment, id, place));
            }

            if (next.Length == 0)
            {
                return Page(found, string.Empty);
            }

            walk = walk with { PageToken = next };
        }
    }

    private static FilterNode And(FilterNode? filter, FilterNode more) => filter switch
    {
        null => more,
        AndNode and => new AndNode([.. and.Operands, more]),
        _ => new AndNode([filter, more]),
    };

    private static ComparisonNode Is(string id) => new(Field, FilterOperator.Equal, FilterValue.Of(id));

    private static string Text(long experiment) => experiment.ToString(CultureInfo.InvariantCulture);

    private IEnumerable<(long Key, long Experiment, long Start, string Session)> Sessions(List<long> keys)
    {
        var byKey = session.Query(
            $"{TracesSql} {session.Dialect.IsIn("t.trace_key", "@keys")}",
            static row => (Key: row.GetInt64(0), Experiment: row.GetInt64(1), Start: row.GetInt64(2), Session: row.GetString(3)),
            ("@keys", session.Dialect.List(keys)),
            ("@key", MlflowKeys.TraceSession)).ToDictionary(static row => row.Key);
        return keys.Select(key => byKey[key]);
    }

    // Whether no newer trace of the session is among those of the query: then it was on an earlier page.
    private bool IsLatest(AggregateQuery query, FilterNode? filter, NumberRange starts, long experiment, string id, long key) =>
        TraceSearch.Find(session, terms, new TraceQuery([Text(experiment)], 1, string.Empty), And(filter, Is(id)), [], limits, cancellationToken, starts).Keys is [var latest]
        && latest == key;

    private Page<SessionSummary> Page(List<(long Experiment, string Session, PageToken Place)> found, string next) =>
        new([.. found.Select(item => Summarize(item.Experiment, item.Session))], next);

    private SessionSummary Summarize(long experiment, string id)
    {
        var sums = new Sums();
        (long Start, long Key) first = (long.MaxValue, long.MaxValue);
        (long Start, long Key) last = (long.MinValue, long.MinValue);
        new TraceSelection(session, terms, [Text(experiment)], Is(id), NumberRange.All, limits, cancellationToken).ReadTraces(
            $"t.trace_key, {Sums.TraceColumns}",
            row =>
            {
                sums.AddTrace(row, 1);
                var place = (row.GetInt64(1), row.GetInt64(0));
                first = place.CompareTo(first) < 0 ? place : first;
                last = place.CompareTo(last) > 0 ? place : last;
            });
        return new SessionSummary(
            Text(experiment),
            id,
            User(last.Key) ?? User(first.Key),
            first.Start,
            last.Start,
            Preview(first.Key, 0),
            Preview(last.Key, 1),
            sums.ToTotals());
    }

    private string? User(long key) => session.Text(UserSql, ("@trace", key), ("@key", MlflowKeys.TraceUser));

    private string? Preview(long key, int column) => session.Query(PreviewsSql, row => row.TextOrNull(column), ("@key", key)) is [var preview] ? preview : null;
}
