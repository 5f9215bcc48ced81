namespace OtelBridge.Web.Content;

/// <summary>The beginning of a text that may be long.</summary>
/// <param name="Text">What is shown.</param>
/// <param name="Length">How long the whole text is; in bytes of JSON where it was not decoded.</param>
/// <param name="Next">Where the rest begins, as whoever gives the rest counts.</param>
public sealed record TextCut(string Text, long Length, int Next)
{
    public static readonly TextCut Empty = new("", 0, 0);

    /// <summary>Gets whether there is more.</summary>
    public bool IsCut => Next < Length;

    /// <summary>Cuts a text, never inside of a character.</summary>
    public static TextCut Of(string text, int max, int from = 0)
    {
        ArgumentNullException.ThrowIfNull(text);
        from = Math.Clamp(from, 0, text.Length);
        var end = End(text, from + max);
        return new TextCut(text[from..end], text.Length, end);
    }

    /// <summary>Where a text may end at a number of characters or shortly before.</summary>
    public static int End(string text, int max)
    {
        ArgumentNullException.ThrowIfNull(text);
        return max >= text.Length ? text.Length : max > 0 && char.IsHighSurrogate(text[max - 1]) ? max - 1 : Math.Max(max, 0);
    }
}
