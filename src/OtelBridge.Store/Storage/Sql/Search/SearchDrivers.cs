namespace OtelBridge.Store.Storage.Sql.Search;

/// <summary>Looks for the index that leaves the fewest traces to test.</summary>
internal sealed class SearchDrivers(SqlSession session, SearchParameters parameters)
{
    // More candidates than that cost more to fetch one by one than a walk takes to fill a page with matches that are so frequent.
    private const long MostCandidates = 5_000;

    // Fewer are not worth a look at the next index.
    private const long FewEnough = 200;

    /// <summary>Gives the driver of a condition that finds few traces; null where none does.</summary>
    public string? Best(SearchCondition condition) => Find(condition)?.Sql;

    private (string Sql, long Count)? Find(SearchCondition condition) => condition switch
    {
        SqlCondition { Driver: { } driver } => Count(driver),
        ContentCondition { Driver: { } driver } => Count(driver),
        JoinedCondition { IsAll: true } all => Smallest(all),
        JoinedCondition any => Union(any),
        _ => null,
    };

    private (string Sql, long Count)? Smallest(JoinedCondition all)
    {
        (string Sql, long Count)? best = null;
        foreach (var operand in all.Operands)
        {
            if (Find(operand) is { } found && found.Count < (best?.Count ?? long.MaxValue))
            {
                best = found;
                if (found.Count <= FewEnough)
                {
                    break;
                }
            }
        }

        return best;
    }

    private (string Sql, long Count)? Union(JoinedCondition any)
    {
        var found = new List<(string Sql, long Count)>(any.Operands.Count);
        foreach (var operand in any.Operands)
        {
            if (Find(operand) is not { } one)
            {
                return null;
            }

            found.Add(one);
        }

        var sum = found.Sum(one => one.Count);
        return sum <= MostCandidates ? (string.Join(" UNION ALL ", found.Select((one, i) => $"SELECT trace_key FROM ({one.Sql}) u{i}")), sum) : null;
    }

    private (string Sql, long Count)? Count(string driver)
    {
        var count = session.Number($"SELECT count(*) FROM (SELECT 1 FROM ({driver}) d LIMIT @limit) c", parameters.With(("@limit", MostCandidates + 1))) ?? 0;
        return count <= MostCandidates ? (driver, count) : null;
    }
}
