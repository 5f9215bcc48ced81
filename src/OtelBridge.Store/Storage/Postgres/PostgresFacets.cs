using Npgsql;
using OtelBridge.Store.Model;

namespace OtelBridge.Store.Storage.Postgres;

/// <summary>The ids of values that traces are found by. Belongs to the one thread of this server that stores spans.</summary>
internal sealed class PostgresFacets
{
    // Some 250 bytes each. When it is full it is emptied: the values in use come back with the next spans.
    private const int MaxKnown = 50_000;

    private const string AddSql = """
        INSERT INTO facets (kind, key, value) SELECT * FROM unnest($1, $2, $3) ON CONFLICT (kind, key, value) DO NOTHING
        """;

    private const string FindSql = """
        SELECT wanted.position, f.facet_id FROM unnest($1, $2, $3) WITH ORDINALITY AS wanted (kind, key, value, position)
        JOIN facets f ON f.kind = wanted.kind AND f.key = wanted.key AND f.value = wanted.value
        """;

    private readonly Dictionary<Facet, long> _known = [];

    /// <summary>Gets the id of a value that was resolved.</summary>
    public long this[Facet facet] => _known[Storable(facet)];

    /// <summary>Gets the id of the model of a span, which was resolved.</summary>
    public long? ModelId(SpanRow span) => span.Model is { } model ? this[Facet.Of(FacetKind.Model, model)] : null;

    /// <summary>Gets the id of the service of a span, which was resolved.</summary>
    public long? ServiceId(SpanRow span) => span.ServiceName is { } service ? this[Facet.Of(FacetKind.ServiceName, service)] : null;

    /// <summary>Finds the ids of values, and stores those that are new.</summary>
    public void Resolve(NpgsqlConnection connection, IEnumerable<Facet> facets)
    {
        var used = facets.Select(Storable).ToHashSet();
        if (_known.Count + used.Count > MaxKnown)
        {
            _known.Clear();
        }

        // In one order everywhere, so that two servers that store the same new values wait for each other only one way.
        var unknown = used.Where(facet => !_known.ContainsKey(facet))
            .OrderBy(facet => facet.Kind).ThenBy(facet => facet.Key, StringComparer.Ordinal).ThenBy(facet => facet.Value, StringComparer.Ordinal).ToList();
        if (unknown.Count == 0)
        {
            return;
        }

        using var batch = connection.CreateBatch();
        var rows = new PostgresRows<Facet>(unknown);
        rows.AddTo(batch, AddSql, () => Columns(rows));
        rows.AddTo(batch, FindSql, () => Columns(rows));
        using var found = batch.ExecuteReader();
        while (found.Read())
        {
            _known[unknown[(int)found.GetInt64(0) - 1]] = found.GetInt64(1);
        }
    }

    /// <summary>Forgets what is known: what was rolled back is not stored.</summary>
    public void Clear() => _known.Clear();

    private static NpgsqlParameter[] Columns(PostgresRows<Facet> rows) =>
        [rows.Column(facet => (long)facet.Kind), rows.Column(facet => facet.Key), rows.Column(facet => facet.Value)];

    private static Facet Storable(Facet facet) => facet with { Key = PostgresText.Storable(facet.Key), Value = PostgresText.Storable(facet.Value) };
}
