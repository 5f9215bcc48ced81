using System.Collections;

namespace OtelBridge.Entities;

/// <summary>The spans of one trace in MLflow's order, and who is whose child.</summary>
/// <remarks>Immutable. Bad traces are kept as they are: of spans with one id the first counts as parent, and a parent may be missing.</remarks>
internal sealed class SpanList : IReadOnlyList<Span>
{
    private readonly Span[] _spans;
    private readonly Lazy<Dictionary<string, Span>> _byId;
    private readonly Lazy<ILookup<string, Span>> _children;

    private SpanList(Span[] spans)
    {
        _spans = spans;
        _byId = new(() => spans.DistinctBy(static span => span.SpanId).ToDictionary(static span => span.SpanId));
        _children = new(() => spans.Where(static span => span.ParentId is not null).ToLookup(static span => span.ParentId ?? string.Empty));
    }

    public int Count => _spans.Length;

    /// <summary>The first span without a parent.</summary>
    public Span? Root => _spans is [{ ParentId: null } root, ..] ? root : null;

    public Span this[int index] => _spans[index];

    /// <summary>Orders spans: those without a parent first, then by their start; those that start together keep their order.</summary>
    public static SpanList Of(IReadOnlyList<Span> spans) =>
        spans as SpanList ?? new SpanList([.. spans.OrderBy(static span => span.ParentId is not null).ThenBy(static span => span.StartTimeNs)]);

    public Span? Find(string spanId) => _byId.Value.GetValueOrDefault(spanId);

    public IEnumerable<Span> ChildrenOf(string spanId) => _children.Value[spanId];

    public IEnumerator<Span> GetEnumerator() => _spans.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
