using System.Globalization;
using OtelBridge.Attributes;
using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Model;
using OtelBridge.Store.Search;
using OtelBridge.Store.Search.Text;
using OtelBridge.Store.Storage.Search;
using OtelBridge.Store.Storage.Sql.Search;

namespace OtelBridge.Store.Storage.Sql.Aggregates;

/// <summary>Lists sessions by their latest trace: walks the traces that name one, the newest first, and passes over those whose session has a newer one.</summary>
internal sealed class SessionListing(SqlSession session, TermDictionary terms, SearchLimits limits, CancellationToken cancellationToken)
{
    // Of traces at once.
    private const int Window = 500;

    // Mostly the sessions are near. To ask an index for the traces that name one pays where few do.
    private const int WindowsAsTheyCome = 4;

    private const string TracesSql = """
        SELECT t.trace_key, t.experiment_id, t.start_ns, m.value FROM traces t JOIN trace_metadata m ON m.trace_key = t.trace_key AND m.key = @key WHERE
        """;

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
        for (var window = 0; ; window++)
        {
            var (keys, next) = TraceSearch.Find(session, terms, walk, window < WindowsAsTheyCome ? filter : named, [], limits, cancellationToken, bounds);
            var candidates = Sessions(keys).Where(trace => (isFirstPage || (trace.Start, trace.Key).CompareTo((after.SortValue, after.Key)) < 0)
                && seen.Add((trace.Experiment, trace.Session)));
            foreach (var chunk in candidates.Chunk(maxResults + 1))
            {
                foreach (var (key, experiment, start, id) in isFirstPage ? chunk : Latest(query, filter, starts, chunk))
                {
                    if (found.Count == maxResults)
                    {
                        return Page(found, found[^1].Place.ToString());
                    }

                    found.Add((experiment, id, new PageToken(PageToken.Sessions, start, key)));
                }
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
        return keys.Where(byKey.ContainsKey).Select(key => byKey[key]);
    }

    // Those of which no newer trace of the session is among those of the query: the others were on an earlier page.
    private IEnumerable<(long Key, long Experiment, long Start, string Session)> Latest(
        AggregateQuery query, FilterNode? filter, NumberRange starts, (long Key, long Experiment, long Start, string Session)[] traces)
    {
        if (filter is not null)
        {
            return traces.Where(trace => TraceSearch.Find(
                session, terms, new TraceQuery([Text(trace.Experiment)], 1, string.Empty), And(filter, Is(trace.Session)), [], limits, cancellationToken, starts).Keys is [var latest]
                && latest == trace.Key);
        }

        var last = new Dictionary<(long, string), (long Start, long Key)>(); // bounded by the traces
        SessionTraces.Read(session, [.. traces.Select(static trace => (trace.Experiment, trace.Session))], "t.start_ns, t.trace_key", (place, row) =>
        {
            var at = (Start: row.GetInt64(SessionTraces.First), row.GetInt64(SessionTraces.First + 1));
            if (at.Start < starts.Before && (!last.TryGetValue(place, out var known) || at.CompareTo(known) > 0))
            {
                last[place] = at;
            }
        });
        return traces.Where(trace => last.TryGetValue((trace.Experiment, trace.Session), out var at) && at == (trace.Start, trace.Key));
    }

    private Page<SessionSummary> Page(List<(long Experiment, string Session, PageToken Place)> found, string next) =>
        new(SessionSums.Read(session, [.. found.Select(static item => (item.Experiment, item.Session))]), next);
}
