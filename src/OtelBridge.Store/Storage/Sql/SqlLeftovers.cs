using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using OtelBridge.Store.Model;

namespace OtelBridge.Store.Storage.Sql;

/// <summary>Takes out of a store what nothing that is stored says any more: search values and words. For a store that nobody else writes: writers know ids and words.</summary>
internal static class SqlLeftovers
{
    // Of what is stored: kind, key and value.
    private static readonly (FacetKind Kind, string Sql)[] Values =
    [
        (FacetKind.SpanName, "SELECT DISTINCT '' AS key, name AS value FROM spans"),
        (FacetKind.SpanType, "SELECT DISTINCT '' AS key, type AS value FROM spans WHERE type IS NOT NULL"),
        (FacetKind.Tag, "SELECT DISTINCT key, value FROM trace_tags"),
        (FacetKind.Metadata, "SELECT DISTINCT key, value FROM trace_metadata"),
    ];

    private static readonly string[] ClosingSql =
    [
        $"""
        DELETE FROM facets WHERE kind IN ({Number(FacetKind.Model)}, {Number(FacetKind.ServiceName)})
        AND facet_id NOT IN (SELECT model_id FROM spans WHERE model_id IS NOT NULL UNION SELECT service_id FROM spans WHERE service_id IS NOT NULL)
        """,

        // Listed, never searched by: an operation whose name no span has any more, or of a service that none is of.
        $"""
        DELETE FROM facets WHERE kind = {Number(FacetKind.Operation)} AND (
            NOT EXISTS (SELECT 1 FROM facets n WHERE n.kind = {Number(FacetKind.SpanName)} AND n.key = '' AND n.value = substr(facets.value, 2))
            OR (key <> '' AND NOT EXISTS (SELECT 1 FROM facets n WHERE n.kind = {Number(FacetKind.ServiceName)} AND n.key = '' AND n.value = facets.key)))
        """,

        // Of all that is stored now it is not known which attributes resources have: searches look.
        $"DELETE FROM facets WHERE kind = {Number(FacetKind.ResourceAttribute)}",
        $"INSERT INTO facets (kind, key, value) SELECT {Number(FacetKind.ResourceAttribute)}, '', CAST(trace_key AS text) FROM traces ORDER BY trace_key DESC LIMIT 1",
        "DELETE FROM trace_facets WHERE NOT EXISTS (SELECT 1 FROM facets f WHERE f.facet_id = trace_facets.facet_id)",
        "DELETE FROM text_terms",
        "UPDATE traces SET text_stale = 0 WHERE text_stale <> 0",
        "INSERT INTO text_pending (trace_key) SELECT trace_key FROM traces WHERE true ON CONFLICT (trace_key) DO NOTHING",
    ];

    /// <summary>Deletes them in one transaction. The words are put back by whoever indexes next.</summary>
    public static Task RemoveAsync(ISqlDatabase database, CancellationToken cancellationToken) => database.WriteAsync(
        static session =>
        {
            foreach (var (kind, sql) in Values)
            {
                Remove(session, kind, sql);
            }

            session.Execute(session.Dialect.ClearText);
            foreach (var sql in ClosingSql)
            {
                session.Execute(sql);
            }

            return true;
        },
        0,
        cancellationToken);

    // What was not cut is compared by the database; what may have been cut, as the store cuts it.
    private static void Remove(SqlSession session, FacetKind kind, string sql)
    {
        session.Execute(
            $"""
            DELETE FROM facets WHERE facet_id IN (
                SELECT f.facet_id FROM facets f LEFT JOIN ({sql}) s ON s.key = f.key AND s.value = f.value
                WHERE f.kind = {Number(kind)} AND length(f.value) < {FacetRule.ShortestCut} AND s.value IS NULL)
            """);
        var said = new HashSet<long>(); // some bytes for each long value of one kind
        using (var command = session.Command($"SELECT key, value FROM ({sql}) s WHERE length(value) >= {FacetRule.ShortestCut}"))
        using (var rows = command.ExecuteReader())
        {
            while (rows.Read())
            {
                said.Add(Hash(rows.GetString(0), FacetRule.Cut(rows.GetString(1))));
            }
        }

        var old = session.Query(
            $"SELECT facet_id, key, value FROM facets WHERE kind = {Number(kind)} AND length(value) >= {FacetRule.ShortestCut}",
            row => (Id: row.GetInt64(0), IsSaid: said.Contains(Hash(row.GetString(1), row.GetString(2))))).Where(static facet => !facet.IsSaid).Select(static facet => facet.Id);
        session.Execute($"DELETE FROM facets WHERE {session.Dialect.IsIn("facet_id", "@ids")}", ("@ids", session.Dialect.List([.. old])));
    }

    // Two that are alike by chance would keep one value of millions of millions.
    private static long Hash(string key, string value) => BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{key}\0{value}")));

    private static long Number(FacetKind kind) => (long)kind;
}
