using OtelBridge.Store.Search;

namespace OtelBridge.Store.Storage.Search;

/// <summary>Comparisons of a number.</summary>
internal static class NumberComparison
{
    /// <summary>Gives the condition that an expression compares so; null where the expression is.</summary>
    public static string Sql(string expression, ComparisonNode comparison, ISearchValues values)
    {
        object number = comparison.Value.WholeNumber is { } whole ? whole : comparison.Value.Number!.Value; // the field is a number
        return $"{expression} {comparison.Operator.Spelling()} {values.Add(number)}";
    }

    /// <summary>Gives the same condition for numbers in memory.</summary>
    public static Func<double, bool> InMemory(ComparisonNode comparison)
    {
        var number = comparison.Value.Number!.Value;
        return comparison.Operator switch
        {
            FilterOperator.Equal => actual => actual == number,
            FilterOperator.NotEqual => actual => actual != number,
            FilterOperator.Less => actual => actual < number,
            FilterOperator.LessOrEqual => actual => actual <= number,
            FilterOperator.Greater => actual => actual > number,
            FilterOperator.GreaterOrEqual => actual => actual >= number,
            _ => throw new InvalidOperationException($"The parser lets no {comparison.Operator} pass for numbers."),
        };
    }
}
