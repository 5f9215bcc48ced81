using OtelBridge.Store.Search;
using OtelBridge.Store.Storage.Search;

namespace OtelBridge.Store.Storage.ClickHouse.Search;

/// <summary>Comparisons of a text that stands in a column.</summary>
internal static class ColumnText
{
    /// <summary>Gives the condition that an expression compares so; null where the expression is.</summary>
    public static Enclosure Compare(string expression, ComparisonNode comparison, SearchContext context)
    {
        var (value, values) = (comparison.Value, context.Values);
        return comparison.Operator switch
        {
            FilterOperator.Equal => Enclosure.Exactly($"{expression} = {values.Add(value.Text!)}"),
            FilterOperator.NotEqual => Enclosure.Exactly($"{expression} != {values.Add(value.Text!)}"),
            FilterOperator.In => Enclosure.Exactly($"{expression} IN {values.Add(value.Texts!)}"),
            FilterOperator.NotIn => Enclosure.Exactly($"({expression} IS NOT NULL AND {expression} NOT IN {values.Add(value.Texts!)})"),
            FilterOperator.Like => Enclosure.Exactly($"{expression} LIKE {values.Add(Escaped(value.Text!))}"),
            FilterOperator.ILike => Enclosure.Exactly($"{Folding.Sql(expression, values)} LIKE {values.Add(Escaped(TextFolding.Fold(value.Text!)))}"),
            FilterOperator.RLike => RLike(expression, value.Text!, context),
            _ => throw TextTest.Unexpected(comparison),
        };
    }

    /// <summary>Gives a pattern of LIKE in which nothing is escaped as one of ClickHouse, where the backslash escapes.</summary>
    public static string Escaped(string pattern) => pattern.Replace("\\", @"\\", StringComparison.Ordinal);

    // Beyond ASCII the two kinds of regular expressions differ in what a character, a letter or a digit is.
    private static Enclosure RLike(string expression, string pattern, SearchContext context)
    {
        if (!context.UsesPatterns || Re2Pattern.Of(pattern) is not { } re2)
        {
            return Enclosure.AtMost($"{expression} IS NOT NULL");
        }

        var match = $"match({expression}, {context.Values.Add(re2)})";
        return new Enclosure($"(NOT isValidASCII({expression}) OR {match})", $"(isValidASCII({expression}) AND {match})");
    }
}
