namespace OtelBridge.Export.Writing;

/// <summary>How much of one attribute's value is written.</summary>
/// <param name="MaxLength">Longest text in characters, and most bytes.</param>
/// <param name="MaxItems">Most elements of an array or map.</param>
/// <param name="IsMarked">Whether a text that was cut says so.</param>
internal readonly record struct ValueBound(int MaxLength, int MaxItems, bool IsMarked)
{
    public static ValueBound None { get; } = new(int.MaxValue, int.MaxValue, false);

    public string Cut(string text) =>
        text.Length <= MaxLength ? text : string.Concat(Kept(text), IsMarked ? SpanTrim.Mark : string.Empty);

    // Half a surrogate pair would arrive as a replacement character.
    private ReadOnlySpan<char> Kept(string text) =>
        text.AsSpan(0, MaxLength > 0 && char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength);
}
