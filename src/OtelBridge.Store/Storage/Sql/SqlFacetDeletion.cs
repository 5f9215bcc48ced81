using OtelBridge.Store.Model;

namespace OtelBridge.Store.Storage.Sql;

/// <summary>Takes traces that are about to be deleted out of the facets.</summary>
/// <remarks>By what the traces say now: values that were replaced before stay noted for a key that is never used again, which searches pass over. The values
/// themselves stay, since writers may know their ids.</remarks>
internal sealed class SqlFacetDeletion
{
    // Neighbours together, since thousands of spans mostly have the same few values.
    private static readonly string Neighbours = $"trace_key / {FacetRule.LongestRange}";

    private const string SpansSql = "SELECT min(trace_key), max(trace_key), name, type, status, model_id, service_id FROM spans WHERE ";

    private static readonly string SpansGroupSql = $"GROUP BY {Neighbours}, name, type, status, model_id, service_id";

    private const string TagsSql = "SELECT min(trace_key), max(trace_key), key, value FROM trace_tags WHERE ";

    private const string MetadataSql = "SELECT min(trace_key), max(trace_key), key, value FROM trace_metadata WHERE ";

    private static readonly string ItemsGroupSql = $"GROUP BY {Neighbours}, key, value";

    // A range goes when nothing of it is left.
    private const string DeleteSql = """
        DELETE FROM trace_facets
        WHERE facet_id = {0} AND first_key BETWEEN @first AND @last
          AND NOT EXISTS (SELECT 1 FROM traces t WHERE t.trace_key BETWEEN trace_facets.first_key AND trace_facets.last_key)
        """;

    private const string ByValue = "(SELECT facet_id FROM facets WHERE kind = @kind AND key = @key AND value = @value)";

    private static readonly string DeleteByIdSql = DeleteSql.Replace("{0}", "@id", StringComparison.Ordinal);
    private static readonly string DeleteByValueSql = DeleteSql.Replace("{0}", ByValue, StringComparison.Ordinal);

    // Bounded by the spans of one step of a deletion.
    private readonly Dictionary<Facet, List<(long First, long Last)>> _byValue = [];
    private readonly Dictionary<long, List<(long First, long Last)>> _byId = [];

    private SqlFacetDeletion()
    {
    }

    /// <summary>Reads what traces are found by, before they are deleted.</summary>
    /// <param name="session">The session.</param>
    /// <param name="keys">The traces, as a list parameter.</param>
    public static SqlFacetDeletion Of(SqlSession session, object keys)
    {
        var facets = new SqlFacetDeletion();
        facets.Read(session, keys);
        return facets;
    }

    /// <summary>Takes out what was read, after the traces were deleted.</summary>
    public void Delete(SqlSession session)
    {
        foreach (var (id, traces) in _byId)
        {
            foreach (var (first, last) in Stretches(traces))
            {
                session.Execute(DeleteByIdSql, ("@id", id), ("@first", first), ("@last", last));
            }
        }

        foreach (var (facet, traces) in _byValue)
        {
            foreach (var (first, last) in Stretches(traces))
            {
                session.Execute(
                    DeleteByValueSql,
                    ("@kind", (long)facet.Kind),
                    ("@key", facet.Key),
                    ("@value", facet.Value),
                    ("@first", first),
                    ("@last", last));
            }
        }
    }

    // Where ranges that hold one of the traces may begin: few wide places, so that neighbours cost one statement, and what lies between is not looked at.
    private static IEnumerable<(long First, long Last)> Stretches(IEnumerable<(long First, long Last)> traces)
    {
        (long First, long Last)? open = null;
        foreach (var (first, last) in traces.Order())
        {
            if (open is { } stretch && first - stretch.Last <= FacetRule.LongestRange)
            {
                open = stretch with { Last = Math.Max(stretch.Last, last) };
                continue;
            }

            if (open is { } done)
            {
                yield return done;
            }

            open = (first - FacetRule.LongestRange + 1, last);
        }

        if (open is { } rest)
        {
            yield return rest;
        }
    }

    private void Read(SqlSession session, object keys)
    {
        var isTrace = session.Dialect.IsIn("trace_key", "@keys");
        using (var spans = session.Command($"{SpansSql}{isTrace} {SpansGroupSql}", ("@keys", keys)))
        using (var row = spans.ExecuteReader())
        {
            while (row.Read())
            {
                var traces = (row.GetInt64(0), row.GetInt64(1));
                Add(_byValue, Facet.Of(FacetKind.SpanName, row.GetString(2)), traces);
                if (row.TextOrNull(3) is { } type)
                {
                    Add(_byValue, Facet.Of(FacetKind.SpanType, type), traces);
                }

                if (row.GetInt64(4) == (long)Otlp.Status.Types.StatusCode.Error)
                {
                    Add(_byValue, Facet.Of(FacetKind.SpanStatus, Facet.ErrorStatus), traces);
                }

                if (row.Int64OrNull(5) is { } model)
                {
                    Add(_byId, model, traces);
                }

                if (row.Int64OrNull(6) is { } service)
                {
                    Add(_byId, service, traces);
                }
            }
        }

        ReadItems(session, $"{TagsSql}{isTrace} {ItemsGroupSql}", FacetKind.Tag, keys);
        ReadItems(session, $"{MetadataSql}{isTrace} {ItemsGroupSql}", FacetKind.Metadata, keys);
    }

    private void ReadItems(SqlSession session, string sql, FacetKind kind, object keys)
    {
        using var items = session.Command(sql, ("@keys", keys));
        using var row = items.ExecuteReader();
        while (row.Read())
        {
            if (FacetRule.Has(kind, row.GetString(2)))
            {
                Add(_byValue, Facet.Of(kind, row.GetString(2), row.GetString(3)), (row.GetInt64(0), row.GetInt64(1)));
            }
        }
    }

    private static void Add<TKey>(Dictionary<TKey, List<(long First, long Last)>> map, TKey key, (long First, long Last) traces)
        where TKey : notnull
    {
        if (!map.TryGetValue(key, out var all))
        {
            map[key] = all = [];
        }

        all.Add(traces);
    }
}
