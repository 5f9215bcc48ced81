namespace OtelBridge.Store.Storage.Search;

/// <summary>The page that a search fills: passes over so many matches, keeps so many, and learns whether there is one more.</summary>
internal sealed class SearchPage(int offset, int size)
{
    private bool _hasMore;

    /// <summary>Gets the positions of the page's traces; at most its size.</summary>
    public List<object?[]> Positions { get; } = [];

    /// <summary>Gets how many matches were passed over.</summary>
    public long Passed { get; private set; }

    /// <summary>Gets how many more are wanted.</summary>
    public long Missing => offset - Passed + size + 1 - Positions.Count;

    public bool IsFull => _hasMore;

    /// <summary>Gets whether there is a next page.</summary>
    public bool HasMore => _hasMore && Positions.Count > 0;

    public void Add(List<object?[]> matches)
    {
        foreach (var position in matches)
        {
            if (Passed < offset)
            {
                Passed++;
            }
            else if (Positions.Count < size)
            {
                Positions.Add(position);
            }
            else
            {
                _hasMore = true;
                return;
            }
        }
    }
}
