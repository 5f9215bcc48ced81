using System.Collections.Frozen;

namespace OtelBridge.Store.Search.Completion;

/// <summary>Suggests operators and the words and signs between comparisons.</summary>
internal static class PieceSuggestions
{
    private static readonly FrozenDictionary<FilterOperator, string> Meanings = new Dictionary<FilterOperator, string>
    {
        [FilterOperator.Equal] = "is",
        [FilterOperator.NotEqual] = "is there and another",
        [FilterOperator.Less] = "less than",
        [FilterOperator.LessOrEqual] = "at most",
        [FilterOperator.Greater] = "more than",
        [FilterOperator.GreaterOrEqual] = "at least",
        [FilterOperator.Like] = "% any text, _ any character",
        [FilterOperator.ILike] = "LIKE, whatever the case",
        [FilterOperator.RLike] = "regular expression",
        [FilterOperator.In] = "one of a list",
        [FilterOperator.NotIn] = "there, and none of a list",
        [FilterOperator.Match] = "all the words",
    }.ToFrozenDictionary();

    public static IEnumerable<FilterSuggestion> Operators(CompletionPlace place)
    {
        foreach (var each in place.Field!.Rule.Operators)
        {
            var spelling = each.Spelling();
            if (spelling.StartsWith(place.Typed, StringComparison.OrdinalIgnoreCase))
            {
                yield return new FilterSuggestion(
                    Spaced(place, spelling) + (each.TakesList() ? " (" : " "), spelling, FilterSuggestionKind.Operator, Meanings[each]);
            }
        }
    }

    public static IEnumerable<FilterSuggestion> Keywords(CompletionPlace place)
    {
        (string Word, string Detail)[] words = place.Expected switch
        {
            ExpectedPiece.Condition => [("NOT", "what does not hold, or is absent"), ("(", "a group")],
            ExpectedPiece.Connective when place.Depth > 0 => [("AND", ""), ("OR", ""), (")", "closes the group")],
            ExpectedPiece.Connective => [("AND", "both"), ("OR", "either")],
            ExpectedPiece.ListStart => [("(", "the list")],
            ExpectedPiece.ListNext => [(",", "another value"), (")", "closes the list")],
            _ => [],
        };
        return from entry in words
               where entry.Word.StartsWith(place.Typed, StringComparison.OrdinalIgnoreCase)
               select new FilterSuggestion(WithSpace(place, entry.Word), entry.Word, FilterSuggestionKind.Keyword, entry.Detail);
    }

    private static string WithSpace(CompletionPlace place, string word) => word switch
    {
        "(" => Spaced(place, "("),
        ")" or "," => word + " ",
        _ => Spaced(place, word) + " ",
    };

    private static string Spaced(CompletionPlace place, string word) => place.NeedsSpace ? " " + word : word;
}
