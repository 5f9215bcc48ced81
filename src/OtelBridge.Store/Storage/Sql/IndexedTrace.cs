namespace OtelBridge.Store.Storage.Sql;

/// <summary>A trace as the text index knows it, or is to know it.</summary>
/// <param name="Key">Its <c>trace_key</c>.</param>
/// <param name="State">What its words were read of.</param>
internal sealed record IndexedTrace(long Key, IndexState State)
{
    /// <summary>Gets the words. Bounded by <see cref="SqlTextIndex.MaxWordsPerTrace"/>.</summary>
    public HashSet<string> Words { get; } = new(StringComparer.Ordinal);

    /// <summary>Gets a word of each span that has any: an index that holds none of these holds none of the spans. Mostly the same few, since they are keys.</summary>
    public HashSet<string> Marks { get; } = new(StringComparer.Ordinal);
}
