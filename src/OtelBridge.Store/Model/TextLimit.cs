namespace OtelBridge.Store.Model;

/// <summary>Cuts text to the width of a column.</summary>
internal static class TextLimit
{
    /// <summary>Keeps the first characters, never half of a pair of surrogates.</summary>
    public static string Cut(string text, int length) => text.Length <= length
        ? text
        : text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];
}
