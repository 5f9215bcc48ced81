namespace OtelBridge.Store.Search.Completion;

/// <summary>A filter as the conditions that all have to hold, so that one can be taken out or put in.</summary>
public static class FilterConditions
{
    /// <summary>Cuts a filter at each AND that is not inside parentheses; a filter with an OR outside of them is one condition.</summary>
    /// <exception cref="InvalidFilterException">The text is not a filter.</exception>
    public static IReadOnlyList<string> Of(string filter) => Cut(filter).Conditions;

    /// <summary>Puts conditions together again.</summary>
    public static string Join(IEnumerable<string> conditions) => string.Join(" AND ", conditions);

    /// <summary>Adds a condition, unless it is there.</summary>
    /// <exception cref="InvalidFilterException">The text is not a filter.</exception>
    public static string With(string filter, string condition)
    {
        var (conditions, isEither) = Cut(filter);
        return conditions.Contains(condition) ? filter
            : isEither ? $"({conditions[0]}) AND {condition}" : Join([.. conditions, condition]);
    }

    /// <summary>Takes a condition out of a filter, wherever it stands.</summary>
    /// <exception cref="InvalidFilterException">The text is not a filter.</exception>
    public static string Without(string filter, string condition) => Join(Of(filter).Where(each => each != condition));

    private static (IReadOnlyList<string> Conditions, bool IsEither) Cut(string filter)
    {
        if (TraceFilter.Parse(filter) is null)
        {
            return ([], false);
        }

        var lexer = new FilterLexer(new FilterSource(filter));
        var conditions = new List<string>(); // bounded by FilterLimits.Comparisons
        var (depth, start) = (0, 0);
        for (var token = lexer.Next(); token.Kind != FilterTokenKind.End; token = lexer.Next())
        {
            depth += token.Kind switch { FilterTokenKind.Open => 1, FilterTokenKind.Close => -1, _ => 0 };
            if (depth == 0 && token.Is("OR"))
            {
                return ([filter.Trim()], true);
            }

            if (depth == 0 && token.Is("AND"))
            {
                conditions.Add(filter[start..token.Start].Trim());
                start = token.Start + token.Raw.Length;
            }
        }

        // Nothing follows where the filter ends with an AND, which is overlooked.
        if (filter[start..].Trim() is { Length: > 0 } last)
        {
            conditions.Add(last);
        }

        return (conditions, false);
    }
}
