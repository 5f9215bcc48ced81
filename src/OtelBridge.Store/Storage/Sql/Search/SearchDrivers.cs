using OtelBridge.Store.Storage.Search;

namespace OtelBridge.Store.Storage.Sql.Search;

/// <summary>Looks for the index that leaves the fewest traces to test.</summary>
/// <param name="session">Where to look.</param>
/// <param name="parameters">The values of the search.</param>
/// <param name="most">How many traces an index may leave to be of use.</param>
internal sealed class SearchDrivers(SqlSession session, SearchParameters parameters, int most)
{
    // Fewer are not worth a look at the next index.
    private const int FewEnough = 200;

    /// <summary>Gives the candidates of the best index; null where all leave too many.</summary>
    public SearchCandidates? Best(SearchCondition condition) => condition switch
    {
        SqlCondition { Driver: { } driver } => Keys(driver) is { } keys ? new SearchCandidates(keys, condition) : null,

        // What the index says of words needs not be asked again.
        ContentCondition { Driver: { } driver } content => Keys(driver) is { } keys ? new SearchCandidates(keys, content with { MaySql = SearchCondition.Always }) : null,
        JoinedCondition { IsAll: true } all => Smallest(all),
        JoinedCondition any => Union(any),
        _ => null,
    };

    private SearchCandidates? Smallest(JoinedCondition all)
    {
        SearchCandidates? best = null;
        foreach (var operand in all.Operands)
        {
            if (Best(operand) is { } found && found.Keys.Count < (best?.Keys.Count ?? int.MaxValue))
            {
                best = found with { Condition = all with { Operands = [.. all.Operands.Select(other => ReferenceEquals(other, operand) ? found.Condition : other)] } };
                if (found.Keys.Count <= FewEnough)
                {
                    break;
                }
            }
        }

        return best;
    }

    private SearchCandidates? Union(JoinedCondition any)
    {
        var union = new HashSet<long>(); // bounded by 'most', but for the last operand
        foreach (var operand in any.Operands)
        {
            if (Best(operand) is not { } found)
            {
                return null;
            }

            union.UnionWith(found.Keys);
            if (union.Count > most)
            {
                return null;
            }
        }

        return new SearchCandidates(union, any);
    }

    private HashSet<long>? Keys(string driver)
    {
        var keys = session.Query($"SELECT trace_key FROM ({driver}) d LIMIT @limit", row => row.GetInt64(0), parameters.With(("@limit", most + 1L)));
        return keys.Count <= most ? [.. keys] : null;
    }
}
