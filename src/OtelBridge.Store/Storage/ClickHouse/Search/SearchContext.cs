namespace OtelBridge.Store.Storage.ClickHouse.Search;

/// <summary>What the conditions of one search share.</summary>
/// <param name="UsesPatterns">Whether ClickHouse is asked to match regular expressions; not after it has refused one.</param>
internal sealed record SearchContext(bool UsesPatterns)
{
    /// <summary>Gets the values that SQL names.</summary>
    public ClickHouseValues Values { get; } = new();

    /// <summary>Gets or sets whether a condition asks the spans.</summary>
    public bool AsksSpans { get; set; }
}
