namespace OtelBridge.Store.Search;

/// <summary>Reads the right side of a comparison and holds it against what the field takes.</summary>
/// <param name="source">The text that is read.</param>
internal sealed class LiteralReader(FilterSource source)
{
    /// <summary>Makes the comparison of a field with one literal.</summary>
    /// <exception cref="InvalidFilterException">The token is no literal, or not one that the field takes with this operator.</exception>
    public FilterNode Compare(
        FilterToken fieldToken, FilterFieldRule rule, FilterField field, FilterOperator filterOperator, FilterToken operatorToken, FilterToken literal)
    {
        if (literal.Kind == FilterTokenKind.Number)
        {
            return rule.NumberOperators.Contains(filterOperator) && FilterNumber.TryRead(literal.Raw, out var number)
                ? new ComparisonNode(field, filterOperator, number)
                : throw source.Error(
                    literal.Start,
                    $"Expected a quoted string value for {FilterSource.Shortened(fieldToken.Raw)} (e.g. 'my-value'). Got value {FilterSource.Shortened(literal.Raw)}",
                    "text in single or double quotes");
        }

        if (literal.Kind != FilterTokenKind.Text)
        {
            throw NoLiteral(fieldToken, rule, literal);
        }

        if (rule.TextOperators.Count == 0)
        {
            return FilterNumber.TryRead(literal.Unquoted.Trim(), out var quoted)
                ? new ComparisonNode(field, filterOperator, quoted)
                : new NeverNode(field, filterOperator, literal.Unquoted);
        }

        if (!rule.TextOperators.Contains(filterOperator))
        {
            throw source.Error(
                operatorToken.Start,
                $"Invalid comparator '{operatorToken.Raw}' not one of {FilterOperators.Listed(rule.TextOperators)} for text",
                "an operator for text, or a number on the right",
                "A number is written without quotes.");
        }

        return new ComparisonNode(field, filterOperator, FilterValue.Of(Checked(filterOperator, literal)));
    }

    /// <summary>Reads a value of a list.</summary>
    /// <exception cref="InvalidFilterException">The token is no quoted text, or one too many.</exception>
    public string ListValue(FilterToken literal, int before)
    {
        if (before == FilterLimits.ListValues)
        {
            throw source.Error(literal.Start, "The list has too many values", $"at most {FilterLimits.ListValues}");
        }

        if (literal.Kind == FilterTokenKind.Text)
        {
            return literal.Unquoted;
        }

        var found = literal.Kind == FilterTokenKind.Close && before == 0 ? "empty list" : $"'{FilterSource.Shortened(literal.Raw)}'";
        throw source.Error(
            literal.Start, $"While parsing a list in the query, expected a non-empty list of string values, but got {found}", "text in single or double quotes");
    }

    private InvalidFilterException NoLiteral(FilterToken fieldToken, FilterFieldRule rule, FilterToken literal)
    {
        var expected = (rule.NumberOperators.Count > 0, rule.TextOperators.Count > 0) switch
        {
            (true, true) => "a number, or text in single or double quotes",
            (true, false) => "a number",
            _ => "text in single or double quotes",
        };
        return literal.Kind switch
        {
            FilterTokenKind.Word => source.Error(
                literal.Start,
                $"Parameter value is either not quoted or unidentified quote types used for string value {FilterSource.Shortened(literal.Raw)}",
                expected),
            FilterTokenKind.Open => source.InvalidClause(fieldToken.Start, $"{expected} at column {literal.Start + 1}", "Lists go with IN and NOT IN."),
            _ => source.InvalidClause(fieldToken.Start, $"{expected} at column {literal.Start + 1}"),
        };
    }

    private string Checked(FilterOperator filterOperator, FilterToken literal)
    {
        var text = literal.Unquoted;
        if (filterOperator == FilterOperator.RLike && RLikePattern.Complaint(text) is { } complaint)
        {
            throw source.Error(literal.Start, $"Invalid regular expression '{FilterSource.Shortened(text)}': {complaint}", "a regular expression");
        }

        return filterOperator == FilterOperator.Match && string.IsNullOrWhiteSpace(text)
            ? throw source.Error(literal.Start, "Invalid text for MATCH: it is empty", "the words to look for")
            : text;
    }
}
