using OtelBridge.Store.Search;

namespace OtelBridge.Store.Storage.Sql.Search;

/// <summary>Comparisons of a text column, and of the same texts in memory.</summary>
internal static class TextComparison
{
    /// <summary>Gives the condition that an expression compares so; null where the expression is.</summary>
    public static string Sql(string expression, ComparisonNode comparison, SearchParameters parameters)
    {
        var (value, dialect) = (comparison.Value, parameters.Dialect);
        return comparison.Operator switch
        {
            FilterOperator.Equal => $"{expression} = {parameters.Add(value.Text!)}",
            FilterOperator.NotEqual => $"{expression} <> {parameters.Add(value.Text!)}",
            FilterOperator.In => parameters.IsIn(expression, value.Texts!.ToArray()),
            FilterOperator.NotIn => $"NOT ({parameters.IsIn(expression, value.Texts!.ToArray())})",
            FilterOperator.Like => dialect.Like(expression, parameters.Add(value.Text!)),
            FilterOperator.ILike => dialect.ILike(expression, parameters.Add(TextFolding.Fold(value.Text!))),
            FilterOperator.RLike => RLike(expression, value.Text!, parameters),
            _ => throw Unexpected(comparison),
        };
    }

    /// <summary>Gives the same condition for texts in memory.</summary>
    public static Func<string, bool> InMemory(ComparisonNode comparison)
    {
        var text = comparison.Value.Text ?? string.Empty;
        switch (comparison.Operator)
        {
            case FilterOperator.Equal:
                return actual => actual == text;
            case FilterOperator.NotEqual:
                return actual => actual != text;
            case FilterOperator.In:
                return comparison.Value.Texts!.ToHashSet(StringComparer.Ordinal).Contains;
            case FilterOperator.NotIn:
                var values = comparison.Value.Texts!.ToHashSet(StringComparer.Ordinal);
                return actual => !values.Contains(actual);
            case FilterOperator.Like:
                var pattern = new LikePattern(text, ignoreCase: false);
                return actual => pattern.IsMatch(actual);
            case FilterOperator.ILike:
                var folded = new LikePattern(text, ignoreCase: true);
                return actual => folded.IsMatch(actual);
            case FilterOperator.RLike:
                var regex = RLikePattern.Compile(text);
                return actual => regex.IsMatch(actual);
            default:
                throw Unexpected(comparison);
        }
    }

    private static string RLike(string expression, string pattern, SearchParameters parameters)
    {
        parameters.HasPatterns = true;
        return parameters.Dialect.RLike(expression, parameters.Add(pattern));
    }

    private static InvalidOperationException Unexpected(ComparisonNode comparison) =>
        new($"The parser lets no {comparison.Operator} pass for {comparison.Field.Kind}.");
}
