using OtelBridge.Store.Model;

namespace OtelBridge.Store.Storage.Sql;

/// <summary>Takes traces that are about to be deleted out of the facets.</summary>
/// <remarks>By what the traces say now: values that were replaced before stay noted for a key that is never used again, which searches pass over. The values
/// themselves stay, since writers may know their ids.</remarks>
internal sealed class SqlFacetDeletion
{
    private const string SpansSql = "SELECT DISTINCT trace_key, name, type, status, model_id, service_id FROM spans WHERE ";

    private const string TagsSql = "SELECT trace_key, key, value FROM trace_tags WHERE ";

    private const string MetadataSql = "SELECT trace_key, key, value FROM trace_metadata WHERE ";

    private const string DeleteByIdSql = "DELETE FROM trace_facets WHERE facet_id = @id AND ";

    private const string DeleteSql =
        "DELETE FROM trace_facets WHERE facet_id = (SELECT facet_id FROM facets WHERE kind = @kind AND key = @key AND value = @value) AND ";

    // Bounded by the spans of one step of a deletion.
    private readonly Dictionary<Facet, HashSet<long>> _byValue = [];
    private readonly Dictionary<long, HashSet<long>> _byId = [];

    private SqlFacetDeletion()
    {
    }

    /// <param name="session">The session.</param>
    /// <param name="keys">The traces, as a list parameter.</param>
    public static void Delete(SqlSession session, object keys)
    {
        var facets = new SqlFacetDeletion();
        facets.Read(session, keys);
        foreach (var (id, traces) in facets._byId)
        {
            session.Execute(DeleteByIdSql + session.Dialect.IsIn("trace_key", "@traces"), ("@id", id), ("@traces", session.Dialect.List(traces)));
        }

        foreach (var (facet, traces) in facets._byValue)
        {
            session.Execute(
                DeleteSql + session.Dialect.IsIn("trace_key", "@traces"),
                ("@kind", (long)facet.Kind),
                ("@key", facet.Key),
                ("@value", facet.Value),
                ("@traces", session.Dialect.List(traces)));
        }
    }

    private void Read(SqlSession session, object keys)
    {
        var isTrace = session.Dialect.IsIn("trace_key", "@keys");
        using (var spans = session.Command(SpansSql + isTrace, ("@keys", keys)))
        using (var row = spans.ExecuteReader())
        {
            while (row.Read())
            {
                var trace = row.GetInt64(0);
                Add(_byValue, Facet.Of(FacetKind.SpanName, row.GetString(1)), trace);
                if (row.TextOrNull(2) is { } type)
                {
                    Add(_byValue, Facet.Of(FacetKind.SpanType, type), trace);
                }

                if (row.GetInt64(3) == (long)Otlp.Status.Types.StatusCode.Error)
                {
                    Add(_byValue, Facet.Of(FacetKind.SpanStatus, Facet.ErrorStatus), trace);
                }

                if (row.Int64OrNull(4) is { } model)
                {
                    Add(_byId, model, trace);
                }

                if (row.Int64OrNull(5) is { } service)
                {
                    Add(_byId, service, trace);
                }
            }
        }

        ReadItems(session, TagsSql + isTrace, FacetKind.Tag, keys);
        ReadItems(session, MetadataSql + isTrace, FacetKind.Metadata, keys);
    }

    private void ReadItems(SqlSession session, string sql, FacetKind kind, object keys)
    {
        using var items = session.Command(sql, ("@keys", keys));
        using var row = items.ExecuteReader();
        while (row.Read())
        {
            if (FacetRule.Has(kind, row.GetString(1)))
            {
                Add(_byValue, Facet.Of(kind, row.GetString(1), row.GetString(2)), row.GetInt64(0));
            }
        }
    }

    private static void Add<TKey>(Dictionary<TKey, HashSet<long>> map, TKey key, long trace)
        where TKey : notnull
    {
        if (!map.TryGetValue(key, out var traces))
        {
            map[key] = traces = [];
        }

        traces.Add(trace);
    }
}
