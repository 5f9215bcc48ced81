namespace OtelBridge.Store.Search;

/// <summary>Reads a filter of a vocabulary: comparisons joined by AND and OR, with NOT and parentheses, AND binding closer than OR.</summary>
internal sealed class FilterParser
{
    private readonly FilterSource _source;
    private readonly FilterLexer _lexer;
    private readonly FieldReader _fields;
    private readonly LiteralReader _literals;

    private FilterToken _token;
    private int _comparisons;

    private FilterParser(string text, FilterVocabulary vocabulary)
    {
        _source = new FilterSource(text);
        _lexer = new FilterLexer(_source);
        _fields = new FieldReader(vocabulary, forOrder: false);
        _literals = new LiteralReader(_source);
        _token = _lexer.Next();
    }

    /// <summary>Reads a filter; null for an empty one.</summary>
    /// <exception cref="InvalidFilterException">The text is not a filter.</exception>
    public static FilterNode? Parse(string text, FilterVocabulary vocabulary)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > FilterLimits.Characters)
        {
            throw new FilterSource(text).Error(
                FilterLimits.Characters, "The filter string is too long", $"at most {FilterLimits.Characters} characters");
        }

        var parser = new FilterParser(text, vocabulary);
        return parser._token.Kind == FilterTokenKind.End ? null : parser.All();
    }

    private FilterNode All()
    {
        var node = Or(depth: 0);
        return _token.Kind == FilterTokenKind.End ? node : throw _source.InvalidClause(_token.Start, "AND, OR or the end");
    }

    private FilterNode Or(int depth)
    {
        var operands = new List<FilterNode> { And(depth) };
        while (TakeKeyword("OR"))
        {
            operands.Add(And(depth));
        }

        return operands.Count == 1
            ? operands[0]
            : new OrNode([.. operands.SelectMany(operand => operand is OrNode or ? or.Operands : [operand])]);
    }

    private FilterNode And(int depth)
    {
        var operands = new List<FilterNode> { Not(depth) };

        // MLflow overlooks an AND at the very end; clients that join clauses send it.
        while (TakeKeyword("AND") && _token.Kind != FilterTokenKind.End)
        {
            operands.Add(Not(depth));
        }

        return operands.Count == 1
            ? operands[0]
            : new AndNode([.. operands.SelectMany(operand => operand is AndNode and ? and.Operands : [operand])]);
    }

    private FilterNode Not(int depth)
    {
        var start = _token.Start;
        if (depth > FilterLimits.Depth)
        {
            throw _source.Error(
                start, "The filter string is nested too deeply", $"at most {FilterLimits.Depth} parentheses and NOTs inside each other");
        }

        if (TakeKeyword("NOT"))
        {
            return new NotNode(Not(depth + 1));
        }

        if (_token.Kind != FilterTokenKind.Open)
        {
            return Comparison();
        }

        Take();
        var node = Or(depth + 1);
        if (_token.Kind != FilterTokenKind.Close)
        {
            throw _source.InvalidClause(_token.Start, $"AND, OR or the ) that closes the ( at column {start + 1}");
        }

        Take();
        return node;
    }

    private FilterNode Comparison()
    {
        if (++_comparisons > FilterLimits.Comparisons)
        {
            throw _source.Error(
                _token.Start, "The filter string has too many comparisons", $"at most {FilterLimits.Comparisons}", "Lists (IN) count once.");
        }

        if (!_token.MayBeField || _token.Is("AND") || _token.Is("OR"))
        {
            throw _source.InvalidClause(_token.Start, "a comparison, e.g. status = 'OK'");
        }

        var field = _fields.Read(_source, Take());
        var operatorStart = _token.Start;
        var filterOperator = Operator(field);
        return filterOperator.TakesList()
            ? new ComparisonNode(field.Field, filterOperator, FilterValue.Of(List()))
            : _literals.Compare(field, filterOperator, operatorStart, Take());
    }

    private FilterOperator Operator(FieldReading field)
    {
        var token = _token;
        if (token.Kind is not (FilterTokenKind.Comparator or FilterTokenKind.Word))
        {
            throw NoOperator(field, token, hint: null);
        }

        Take();
        var spelling = token.Raw;
        if (token.Is("NOT"))
        {
            spelling += " " + _token.Raw;
            Take();
        }

        if (FilterOperators.Of(spelling) is not { } filterOperator)
        {
            throw token.Kind == FilterTokenKind.Comparator
                ? InvalidComparator(field, token, spelling)
                : NoOperator(field, token, OperatorHints.Of(field, spelling));
        }

        return field.Rule.Operators.Contains(filterOperator) ? filterOperator : throw InvalidComparator(field, token, spelling);
    }

    private InvalidFilterException NoOperator(FieldReading field, FilterToken token, string? hint) => _source.InvalidClause(
        token.Start, $"one of {FilterOperators.Listed(field.Rule.Operators)} after {field.Written}", hint, field.Token.Start);

    private InvalidFilterException InvalidComparator(FieldReading field, FilterToken token, string spelling) => _source.Error(
        token.Start,
        $"Invalid comparator '{FilterSource.Shortened(spelling)}' not one of {FilterOperators.Listed(field.Rule.Operators)}",
        "an operator that " + field.Written + " takes",
        OperatorHints.Of(field, spelling));

    private List<string> List()
    {
        if (_token.Kind != FilterTokenKind.Open)
        {
            throw _source.Error(
                _token.Start, "While parsing a list in the query, expected a non-empty list of string values", "a list, e.g. ('a', 'b')");
        }

        // Bounded by FilterLimits.ListValues.
        var values = new List<string>();
        do
        {
            Take();
            values.Add(_literals.ListValue(_token, values.Count));
            Take();
        }
        while (_token.Kind == FilterTokenKind.Comma);

        if (_token.Kind != FilterTokenKind.Close)
        {
            throw _source.InvalidClause(_token.Start, ", or ) in a list");
        }

        Take();
        return values;
    }

    private bool TakeKeyword(string keyword)
    {
        if (!_token.Is(keyword))
        {
            return false;
        }

        Take();
        return true;
    }

    private FilterToken Take()
    {
        var taken = _token;
        _token = _lexer.Next();
        return taken;
    }
}
