using OtelBridge.Store.Model;
using OtelBridge.Store.Search;

namespace OtelBridge.Store.Storage.Sql.Aggregates;

/// <summary>Lists the values of one field that begin in some way, whatever the case, along their index: letter by letter, as far as there are values that begin so.</summary>
internal sealed class FacetValues(SqlSession session, FacetKind kind, string key)
{
    // Only values written to be a nuisance need more.
    private const int MostSteps = 1_000;

    // Above every character that a text has.
    private const string Highest = "\U0010FFFF";

    // Ranges may outlive their traces.
    private const string IsInUse = """
        EXISTS (SELECT 1 FROM trace_facets v JOIN traces t ON t.trace_key BETWEEN v.first_key AND v.last_key WHERE v.facet_id = f.facet_id)
        """;

    private const string ValuesSql = $"""
        SELECT f.value FROM facets f WHERE f.kind = @kind AND f.key = @key AND f.value >= @from AND f.value < @before AND {IsInUse} ORDER BY f.value LIMIT @limit
        """;

    private const string AnySql = "SELECT 1 FROM facets f WHERE f.kind = @kind AND f.key = @key AND f.value >= @from AND f.value < @before LIMIT 1";

    // Letters have two cases in the first two planes alone.
    private const int MostLetters = 0x1FFFF;

    private static readonly Lazy<ILookup<string, string>> Unfolded = new(static () =>
        Enumerable.Range(0, MostLetters).Where(static code => code is < 0xD800 or > 0xDFFF).Select(char.ConvertFromUtf32).ToLookup(TextFolding.Fold, StringComparer.Ordinal));

    private readonly List<string> _found = []; // bounded by the limit
    private int _steps;

    /// <summary>Gives the first values that begin in some way, in ordinal order.</summary>
    public List<string> Begin(string prefix, int limit)
    {
        Descend(string.Empty, TextFolding.Fold(prefix), limit);
        return _found;
    }

    private void Descend(string stem, string folded, int limit)
    {
        if (stem.Length == folded.Length)
        {
            // Whether the rest of a value changes how its beginning is folded is not left to chance.
            _found.AddRange(session.Query(ValuesSql, static row => row.GetString(0), [.. Range(stem), ("@limit", limit - _found.Count)])
                .Where(value => TextFolding.Fold(value).StartsWith(folded, StringComparison.Ordinal)));
            return;
        }

        foreach (var next in Next(folded, stem.Length))
        {
            if (_found.Count == limit || ++_steps > MostSteps)
            {
                return;
            }

            if (session.Number(AnySql, Range(stem + next)) is not null)
            {
                Descend(stem + next, folded, limit);
            }
        }
    }

    private static IEnumerable<string> Next(string folded, int at)
    {
        var letter = folded.Substring(at, char.IsSurrogatePair(folded, at) ? 2 : 1);
        return Unfolded.Value[letter].DefaultIfEmpty(letter);
    }

    private (string, object?)[] Range(string stem) => [("@kind", (long)kind), ("@key", key), ("@from", stem), ("@before", stem + Highest)];
}
