using OtelBridge.Store.Search;

namespace OtelBridge.Store.Storage.Search;

/// <summary>Comparisons of a text in memory: what is right where databases differ.</summary>
internal static class TextTest
{
    /// <summary>Gives what tells whether a text compares so.</summary>
    public static Func<string, bool> Of(ComparisonNode comparison)
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

    public static InvalidOperationException Unexpected(ComparisonNode comparison) =>
        new($"The parser lets no {comparison.Operator} pass for {comparison.Field.Kind}.");
}
