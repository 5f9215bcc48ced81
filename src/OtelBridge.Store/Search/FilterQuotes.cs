namespace OtelBridge.Store.Search;

/// <summary>Quoted text: backticks, single and double quotes. Inside, the quote itself is written twice; nothing else is escaped.</summary>
/// <remarks>MLflow leaves doubled quotes doubled, so that text with both kinds of quote cannot be asked for there.</remarks>
internal static class FilterQuotes
{
    /// <summary>Whether a character opens quoted text.</summary>
    public static bool IsQuote(char c) => c is '`' or '\'' or '"';

    /// <summary>Gives the place after the closing quote of the text that opens at a place; -1 when it is never closed.</summary>
    public static int End(string text, int start)
    {
        for (var i = start + 1; i < text.Length; i++)
        {
            if (text[i] != text[start])
            {
                continue;
            }

            if (i + 1 == text.Length || text[i + 1] != text[start])
            {
                return i + 1;
            }

            i++;
        }

        return -1;
    }

    /// <summary>Gives what stands between the quotes.</summary>
    public static string Content(string quoted)
    {
        var quote = quoted[..1];
        return quoted[1..^1].Replace(quote + quote, quote, StringComparison.Ordinal);
    }
}
