using System.Collections.Frozen;

namespace OtelBridge.Store.Search;

/// <summary>What people meant by operators of other languages.</summary>
internal static class OperatorHints
{
    private static FrozenDictionary<string, FilterOperator> Confusions { get; } = new Dictionary<string, FilterOperator>(StringComparer.OrdinalIgnoreCase)
    {
        ["=="] = FilterOperator.Equal,
        ["==="] = FilterOperator.Equal,
        ["<>"] = FilterOperator.NotEqual,
        ["!=="] = FilterOperator.NotEqual,
        ["=!"] = FilterOperator.NotEqual,
        ["=<"] = FilterOperator.LessOrEqual,
        ["=>"] = FilterOperator.GreaterOrEqual,
        ["~"] = FilterOperator.RLike,
        ["=~"] = FilterOperator.RLike,
        ["REGEXP"] = FilterOperator.RLike,
        ["MATCHES"] = FilterOperator.RLike,
        ["CONTAINS"] = FilterOperator.Like,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gives a sentence that helps with an operator that is none, or none of the field; null when there is nothing to say.</summary>
    public static string? Of(FieldReading field, string spelling)
    {
        if (Confusions.TryGetValue(spelling, out var meant))
        {
            return field.Rule.Operators.Contains(meant) ? $"Did you mean {meant.Spelling()}?" : null;
        }

        if (spelling.StartsWith("NOT ", StringComparison.OrdinalIgnoreCase) && FilterOperators.Of(spelling) is null)
        {
            return $"NOT goes before the whole comparison: NOT {field.Written} …";
        }

        return spelling.Equals("IS", StringComparison.OrdinalIgnoreCase) && field.Rule.Operators.Contains(FilterOperator.Like)
            ? $"An absent value matches no comparison, so NOT {field.Written} LIKE '%' finds what has none."
            : null;
    }
}
