using System.Collections;

namespace OtelBridge;

/// <summary>One page of a search.</summary>
/// <param name="items">What was found.</param>
/// <param name="token">Where the next page begins; null on the last page.</param>
public sealed class PagedList<T>(IReadOnlyList<T> items, string? token) : IReadOnlyList<T>
{
    /// <summary>Gets where the next page begins: give it to the same search again.</summary>
    /// <value>Null on the last page.</value>
    public string? Token { get; } = string.IsNullOrEmpty(token) ? null : token;

    /// <summary>Gets how many items the page has.</summary>
    public int Count => items.Count;

    /// <summary>Gets an item by its place.</summary>
    public T this[int index] => items[index];

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
