using OtelBridge.Store.Model;
using OtelBridge.Store.Search;
using OtelBridge.Store.Storage;

namespace OtelBridge.TestSupport.Searching;

/// <summary>Asks two stores that hold the same for the same.</summary>
public static class AlikeSearches
{
    /// <summary>Asks both stores random filters in random orders: the first pages and, now and then, the count.</summary>
    /// <param name="left">A store.</param>
    /// <param name="right">Another one.</param>
    /// <param name="filters">How many.</param>
    /// <param name="seed">The same number makes the same filters.</param>
    /// <param name="progress">Is told each filter when it was asked, with how many traces it found on the first pages.</param>
    /// <returns>What was answered differently; and how many filters found something.</returns>
    public static async Task<(IReadOnlyList<string> Differences, int Found)> CompareAsync(
        ITraceStore left, ITraceStore right, int filters, int seed, Action<int, string>? progress = null)
    {
        const int Pages = 2;
        var random = new Random(seed);
        var texts = await SampledFilters.OfAsync(left, random);
        var (differences, found) = (new List<string>(), 0); // at most one a filter
        for (var i = 0; i < filters; i++)
        {
            var query = new TraceQuery([], random.Next(10, 120), string.Empty) { Filter = texts.Filter(), OrderBy = texts.Order() };
            var counts = random.Next(4) == 0;
            var answers = await Task.WhenAll(AskAsync(left, query, Pages, counts), AskAsync(right, query, Pages, counts));
            found += answers[0].Count > 0 ? 1 : 0;
            if (!answers[0].SequenceEqual(answers[1]))
            {
                var first = answers[0].Zip(answers[1]).TakeWhile(static pair => pair.First == pair.Second).Count();
                differences.Add($"{query.Filter} ORDER BY {string.Join(", ", query.OrderBy)}: {answers[0].Count} and {answers[1].Count} lines, different from line {first + 1} on: "
                    + $"{answers[0].ElementAtOrDefault(first)} and {answers[1].ElementAtOrDefault(first)}");
            }

            progress?.Invoke(answers[0].Count, query.Filter);
        }

        return (differences, found);
    }

    // The ids in their order; or why the filter is refused, of which the words may differ.
    private static async Task<List<string>> AskAsync(ITraceStore store, TraceQuery query, int pages, bool counts)
    {
        var lines = new List<string>(); // bounded by the pages
        try
        {
            for (var page = 0; page < pages; page++)
            {
                var found = await store.Reader.SearchTracesAsync(query, CancellationToken.None);
                lines.AddRange(found.Items.Select(static trace => trace.TraceId));
                query = query with { PageToken = found.NextPageToken };
                if (found.NextPageToken.Length == 0)
                {
                    break;
                }
            }

            if (counts)
            {
                lines.Add($"{await store.Reader.CountTracesAsync(query.ExperimentIds, query.Filter, CancellationToken.None)} in all");
            }
        }
        catch (InvalidFilterException)
        {
            return ["refused"];
        }
        catch (Exception e)
        {
            return [$"{store.Description} failed: {e.Message}"];
        }

        return lines;
    }
}
