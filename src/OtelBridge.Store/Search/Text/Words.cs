namespace OtelBridge.Store.Search.Text;

/// <summary>Cuts text into the words that it is found by: runs of letters and digits, folded. Ideographs, which no blanks part, are words one by one.</summary>
/// <remarks>The same for the index, for queries and for looking into spans. Stored: a change needs every trace to be indexed again.</remarks>
internal static class Words
{
    /// <summary>The longest word. Of longer runs (encoded data mostly) the beginning is kept, and <see cref="More"/> says that there is more.</summary>
    public const int MaxLength = 64;

    /// <summary>In place of what the index does not hold: a trace with it may have any word. Of private characters, as no text has them in a word.</summary>
    public const string More = "\uE000more";

    private const char KeyMark = '\uE001';
    private const char KeyPunctuation = '\uE002';

    /// <summary>Adds the words of a text, at most until there are so many.</summary>
    public static void Collect(string text, HashSet<string> words, int most = int.MaxValue)
    {
        var lookup = words.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> folded = stackalloc char[MaxLength];
        foreach (var run in Runs(text))
        {
            var length = Math.Min(run.Length, MaxLength);
            text.AsSpan(run.Start, length).ToLowerInvariant(folded);
            if (run.Length > MaxLength)
            {
                words.Add(More);
            }

            if (words.Count >= most)
            {
                words.Add(More);
                return;
            }

            lookup.Add(folded[..length]);
        }
    }

    /// <summary>Gives the places of the words of a text, not cut and not folded.</summary>
    public static IEnumerable<(int Start, int Length)> Runs(string text)
    {
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            var isIdeograph = i < text.Length && IsIdeograph(text[i]);
            if (i < text.Length && !isIdeograph && char.IsLetterOrDigit(text[i]))
            {
                start = start < 0 ? i : start;
                continue;
            }

            if (start >= 0)
            {
                yield return (start, i - start);
                start = -1;
            }

            if (isIdeograph)
            {
                yield return (i, 1);
            }
        }
    }

    /// <summary>Gives the word that stands for the key of an attribute, which is none of a text's.</summary>
    public static string OfKey(string key) => KeyMark + string.Create(Math.Min(key.Length, MaxLength), key, static (target, source) =>
    {
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = char.IsLetterOrDigit(source[i]) ? source[i] : KeyPunctuation;
        }
    });

    /// <summary>Whether a word of the index is one that a text has.</summary>
    public static bool IsOfText(string word) => word[0] is < '\uE000' or > '\uE002';

    /// <summary>Whether a character is a word of its own: kana and Chinese characters.</summary>
    public static bool IsIdeograph(char c) => c is (>= '\u3041' and <= '\u30FF') or (>= '\u3400' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF');
}
