using OtelBridge.Store.Search;
using OtelBridge.Store.Search.Text;
using OtelBridge.Store.Storage.Search;

namespace OtelBridge.Store.Storage.ClickHouse.Search;

/// <summary>Conditions on what the spans of a trace say: looked for in their text, which has an index of words.</summary>
internal sealed class SpanTextConditions(SearchContext context)
{
    public SearchCondition OfText(ComparisonNode comparison)
    {
        context.AsksSpans = true;
        var text = comparison.Value.Text!; // the field takes no other operators
        if (comparison.Operator == FilterOperator.Match)
        {
            return OfWords(TextPattern.WordsOf(text));
        }

        var test = SpanTests.Any(PieceText.Like(text, context));
        return test.IsExact && (comparison.Operator == FilterOperator.ILike || Folding.IsCaseless(text))
            ? new SqlCondition(test.May)
            : new ContentCondition(
                new TextCheck(TextTest.Of(comparison), null),
                test.May,
                comparison.Operator == FilterOperator.ILike ? test.Must : SearchCondition.Never,
                null);
    }

    // Each may be another span's.
    private SearchCondition OfWords(IReadOnlyList<WordPart> words)
    {
        SqlCondition[] conditions = [.. words.Distinct().Select(word => new SqlCondition(SpanTests.Any(PieceText.HasWord(word, context.Values))))];
        return conditions.Length switch
        {
            0 => new SqlCondition(SearchCondition.Never),
            1 => conditions[0],
            _ => new JoinedCondition(conditions, IsAll: true),
        };
    }
}
