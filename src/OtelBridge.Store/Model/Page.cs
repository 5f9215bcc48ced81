namespace OtelBridge.Store.Model;

/// <summary>One page of a listing.</summary>
/// <param name="Items">The items, in the order of the listing.</param>
/// <param name="NextPageToken">Opaque; asks for the next page. Empty on the last page.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string NextPageToken);
