using Microsoft.Data.Sqlite;
using OtelBridge.Store.Model;

namespace OtelBridge.Store.Storage.Sqlite;

/// <summary>Notes what traces are found by, as spans arrive. Belongs to the one thread that writes.</summary>
internal sealed class SqliteFacets : IDisposable
{
    // Some 250 bytes each. When it is full it is emptied: the values in use come back with the next spans.
    private const int MaxKnown = 50_000;

    private const string FindSql = "SELECT facet_id FROM facets WHERE kind = ?1 AND key = ?2 AND value = ?3";

    private const string InsertSql = "INSERT INTO facets (kind, key, value) VALUES (?1, ?2, ?3) RETURNING facet_id";

    private const string PutSql = "INSERT OR IGNORE INTO trace_facets (facet_id, trace_key) VALUES (?1, ?2)";

    private readonly SqliteStatement _find;
    private readonly SqliteStatement _insert;
    private readonly SqliteStatement _put;
    private readonly Dictionary<Facet, long> _known = [];

    public SqliteFacets(SqliteConnection connection)
    {
        _find = new SqliteStatement(connection, FindSql);
        _insert = new SqliteStatement(connection, InsertSql);
        _put = new SqliteStatement(connection, PutSql);
    }

    /// <summary>Notes that a trace is found by a value.</summary>
    public void Put(long traceKey, Facet facet) => _put.Set(1, Id(facet)).Set(2, traceKey).Run();

    /// <summary>Gives the id of a value; stores it when it is new.</summary>
    public long Id(Facet facet)
    {
        if (_known.TryGetValue(facet, out var id))
        {
            return id;
        }

        id = Bind(_find, facet).RunScalar()
            ?? Bind(_insert, facet).RunScalar()
            ?? throw new InvalidOperationException("SQLite returned no key for a new row.");
        if (_known.Count == MaxKnown)
        {
            _known.Clear();
        }

        _known.Add(facet, id);
        return id;
    }

    /// <summary>Forgets what is known: what was rolled back is not stored.</summary>
    public void Clear() => _known.Clear();

    public void Dispose()
    {
        _find.Dispose();
        _insert.Dispose();
        _put.Dispose();
    }

    private static SqliteStatement Bind(SqliteStatement statement, Facet facet) =>
        statement.Set(1, (long)facet.Kind).Set(2, facet.Key).Set(3, facet.Value);
}
