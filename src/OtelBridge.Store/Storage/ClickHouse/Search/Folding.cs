using System.Text;
using OtelBridge.Store.Search;

namespace OtelBridge.Store.Storage.ClickHouse.Search;

/// <summary>Says <see cref="TextFolding"/> to ClickHouse, whose own lower case differs for some letters: as a table of all letters that change.</summary>
internal static class Folding
{
    private static readonly (string From, string To) Letters = ReadLetters();
    private static readonly HashSet<int> Cased = [.. (Letters.From + Letters.To).EnumerateRunes().Select(static rune => rune.Value)];

    /// <summary>Gives the folded text of an expression.</summary>
    public static string Sql(string expression, ClickHouseValues values)
    {
        var (from, to) = values.AddOnce(nameof(Folding), static added => (added.Add(Letters.From), added.Add(Letters.To)));
        return $"if(isValidASCII({expression}), lower({expression}), translateUTF8({expression}, {from}, {to}))";
    }

    /// <summary>Whether a text is the same in upper and lower case, so that folded texts tell where it stands.</summary>
    public static bool IsCaseless(string text) => text.EnumerateRunes().All(static rune => !Cased.Contains(rune.Value));

    // Asked of the folding itself, with a letter in front so that it looks at the whole text.
    private static (string From, string To) ReadLetters()
    {
        var (from, to) = (new StringBuilder(), new StringBuilder());
        for (var code = (int)'A'; code <= 0x1FFFF; code++)
        {
            if (code is >= 0xD800 and <= 0xDFFF)
            {
                continue;
            }

            var letter = char.ConvertFromUtf32(code);
            var folded = TextFolding.Fold("A" + letter)[1..];
            if (folded != letter)
            {
                from.Append(letter);
                to.Append(folded);
            }
        }

        return (from.ToString(), to.ToString());
    }
}
