using Microsoft.Data.Sqlite;
using OtelBridge.Store.Model;

namespace OtelBridge.Store.Storage.Sqlite;

/// <summary>Notes what traces are found by, as spans arrive. Belongs to the one thread that writes.</summary>
internal sealed class SqliteFacets : IDisposable
{
    // Some 250 bytes each. When it is full it is emptied: the values in use come back with the next spans.
    private const int MaxKnown = 50_000;

    private const string FindSql = "SELECT facet_id FROM facets WHERE kind = ?1 AND key = ?2 AND value = ?3";

    private const string InsertSql = "INSERT INTO facets (kind, key, value) VALUES (?1, ?2, ?3) ON CONFLICT (kind, key, value) DO NOTHING RETURNING facet_id";

    private const string CoverSql = "SELECT last_key FROM trace_facets WHERE facet_id = ?1 AND first_key <= ?2 ORDER BY first_key DESC LIMIT 1";

    private const string PutSql = "INSERT INTO trace_facets (facet_id, first_key, last_key) VALUES (?1, ?2, ?3)";

    // Traces of a request between two that have a value: noted with them, for one row less. Searches test them in vain.
    private const int MaxGap = 3;

    private readonly SqliteStatement _find;
    private readonly SqliteStatement _insert;
    private readonly SqliteStatement _cover;
    private readonly SqliteStatement _put;
    private readonly Dictionary<Facet, long> _known = []; // bounded by MaxKnown
    private readonly Dictionary<long, (long First, long Last)> _ranges = []; // by value; bounded by the values of one request

    // Spans that follow each other mostly have the same model and come from the same service.
    private (string? Value, long Id) _model;
    private (string? Value, long Id) _service;

    public SqliteFacets(SqliteConnection connection)
    {
        _find = new SqliteStatement(connection, FindSql);
        _insert = new SqliteStatement(connection, InsertSql);
        _cover = new SqliteStatement(connection, CoverSql);
        _put = new SqliteStatement(connection, PutSql);
    }

    /// <summary>Notes that a trace is found by a value.</summary>
    /// <param name="traceKey">The trace.</param>
    /// <param name="facet">The value.</param>
    /// <param name="isNew">Whether the trace was made since the last <see cref="Finish"/>: the keys between two such traces are theirs alone.</param>
    public void Put(long traceKey, Facet facet, bool isNew)
    {
        var id = Id(facet);
        if (!FacetRule.HasTraces(facet.Kind))
        {
            return;
        }

        if (!isNew)
        {
            PutAlone(id, traceKey);
        }
        else if (!_ranges.TryGetValue(id, out var range))
        {
            _ranges[id] = (traceKey, traceKey);
        }
        else if (traceKey - range.Last <= MaxGap + 1 && traceKey - range.First < FacetRule.LongestRange)
        {
            _ranges[id] = range with { Last = traceKey };
        }
        else
        {
            PutRange(id, range);
            _ranges[id] = (traceKey, traceKey);
        }
    }

    /// <summary>Writes what is noted of new traces.</summary>
    public void Finish()
    {
        foreach (var (id, range) in _ranges)
        {
            PutRange(id, range);
        }

        _ranges.Clear();
    }

    /// <summary>Gives the id of a value; stores it when it is new.</summary>
    public long Id(Facet facet)
    {
        if (_known.TryGetValue(facet, out var id))
        {
            return id;
        }

        // A value that is not known is mostly new: a session, a user.
        id = Bind(_insert, facet).RunScalar()
            ?? Bind(_find, facet).RunScalar()
            ?? throw new InvalidOperationException("SQLite returned no key for a new row.");
        if (_known.Count == MaxKnown)
        {
            _known.Clear();
        }

        _known.Add(facet, id);
        return id;
    }

    /// <summary>Gives the id of a model; null for none.</summary>
    public long? ModelId(string? model) => Id(FacetKind.Model, model, ref _model);

    /// <summary>Gives the id of a service; null for none.</summary>
    public long? ServiceId(string? service) => Id(FacetKind.ServiceName, service, ref _service);

    /// <summary>Forgets what is known: what was rolled back is not stored.</summary>
    public void Clear()
    {
        _known.Clear();
        _ranges.Clear();
        _model = _service = default;
    }

    public void Dispose()
    {
        _find.Dispose();
        _insert.Dispose();
        _cover.Dispose();
        _put.Dispose();
    }

    private void PutAlone(long id, long traceKey)
    {
        if (_cover.Set(1, id).Set(2, traceKey).RunScalar() is not { } last || last < traceKey)
        {
            PutRange(id, (traceKey, traceKey));
        }
    }

    private void PutRange(long id, (long First, long Last) range) => _put.Set(1, id).Set(2, range.First).Set(3, range.Last).Run();

    private long? Id(FacetKind kind, string? value, ref (string? Value, long Id) last)
    {
        if (value is null)
        {
            return null;
        }

        if (value != last.Value)
        {
            last = (value, Id(Facet.Of(kind, value)));
        }

        return last.Id;
    }

    private static SqliteStatement Bind(SqliteStatement statement, Facet facet) =>
        statement.Set(1, (long)facet.Kind).Set(2, facet.Key).Set(3, facet.Value);
}
