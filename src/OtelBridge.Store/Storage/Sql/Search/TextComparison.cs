using OtelBridge.Store.Search;
using OtelBridge.Store.Storage.Search;

namespace OtelBridge.Store.Storage.Sql.Search;

/// <summary>Comparisons of a text column; of the same texts in memory: <see cref="TextTest"/>.</summary>
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
            _ => throw TextTest.Unexpected(comparison),
        };
    }

    private static string RLike(string expression, string pattern, SearchParameters parameters)
    {
        parameters.HasPatterns = true;
        return parameters.Dialect.RLike(expression, parameters.Add(pattern));
    }
}
