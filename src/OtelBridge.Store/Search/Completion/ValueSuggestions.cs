using System.Globalization;

namespace OtelBridge.Store.Search.Completion;

/// <summary>Suggests what a field is compared with.</summary>
internal static class ValueSuggestions
{
    private static readonly string[] SpanTypes =
    [
        SpanType.Agent, SpanType.Chain, SpanType.ChatModel, SpanType.Embedding, SpanType.Evaluator, SpanType.Guardrail, SpanType.Llm, SpanType.Memory,
        SpanType.Parser, SpanType.Reranker, SpanType.Retriever, SpanType.Task, SpanType.Tool, SpanType.Unknown, SpanType.Workflow,
    ];

    /// <summary>The values that need no look into the store.</summary>
    public static IEnumerable<FilterSuggestion> Known(CompletionPlace place)
    {
        var rule = place.Field!.Rule;
        if (!TakesText(place))
        {
            return Numbers(rule.Kind).Where(entry => entry.Number.StartsWith(place.Typed, StringComparison.Ordinal))
                .Select(static entry => new FilterSuggestion(entry.Number + " ", entry.Number, FilterSuggestionKind.Value, entry.Detail));
        }

        var typed = Content(place.Typed);
        var texts = Texts(rule.Kind).Where(value => value.StartsWith(typed, StringComparison.OrdinalIgnoreCase)).Select(value => Text(place, value));
        return IsPattern(place) && typed.Length > 0 && !typed.Contains('%', StringComparison.Ordinal)
            ? texts.Prepend(Text(place, $"%{typed}%") with { Detail = "holds it" })
            : texts;
    }

    /// <summary>The identifier to list values by; null where a list would be of no use.</summary>
    public static string? IdentifierOf(CompletionPlace place)
    {
        var rule = place.Field!.Rule;
        var canList = TakesText(place) && place.Operator is not (FilterOperator.RLike or FilterOperator.Match)
            && rule.Kind is not (FilterFieldKind.State or FilterFieldKind.SpanStatus or FilterFieldKind.Text or FilterFieldKind.SpanContent);
        if (!canList)
        {
            return null;
        }

        var entity = rule.Entities[0] == TraceVocabulary.Instance.Implied.Name ? "" : rule.Entities[0] + ".";
        return rule.Keys.Count > 0 ? entity + rule.Keys[0] : entity + rule.KeyPrefix + FilterWords.Key(place.Field.Field.Key);
    }

    public static FilterSuggestion Text(CompletionPlace place, string value)
    {
        var space = place.NeedsSpace ? " " : "";
        var after = place.Expected == ExpectedPiece.ListValue ? "" : " ";
        return new FilterSuggestion(space + FilterWords.Text(value) + after, value, FilterSuggestionKind.Value);
    }

    /// <summary>What is typed without the quote it begins with, and perhaps ends with.</summary>
    public static string Content(string typed)
    {
        if (typed.Length == 0 || !FilterQuotes.IsQuote(typed[0]))
        {
            return typed;
        }

        var isClosed = FilterQuotes.End(typed, 0) == typed.Length;
        return FilterQuotes.Content(isClosed ? typed : typed + typed[0]);
    }

    // Span attributes are compared with text or with numbers: which of them, the operator says.
    private static bool TakesText(CompletionPlace place) =>
        place.Field!.Rule.TextOperators is { Count: > 0 } operators && (place.Operator is not { } chosen || operators.Contains(chosen));

    private static bool IsPattern(CompletionPlace place) => place.Operator is FilterOperator.Like or FilterOperator.ILike;

    private static string[] Texts(FilterFieldKind kind) => kind switch
    {
        FilterFieldKind.State => ["OK", "ERROR", "IN_PROGRESS", "STATE_UNSPECIFIED"],
        FilterFieldKind.SpanStatus => ["OK", "ERROR", "UNSET"],
        FilterFieldKind.SpanType => SpanTypes,
        FilterFieldKind.Feedback => ["true", "false"],
        _ => [],
    };

    private static (string Number, string Detail)[] Numbers(FilterFieldKind kind) => kind switch
    {
        FilterFieldKind.Duration or FilterFieldKind.SpanDuration => [("100", "0.1 s"), ("1000", "1 s"), ("10000", "10 s"), ("60000", "1 min")],
        FilterFieldKind.InputTokens or FilterFieldKind.OutputTokens or FilterFieldKind.TotalTokens => [.. Sizes(100, 1_000, 10_000, 100_000)],
        FilterFieldKind.InputCost or FilterFieldKind.OutputCost or FilterFieldKind.TotalCost or FilterFieldKind.SpanCost =>
            [("0.001", "0.1 cent"), ("0.01", "1 cent"), ("0.1", "10 cents"), ("1", "1 dollar")],
        _ => [],
    };

    private static IEnumerable<(string Number, string Detail)> Sizes(params IEnumerable<int> sizes) =>
        sizes.Select(static size => (size.ToString(CultureInfo.InvariantCulture), ""));
}
