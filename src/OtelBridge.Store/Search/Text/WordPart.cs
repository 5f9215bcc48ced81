namespace OtelBridge.Store.Search.Text;

/// <summary>A word, or a part of one, that a text must have.</summary>
/// <param name="Text">Folded.</param>
/// <param name="IsStart">Whether the word begins with it.</param>
/// <param name="IsEnd">Whether the word ends with it.</param>
internal sealed record WordPart(string Text, bool IsStart, bool IsEnd);
