namespace OtelBridge.Store.Storage.Postgres;

/// <summary>The blocks that a transaction adds, and how it changes the number of spans that use them and others.</summary>
internal sealed class PostgresBlocks
{
    private readonly Dictionary<long, PayloadBlock> _added = []; // bounded by the group
    private readonly SortedDictionary<long, long> _uses = []; // by block: everybody locks them in one order

    /// <summary>Gets the new blocks that are in use, with the number of spans.</summary>
    public IReadOnlyList<(long Id, PayloadBlock Block, long Spans)> Added =>
        [.. _added.Where(block => _uses.GetValueOrDefault(block.Key) > 0).Select(block => (block.Key, block.Value, _uses[block.Key]))];

    /// <summary>Gets by how much the use of stored blocks changes.</summary>
    public IReadOnlyList<KeyValuePair<long, long>> Changed => [.. _uses.Where(use => use.Value != 0 && !_added.ContainsKey(use.Key))];

    public void Add(long id, PayloadBlock block) => _added.Add(id, block);

    public void AddUse(long id, long spans) => _uses[id] = _uses.GetValueOrDefault(id) + spans;

    /// <summary>Notes that all of it was written.</summary>
    public void Clear()
    {
        _added.Clear();
        _uses.Clear();
    }
}
