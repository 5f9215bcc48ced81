using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;
using OtelBridge.Store.Storage.Sql;

namespace OtelBridge.Store.Doctor;

/// <summary>Whether every trace is found by the values that it has. More than those may be noted; whoever searches tests again.</summary>
internal sealed class FacetCheck : ITraceCheck
{
    private const string FindSql = """
        SELECT 1 FROM facets f JOIN trace_facets t ON t.facet_id = f.facet_id
        WHERE f.kind = @kind AND f.key = @key AND f.value = @value AND @trace BETWEEN t.first_key AND t.last_key
        """;

    // Of older spans the kind is not known, see OperationFacet.
    private const string FindListedSql = """
        SELECT 1 FROM facets f WHERE f.kind = @kind AND f.key = @key AND f.value IN (@value, '?' || substr(@value, 2)) LIMIT 1
        """;

    private const string TagsSql = "SELECT key, value FROM trace_tags WHERE trace_key = @trace";
    private const string MetadataSql = "SELECT key, value FROM trace_metadata WHERE trace_key = @trace";

    public string Name => "search values";

    public string Rule => "every trace is found by its values";

    public string Advice => "Run the doctor with --repair while no server uses the store: it notes them again.";

    public bool Holds(SqlSession session, TraceUnderCheck trace) => Missing(session, trace).Count == 0;

    public bool Repair(SqlSession session, TraceUnderCheck trace)
    {
        foreach (var facet in Missing(session, trace))
        {
            SqlFacets.Put(session, trace.Record.Key, facet.Kind, facet.Key, facet.Value);
        }

        return true;
    }

    private static List<Facet> Missing(SqlSession session, TraceUnderCheck trace)
    {
        // What a root says of tags may have been taken away since: only the tags that are there count.
        var facets = SpanFacets.Of(trace.TraceId, [.. trace.Payload?.Values ?? []]);
        facets.RemoveWhere(static facet => facet.Kind is FacetKind.Tag or FacetKind.Metadata);
        facets.UnionWith(Items(session, trace, FacetKind.Tag, TagsSql));
        facets.UnionWith(Items(session, trace, FacetKind.Metadata, MetadataSql));
        return
        [
            .. facets.Where(facet => session.Number(
                FacetRule.HasTraces(facet.Kind) ? FindSql : FindListedSql,
                ("@kind", (long)facet.Kind),
                ("@key", facet.Key),
                ("@value", facet.Value),
                ("@trace", trace.Record.Key)) is null),
        ];
    }

    private static IEnumerable<Facet> Items(SqlSession session, TraceUnderCheck trace, FacetKind kind, string sql) => session
        .Query(sql, static row => (Key: row.GetString(0), Value: row.GetString(1)), ("@trace", trace.Record.Key))
        .Where(item => FacetRule.Has(kind, item.Key))
        .Select(item => Facet.Of(kind, item.Key, item.Value));
}
