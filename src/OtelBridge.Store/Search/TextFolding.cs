namespace OtelBridge.Store.Search;

/// <summary>What makes upper and lower case the same: every character's simple lower case, the same in the index, in SQL and in memory.</summary>
internal static class TextFolding
{
    public static string Fold(string text)
    {
        foreach (var c in text)
        {
            if (Fold(c) != c || char.IsHighSurrogate(c))
            {
                return string.Create(text.Length, text, static (target, source) => source.AsSpan().ToLowerInvariant(target));
            }
        }

        return text;
    }

    public static char Fold(char c) => char.ToLowerInvariant(c);
}
