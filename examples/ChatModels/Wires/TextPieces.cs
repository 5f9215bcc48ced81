namespace ChatModels.Wires;

/// <summary>Cuts a text as models write it: a word with the space before it, at most so many characters.</summary>
internal static class TextPieces
{
    private const int Longest = 16 * 1024;

    public static IEnumerable<string> Of(string text)
    {
        var start = 0;
        while (start < text.Length)
        {
            var space = text.IndexOf(' ', start + 1);
            var end = Math.Min(space < 0 ? text.Length : space, start + Longest);
            yield return text[start..end];
            start = end;
        }
    }

    /// <summary>Cuts without regard to words, as arguments of tools arrive.</summary>
    public static IEnumerable<string> Of(string text, int length)
    {
        for (var start = 0; start < text.Length; start += length)
        {
            yield return text.Substring(start, Math.Min(length, text.Length - start));
        }
    }
}
