using OtelBridge.Store.Search;
using OtelBridge.Store.Storage.Search;

namespace OtelBridge.Store.Storage.Sql.Search;

/// <summary>Turns a filter of experiments or runs into a condition: each comparison by its catalog, and what joins them here.</summary>
internal static class CatalogConditions
{
    /// <param name="node">The filter; null holds for everything.</param>
    /// <param name="compare">Gives the SQL of a comparison; null where it looks at what is absent.</param>
    public static string Sql(FilterNode? node, Func<ComparisonNode, string> compare) => node switch
    {
        null => SearchCondition.Always,
        AndNode and => $"({string.Join(" AND ", and.Operands.Select(operand => Sql(operand, compare)))})",
        OrNode or => $"({string.Join(" OR ", or.Operands.Select(operand => Sql(operand, compare)))})",
        NotNode not => $"(({Sql(not.Operand, compare)}) IS NOT TRUE)",
        NeverNode => SearchCondition.Never,
        ComparisonNode comparison => $"({compare(comparison)})",
        _ => throw new InvalidOperationException($"The parser makes no {node.GetType().Name}."),
    };
}
