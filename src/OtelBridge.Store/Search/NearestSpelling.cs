namespace OtelBridge.Store.Search;

/// <summary>Finds what a misspelt word was likely to be.</summary>
internal static class NearestSpelling
{
    private const int LongestWord = 40;

    /// <summary>Gives the candidate that differs least, in at most a third of its letters and at most two; null for none.</summary>
    public static string? Of(string word, IEnumerable<string> candidates) => word.Length > LongestWord
        ? null
        : candidates.Select(candidate => (candidate, distance: Distance(word.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .Where(entry => entry.distance <= Math.Min(2, entry.candidate.Length / 3))
            .OrderBy(entry => entry.distance).FirstOrDefault().candidate;

    // Insertions, deletions and replacements that lead from one word to the other; one row of the table is kept.
    private static int Distance(string from, string to)
    {
        var row = Enumerable.Range(0, to.Length + 1).ToArray();
        for (var i = 1; i <= from.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= to.Length; j++)
            {
                var replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
