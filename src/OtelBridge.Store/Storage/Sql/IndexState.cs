namespace OtelBridge.Store.Storage.Sql;

/// <summary>What changes when the words of a trace do. Blocks are never written again: every span that is added or replaced changes their number or the newest.</summary>
/// <param name="Spans">How many spans there are.</param>
/// <param name="NewestBlock">The newest block that holds one of them.</param>
/// <param name="IsPending">Whether the index does not hold all of its words yet.</param>
/// <param name="IsStale">Whether the index may hold words of spans that were replaced.</param>
internal readonly record struct IndexState(long Spans, long NewestBlock, bool IsPending, bool IsStale)
{
    /// <summary>Whether the index holds exactly the words of the spans.</summary>
    public bool IsExact => !IsPending && !IsStale;

    /// <summary>Whether the spans are the same.</summary>
    public bool HasSpansOf(IndexState other) => (Spans, NewestBlock) == (other.Spans, other.NewestBlock);
}
