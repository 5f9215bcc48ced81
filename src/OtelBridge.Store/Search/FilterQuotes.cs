namespace OtelBridge.Store.Search;

/// <summary>Quoted text: backticks, single and double quotes.</summary>
internal static class FilterQuotes
{
    /// <summary>Whether a character opens quoted text.</summary>
    public static bool IsQuote(char c) => c is '`' or '\'' or '"';

    /// <summary>Gives the place after the closing quote of the text that opens at a place; -1 when it is never closed.</summary>
    /// <remarks>A doubled quote belongs to the text and does not close it; in backticks there is none.</remarks>
    public static int End(string text, int start)
    {
        var quote = text[start];
        for (var i = start + 1; i < text.Length; i++)
        {
            if (text[i] != quote)
            {
                continue;
            }

            if (quote == '`' || i + 1 == text.Length || text[i + 1] != quote)
            {
                return i + 1;
            }

            i++;
        }

        return -1;
    }
}
