namespace OtelBridge.Store.Search.Completion;

/// <summary>Walks over what stands before the cursor, as the parser would, and tells what may come next.</summary>
internal sealed class CompletionPlaceReader
{
    private readonly FieldReader _fields = new(TraceVocabulary.Instance, forOrder: false);
    private readonly FilterSource _source;

    private ExpectedPiece _expected = ExpectedPiece.Condition;
    private FieldReading? _field;
    private FilterOperator? _operator;
    private FilterToken? _not;
    private int _depth;

    private CompletionPlaceReader(string before) => _source = new FilterSource(before);

    /// <summary>Finds the place of the cursor.</summary>
    public static CompletionPlace Read(string text, int at)
    {
        at = Math.Clamp(at, 0, text.Length);
        return new CompletionPlaceReader(text[..at]).Walk(text, at);
    }

    private CompletionPlace Walk(string text, int at)
    {
        var lexer = new FilterLexer(_source);
        var end = 0;
        while (true)
        {
            FilterToken token;
            try
            {
                token = lexer.Next();
            }
            catch (InvalidFilterException)
            {
                // A quote that is still open: the value, or the key, that is being written. Or a number that is none, after which nothing may come.
                var start = Skip(end);
                var isOpen = text[start..at].Any(FilterQuotes.IsQuote);
                _expected = isOpen ? _expected : ExpectedPiece.Nothing;
                return Place(text, start, at, isOpen);
            }

            if (token.Kind == FilterTokenKind.End)
            {
                return Place(text, at, at, isOpen: false);
            }

            end = token.Start + token.Raw.Length;
            if (end == at && IsBeingWritten(token))
            {
                return Place(text, token.Start, at, isOpen: false);
            }

            Take(token);
        }
    }

    private int Skip(int from)
    {
        while (from < _source.Text.Length && char.IsWhiteSpace(_source.Text[from]))
        {
            from++;
        }

        return from;
    }

    // An operator of signs that the field takes is whole; a word may always go on.
    private bool IsBeingWritten(FilterToken token) => token.Kind switch
    {
        FilterTokenKind.Word or FilterTokenKind.Number => true,
        FilterTokenKind.Comparator => _expected == ExpectedPiece.Operator && (Known(token.Raw) is null || _field!.Rule.TextOperators.Count == 0),
        _ => false,
    };

    private void Take(FilterToken token) => _expected = _expected switch
    {
        ExpectedPiece.Condition => AfterCondition(token),
        ExpectedPiece.Operator => AfterOperator(token),
        ExpectedPiece.Value when token.Kind is FilterTokenKind.Text or FilterTokenKind.Number => ExpectedPiece.Connective,
        ExpectedPiece.ListStart when token.Kind == FilterTokenKind.Open => ExpectedPiece.ListValue,
        ExpectedPiece.ListValue when token.Kind == FilterTokenKind.Text => ExpectedPiece.ListNext,
        ExpectedPiece.ListNext when token.Kind == FilterTokenKind.Comma => ExpectedPiece.ListValue,
        ExpectedPiece.ListNext when token.Kind == FilterTokenKind.Close => ExpectedPiece.Connective,
        ExpectedPiece.Connective when token.Is("AND") || token.Is("OR") => ExpectedPiece.Condition,
        ExpectedPiece.Connective when token.Kind == FilterTokenKind.Close && _depth-- > 0 => ExpectedPiece.Connective,
        _ => ExpectedPiece.Nothing,
    };

    private ExpectedPiece AfterCondition(FilterToken token)
    {
        if (token.Kind == FilterTokenKind.Open)
        {
            _depth++;
            return ExpectedPiece.Condition;
        }

        if (token.Is("NOT"))
        {
            return ExpectedPiece.Condition;
        }

        try
        {
            _field = token.MayBeField ? _fields.Read(_source, token) : null;
            return _field is null ? ExpectedPiece.Nothing : ExpectedPiece.Operator;
        }
        catch (InvalidFilterException)
        {
            return ExpectedPiece.Nothing;
        }
    }

    private ExpectedPiece AfterOperator(FilterToken token)
    {
        if (_not is null && token.Is("NOT"))
        {
            _not = token;
            return ExpectedPiece.Operator;
        }

        _operator = Known(_not is null ? token.Raw : "NOT " + token.Raw);
        _not = null;
        return _operator switch
        {
            null => ExpectedPiece.Nothing,
            { } known when known.TakesList() => ExpectedPiece.ListStart,
            _ => ExpectedPiece.Value,
        };
    }

    private FilterOperator? Known(string spelling) =>
        FilterOperators.Of(spelling) is { } known && _field!.Rule.Operators.Contains(known) ? known : null;

    private CompletionPlace Place(string text, int start, int at, bool isOpen)
    {
        var typed = text[start..at];
        if (_not is { } not)
        {
            (start, typed) = (not.Start, "NOT " + typed);
        }

        return new CompletionPlace(_expected, start, EndOf(text, start, at, isOpen), typed)
        {
            Field = _field,
            Operator = _operator,
            Depth = _depth,
            NeedsSpace = start == at && at > 0 && !char.IsWhiteSpace(text[at - 1]) && text[at - 1] is not ('(' or ','),
        };
    }

    // The cursor may stand inside a word: all of it is replaced. Of an open text only the quote that the cursor stands before, since nobody knows where it was meant to end.
    private static int EndOf(string text, int start, int at, bool isOpen)
    {
        if (isOpen)
        {
            var quote = text[start..at].First(FilterQuotes.IsQuote);
            return at < text.Length && text[at] == quote ? at + 1 : at;
        }

        var end = at;
        while (start < at && end < text.Length && FilterLexer.IsBare(text[end].ToString()))
        {
            end++;
        }

        return end;
    }
}
