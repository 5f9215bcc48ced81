using System.Globalization;
using System.Text;

namespace OtelBridge.Masking;

/// <summary>Reads a path, for example <c>$.messages[*]['a b', "c"]..d[0]</c>.</summary>
internal sealed class JsonPathParser(string text)
{
    private const string Understood = "of paths, names, *, indexes from 0, several of them with commas, and .. are understood";

    private int _at;

    /// <summary>The steps of the path; null, and why, when it is none.</summary>
    public IReadOnlyList<JsonPathSegment>? Parse(out string reason)
    {
        reason = "a path begins with $";
        if (!Take('$'))
        {
            return null;
        }

        // At most MaxSegments.
        var segments = new List<JsonPathSegment>();
        while (_at < text.Length)
        {
            reason = $"it cannot be read at character {(_at + 1).ToString(CultureInfo.InvariantCulture)}; {Understood}";
            if (Segment() is not { } segment)
            {
                return null;
            }

            segments.Add(segment);
            if (segments.Count > JsonPath.MaxSegments)
            {
                reason = "it has more than 63 steps";
                return null;
            }
        }

        return segments;
    }

    private JsonPathSegment? Segment()
    {
        var isDot = Take('.');
        var isDeep = isDot && Take('.');
        if (Take('['))
        {
            return isDot && !isDeep ? null : Brackets(isDeep);
        }

        if (!isDot)
        {
            return null;
        }

        if (Take('*'))
        {
            return new JsonPathSegment(isDeep, IsAny: true, [], []);
        }

        return PlainName() is { } name ? new JsonPathSegment(isDeep, IsAny: false, [name], []) : null;
    }

    private JsonPathSegment? Brackets(bool isDeep)
    {
        var (isAny, names, indexes) = (false, new List<string>(), new List<int>());
        do
        {
            Blanks();
            if (Take('*'))
            {
                isAny = true;
            }
            else if (Peek() is '\'' or '"')
            {
                if (QuotedName() is not { } name)
                {
                    return null;
                }

                names.Add(name);
            }
            else if (Index() is { } index)
            {
                indexes.Add(index);
            }
            else
            {
                return null;
            }

            Blanks();
        }
        while (Take(','));
        return Take(']') ? new JsonPathSegment(isDeep, isAny, names, indexes) : null;
    }

    // Also with a hyphen, which the standard wants in quotes: many keys of attributes have one.
    private string? PlainName()
    {
        var start = _at;
        while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] is '_' or '-' || text[_at] > 127))
        {
            _at++;
        }

        return _at > start && !char.IsAsciiDigit(text[start]) ? text[start.._at] : null;
    }

    private string? QuotedName()
    {
        var quote = text[_at++];
        var name = new StringBuilder();
        while (_at < text.Length && text[_at] != quote)
        {
            if (Character() is not { } character)
            {
                return null;
            }

            name.Append(character);
        }

        return Take(quote) ? name.ToString() : null;
    }

    private char? Character()
    {
        var character = text[_at++];
        if (character != '\\')
        {
            return character;
        }

        var escaped = JsonEscape.Read(text, _at, out var length);
        _at += length;
        return escaped;
    }

    private int? Index()
    {
        var start = _at;
        while (char.IsAsciiDigit(Peek()))
        {
            _at++;
        }

        return int.TryParse(text.AsSpan(start, _at - start), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;
    }

    private void Blanks()
    {
        while (Peek() is ' ' or '\t')
        {
            _at++;
        }
    }

    private char Peek() => _at < text.Length ? text[_at] : '\0';

    private bool Take(char character)
    {
        var isThere = _at < text.Length && text[_at] == character;
        _at += isThere ? 1 : 0;
        return isThere;
    }
}
