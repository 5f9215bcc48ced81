namespace OtelBridge.Store.Storage;

/// <summary>The trees of traces that are growing, so that a trace whose spans come one by one is not read again for each of them.</summary>
/// <remarks>Belongs to the one thread that writes. Holds only what the store holds: after a rollback it is cleared. Where several servers write one store,
/// a tree also has the revision of its trace, and goes when another server has written since.</remarks>
internal sealed class UsageTrees
{
    // About 150 bytes each. Beyond it the traces that were not extended for longest are let go, and read again when they are.
    private const int MaxSpans = 250_000;

    private readonly Dictionary<long, LinkedListNode<Entry>> _byKey = [];
    private readonly LinkedList<Entry> _byUse = []; // the latest first
    private int _spans;

    /// <summary>Adds spans that were stored to the tree of their trace, or builds the tree.</summary>
    /// <param name="traceKey">The trace.</param>
    /// <param name="added">The spans that were stored.</param>
    /// <param name="readAll">Reads every stored span of the trace, <paramref name="added"/> included.</param>
    public UsageTree Extend(long traceKey, IEnumerable<SpanUsage> added, Func<IEnumerable<SpanUsage>> readAll)
    {
        var tree = Take(traceKey);
        if (tree is null || !added.All(tree.TryAdd))
        {
            tree = UsageTree.Of(readAll());
        }

        _byKey[traceKey] = _byUse.AddFirst(new Entry(traceKey, tree));
        _spans += tree.Count;
        while (_spans > MaxSpans && _byUse.Last is { } last)
        {
            Take(last.Value.Key);
        }

        return tree;
    }

    /// <summary>Lets go of a trace that has changed without being extended here.</summary>
    public void Forget(long traceKey) => Take(traceKey);

    /// <summary>Notes which revision of its trace a tree holds.</summary>
    public void Mark(long traceKey, long revision)
    {
        if (_byKey.TryGetValue(traceKey, out var node))
        {
            node.Value.Revision = revision;
        }
    }

    /// <summary>Lets go of a trace that stands at another revision than its tree.</summary>
    public void ForgetUnless(long traceKey, long revision)
    {
        if (_byKey.TryGetValue(traceKey, out var node) && node.Value.Revision != revision)
        {
            Take(traceKey);
        }
    }

    public bool Contains(long traceKey) => _byKey.ContainsKey(traceKey);

    public void Clear()
    {
        _byKey.Clear();
        _byUse.Clear();
        _spans = 0;
    }

    private UsageTree? Take(long traceKey)
    {
        if (!_byKey.Remove(traceKey, out var node))
        {
            return null;
        }

        _byUse.Remove(node);
        _spans -= node.Value.Tree.Count;
        return node.Value.Tree;
    }

    private sealed class Entry(long key, UsageTree tree)
    {
        public long Key => key;

        public UsageTree Tree => tree;

        public long Revision { get; set; }
    }
}
