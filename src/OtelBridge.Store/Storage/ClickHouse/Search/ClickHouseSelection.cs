namespace OtelBridge.Store.Storage.ClickHouse.Search;

/// <summary>Traces of a filter, as <c>FROM traces t WHERE …</c>: the row that counts of each, once.</summary>
/// <param name="Where">The condition.</param>
/// <param name="Values">The values that it names; a statement that needs more takes a copy.</param>
internal sealed record ClickHouseSelection(string Where, ClickHouseValues Values);
