using System.Text;

namespace OtelBridge.Store.Search;

/// <summary>A field as written, cut at the first dot that is not in quotes, the quotes taken off: <c>span</c> and <c>attributes.my key</c>.</summary>
/// <param name="Entity">What stands before the dot; null without a dot.</param>
/// <param name="Key">What stands after it, or all.</param>
internal readonly record struct FilterIdentifier(string? Entity, string Key)
{
    /// <summary>Reads a word of the lexer, whose quotes are known to be closed.</summary>
    public static FilterIdentifier Of(string raw)
    {
        var bare = new StringBuilder(raw.Length);
        var dot = -1;
        for (var i = 0; i < raw.Length; i++)
        {
            if (FilterQuotes.IsQuote(raw[i]))
            {
                var end = FilterQuotes.End(raw, i);
                bare.Append(FilterQuotes.Content(raw[i..end]));
                i = end - 1;
                continue;
            }

            if (raw[i] == '.' && dot < 0)
            {
                dot = bare.Length;
            }

            bare.Append(raw[i]);
        }

        var text = bare.ToString();
        return dot < 0 ? new FilterIdentifier(null, text) : new FilterIdentifier(text[..dot], text[(dot + 1)..]);
    }
}
