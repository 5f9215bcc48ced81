using System.Collections.Frozen;

namespace OtelBridge.Store.Search;

/// <summary>Operators and their spellings, and the sets of them that fields take.</summary>
internal static class FilterOperators
{
    /// <summary>For numbers.</summary>
    public static IReadOnlyList<FilterOperator> ForNumbers { get; } =
    [
        FilterOperator.Equal, FilterOperator.NotEqual,
        FilterOperator.Less, FilterOperator.LessOrEqual, FilterOperator.Greater, FilterOperator.GreaterOrEqual,
    ];

    /// <summary>For text in full.</summary>
    public static IReadOnlyList<FilterOperator> ForText { get; } =
    [
        FilterOperator.Equal, FilterOperator.NotEqual, FilterOperator.In, FilterOperator.NotIn,
        FilterOperator.Like, FilterOperator.ILike, FilterOperator.RLike,
    ];

    /// <summary>For tags and metadata of traces, where MLflow knows no lists.</summary>
    public static IReadOnlyList<FilterOperator> ForTags { get; } =
        [FilterOperator.Equal, FilterOperator.NotEqual, FilterOperator.Like, FilterOperator.ILike, FilterOperator.RLike];

    /// <summary>For text of experiments and runs.</summary>
    public static IReadOnlyList<FilterOperator> ForNames { get; } =
        [FilterOperator.Equal, FilterOperator.NotEqual, FilterOperator.Like, FilterOperator.ILike];

    /// <summary>For content that is only ever looked through.</summary>
    public static IReadOnlyList<FilterOperator> ForContent { get; } = [FilterOperator.Like, FilterOperator.ILike];

    private static FrozenDictionary<FilterOperator, string> Spellings { get; } = new Dictionary<FilterOperator, string>
    {
        [FilterOperator.Equal] = "=",
        [FilterOperator.NotEqual] = "!=",
        [FilterOperator.Less] = "<",
        [FilterOperator.LessOrEqual] = "<=",
        [FilterOperator.Greater] = ">",
        [FilterOperator.GreaterOrEqual] = ">=",
        [FilterOperator.Like] = "LIKE",
        [FilterOperator.ILike] = "ILIKE",
        [FilterOperator.RLike] = "RLIKE",
        [FilterOperator.In] = "IN",
        [FilterOperator.NotIn] = "NOT IN",
        [FilterOperator.Match] = "MATCH",
    }.ToFrozenDictionary();

    private static FrozenDictionary<string, FilterOperator> BySpelling { get; } =
        Spellings.ToFrozenDictionary(entry => entry.Value, entry => entry.Key, StringComparer.OrdinalIgnoreCase);

    /// <summary>Gives the spelling.</summary>
    public static string Spelling(this FilterOperator filterOperator) => Spellings[filterOperator];

    /// <summary>Gives the operator of a spelling, in any case; null for none.</summary>
    public static FilterOperator? Of(string spelling) => BySpelling.TryGetValue(spelling, out var found) ? found : null;

    /// <summary>Whether the operator takes a list.</summary>
    public static bool TakesList(this FilterOperator filterOperator) => filterOperator is FilterOperator.In or FilterOperator.NotIn;

    /// <summary>Lists operators for an error.</summary>
    public static string Listed(IEnumerable<FilterOperator> operators) => string.Join(", ", operators.Select(Spelling));
}
