using System.Globalization;

namespace OtelBridge.Store.Search;

/// <summary>Cuts a filter into tokens, e.g. <c>tags.`my tag` != "x y" AND execution_time_ms >= 1.5e3</c>. Knows no field and no keyword.</summary>
/// <param name="source">The text.</param>
internal sealed class FilterLexer(FilterSource source)
{
    private const string Comparators = "=!<>~";

    // Beside letters, digits and everything beyond ASCII: what keys of attributes and tags hold in practice, so that few need quotes.
    private const string WordPunctuation = "_.-:/@$#+";

    private readonly string _text = source.Text;

    private int _position;

    /// <summary>Takes the next token; the end again and again after the last.</summary>
    /// <exception cref="InvalidFilterException">A quote is never closed, or a number is out of range.</exception>
    public FilterToken Next()
    {
        while (_position < _text.Length && char.IsWhiteSpace(_text[_position]))
        {
            _position++;
        }

        var start = _position;
        if (start == _text.Length)
        {
            return new FilterToken(FilterTokenKind.End, start, "");
        }

        var kind = _text[start] switch
        {
            '(' => One(FilterTokenKind.Open),
            ')' => One(FilterTokenKind.Close),
            ',' => One(FilterTokenKind.Comma),
            '\'' => Text(),
            '"' => TextOrWord(),
            '`' => Word(),
            var c when Comparators.Contains(c, StringComparison.Ordinal) => Comparator(),
            var c when IsWord(c) => Word(),
            _ => One(FilterTokenKind.Stray),
        };
        return new FilterToken(kind, start, _text[start.._position]);
    }

    /// <summary>Whether a key of these characters needs no quotes.</summary>
    public static bool IsBare(string key) => key.Length > 0 && key.All(IsWord);

    private FilterTokenKind One(FilterTokenKind kind)
    {
        _position++;
        return kind;
    }

    private FilterTokenKind Comparator()
    {
        while (_position < _text.Length && Comparators.Contains(_text[_position], StringComparison.Ordinal))
        {
            _position++;
        }

        return FilterTokenKind.Comparator;
    }

    private FilterTokenKind Text()
    {
        _position = AfterQuoted(_position);
        return FilterTokenKind.Text;
    }

    // "red" is a value or a quoted key, which only the place tells; "tags".color can only be a field.
    private FilterTokenKind TextOrWord()
    {
        var end = AfterQuoted(_position);
        if (end < _text.Length && _text[end] == '.')
        {
            return Word();
        }

        _position = end;
        return FilterTokenKind.Text;
    }

    // Parts joined by dots, each bare or wholly in quotes: span.attributes.`my key`, request_metadata."mlflow.trace.user".
    private FilterTokenKind Word()
    {
        var start = _position;
        var hasQuotes = false;
        var partStarts = true;
        while (_position < _text.Length)
        {
            var c = _text[_position];
            if (partStarts && FilterQuotes.IsQuote(c))
            {
                _position = AfterQuoted(_position);
                hasQuotes = true;
                if (_position < _text.Length && _text[_position] != '.')
                {
                    break;
                }

                partStarts = false;
            }
            else if (IsWord(c))
            {
                partStarts = c == '.';
                _position++;
            }
            else
            {
                break;
            }
        }

        return !hasQuotes && IsNumber(start) ? FilterTokenKind.Number : FilterTokenKind.Word;
    }

    private bool IsNumber(int start)
    {
        var word = _text.AsSpan(start, _position - start);
        var digits = word.TrimStart("+-.");
        if (digits.IsEmpty || !char.IsAsciiDigit(digits[0])
            || !double.TryParse(word, FilterNumber.Style, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        return double.IsFinite(number)
            ? true
            : throw source.Error(start, $"Invalid number '{FilterSource.Shortened(word.ToString())}'", "a number that a double can hold");
    }

    private int AfterQuoted(int start)
    {
        var end = FilterQuotes.End(_text, start);
        return end > 0
            ? end
            : throw source.InvalidClause(start, $"a closing {_text[start]}", "A quote inside is written twice.");
    }

    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || WordPunctuation.Contains(c, StringComparison.Ordinal)
        || (c > '\x7f' && !char.IsWhiteSpace(c) && !char.IsControl(c));
}
