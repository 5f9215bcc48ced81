namespace QuickStart.Documents;

/// <summary>Finds sections by their words with BM25 (Robertson and Zaragoza, 2009): rare words count more, repetition and length count less and less.</summary>
internal sealed class Bm25Index
{
    /// <summary>How soon another occurrence of a word stops to matter; the usual value.</summary>
    private const double Saturation = 1.2;

    /// <summary>How much a long section is held back; the usual value.</summary>
    private const double LengthPenalty = 0.75;

    // A word of the heading says more about a section than one of its text.
    private const int TitleWeight = 3;

    private readonly List<Entry> _entries = []; // one a section
    private readonly Dictionary<string, int> _sectionsWith = []; // one a distinct word of the sections
    private readonly double _averageLength;

    public Bm25Index(IReadOnlyList<DocumentSection> sections)
    {
        foreach (var section in sections)
        {
            var counts = CountTerms(section);
            foreach (var term in counts.Keys)
            {
                _sectionsWith[term] = _sectionsWith.GetValueOrDefault(term) + 1;
            }

            _entries.Add(new Entry(section, counts, counts.Values.Sum()));
        }

        _averageLength = _entries.Count > 0 ? _entries.Average(static entry => entry.Length) : 1;
    }

    public int Count => _entries.Count;

    /// <summary>The best sections first; those that share no word with the query are left out.</summary>
    public IReadOnlyList<(DocumentSection Section, double Score)> Search(string query, int max)
    {
        var terms = Terms.Of(query).Distinct().ToList();
        return
        [
            .. _entries
                .Select(entry => (entry.Section, Score: terms.Sum(term => Score(entry, term))))
                .Where(static hit => hit.Score > 0)
                .OrderByDescending(static hit => hit.Score)
                .Take(max),
        ];
    }

    private static Dictionary<string, int> CountTerms(DocumentSection section)
    {
        var counts = new Dictionary<string, int>(); // one a distinct word of the section
        foreach (var (text, weight) in new[] { (section.Title, TitleWeight), (section.Text, 1) })
        {
            foreach (var term in Terms.Of(text))
            {
                counts[term] = counts.GetValueOrDefault(term) + weight;
            }
        }

        return counts;
    }

    private double Score(Entry entry, string term)
    {
        if (!entry.Counts.TryGetValue(term, out var count))
        {
            return 0;
        }

        var sections = _sectionsWith[term];
        var rarity = Math.Log(1 + ((_entries.Count - sections + 0.5) / (sections + 0.5)));
        var length = 1 - LengthPenalty + (LengthPenalty * entry.Length / _averageLength);
        return rarity * count * (Saturation + 1) / (count + (Saturation * length));
    }

    private sealed record Entry(DocumentSection Section, Dictionary<string, int> Counts, int Length);
}
