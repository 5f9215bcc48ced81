namespace OtelBridge.Store.Storage.Sql;

/// <summary>A trace as the text index is to know it.</summary>
/// <param name="Key">Its <c>trace_key</c>.</param>
/// <param name="State">What its words were read of.</param>
internal sealed record IndexedTrace(long Key, IndexState State)
{
    /// <summary>Gets the words. Bounded by <see cref="SqlTextIndex.MaxWordsPerTrace"/>.</summary>
    public HashSet<string> Words { get; } = new(StringComparer.Ordinal);
}
