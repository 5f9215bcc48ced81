namespace OtelBridge.Store.Search;

/// <summary>Reads the right side of a comparison and holds it against what the field takes.</summary>
/// <param name="source">The text that is read.</param>
internal sealed class LiteralReader(FilterSource source)
{
    /// <summary>Makes the comparison of a field with one literal.</summary>
    /// <exception cref="InvalidFilterException">The token is no literal, or not one that the field takes with this operator.</exception>
    public FilterNode Compare(FieldReading field, FilterOperator filterOperator, int operatorStart, FilterToken literal)
    {
        if (literal.Kind == FilterTokenKind.Number)
        {
            return field.Rule.NumberOperators.Contains(filterOperator) && FilterNumber.TryRead(literal.Raw, out var number)
                ? new ComparisonNode(field.Field, filterOperator, number)
                : throw source.Error(
                    literal.Start,
                    $"Expected a quoted string value for {field.Written} (e.g. 'my-value'). Got value {FilterSource.Shortened(literal.Raw)}",
                    "text in single or double quotes");
        }

        if (literal.Kind != FilterTokenKind.Text)
        {
            throw NoLiteral(field, literal);
        }

        if (field.Rule.TextOperators.Count == 0)
        {
            return FilterNumber.TryRead(literal.Unquoted.Trim(), out var quoted)
                ? new ComparisonNode(field.Field, filterOperator, quoted)
                : new NeverNode(field.Field, filterOperator, literal.Unquoted);
        }

        if (!field.Rule.TextOperators.Contains(filterOperator))
        {
            throw source.Error(
                operatorStart,
                $"Invalid comparator '{filterOperator.Spelling()}' not one of {FilterOperators.Listed(field.Rule.TextOperators)} for text",
                "an operator for text, or a number on the right",
                "A number is written without quotes.");
        }

        return new ComparisonNode(field.Field, filterOperator, FilterValue.Of(Checked(filterOperator, literal)));
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
            literal.Start,
            $"While parsing a list in the query, expected a non-empty list of string values, but got {found}",
            "text in single or double quotes");
    }

    private InvalidFilterException NoLiteral(FieldReading field, FilterToken literal)
    {
        var expected = (field.Rule.NumberOperators.Count > 0, field.Rule.TextOperators.Count > 0) switch
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
            FilterTokenKind.Open => source.InvalidClause(literal.Start, expected, "Lists go with IN and NOT IN.", field.Token.Start),
            _ => source.InvalidClause(literal.Start, expected, clause: field.Token.Start),
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
