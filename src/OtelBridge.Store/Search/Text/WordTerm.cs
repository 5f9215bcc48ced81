namespace OtelBridge.Store.Search.Text;

/// <summary>A word of the index, or the beginning of any number of them.</summary>
internal readonly record struct WordTerm(string Word, bool IsPrefix);
