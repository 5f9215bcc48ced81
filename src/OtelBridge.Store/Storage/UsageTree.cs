using OtelBridge.Dialects;
using OtelBridge.Store.Model;

namespace OtelBridge.Store.Storage;

/// <summary>The token usage and the cost of a trace: each the sum over spans that carry one and have no ancestor that carries one.</summary>
/// <remarks>
/// Source: MLflow's client-side aggregation. An agent's span often repeats the sum of the model calls below it; counting both would double it. Spans whose
/// parent is unknown count as roots. Spans may come in any order, and lead to the same sum. Grows span by span: a span is covered by an ancestor at most
/// once, and learns at most once that something below it carries a usage, so a trace of n spans costs n steps however they arrive.
/// </remarks>
internal sealed class UsageTree
{
    private readonly Dictionary<long, Node> _nodes = []; // one for each span and each parent that is still unknown
    private readonly CostTally _cost = new();
    private SpanTokenUsage? _tokens;
    private long _unpriced;

    [Flags]
    private enum Carried
    {
        None = 0,
        Tokens = 1,
        Cost = 2,
    }

    /// <summary>Gets the sums.</summary>
    /// <remarks>A span with tokens and without a cost is not counted as unpriced where an ancestor's cost may contain it, nor where it repeats what is below it.</remarks>
    public TraceUsage Total => new(_tokens, _cost.Sum, _unpriced);

    public int Count => _nodes.Count;

    public static UsageTree Of(IEnumerable<SpanUsage> spans)
    {
        var tree = new UsageTree();
        foreach (var span in spans)
        {
            tree.TryAdd(span);
        }

        return tree;
    }

    /// <summary>Adds a span. False when it was added before with another parent or usage: then the tree no longer fits, and is to be built anew.</summary>
    public bool TryAdd(SpanUsage span)
    {
        var node = GetOrAdd(span.SpanId);
        if (node.IsKnown)
        {
            return node.Span == span;
        }

        node.Span = span;
        node.IsKnown = true;
        if (span.ParentSpanId is { } parentId && parentId != span.SpanId)
        {
            node.Parent = GetOrAdd(parentId);
            node.Parent.Children.Add(node);
            node.Covered = node.Parent.CoversChildren;
        }

        if (span.TokenUsage is { } tokens)
        {
            _tokens = (_tokens ?? default) + (node.Covered.HasFlag(Carried.Tokens) ? default : tokens);
        }

        if (span.Cost is { } cost && !node.Covered.HasFlag(Carried.Cost))
        {
            _cost.Add(cost);
        }

        _unpriced += node.IsUnpriced ? 1 : 0;
        CoverBelow(node, Carried.Tokens);
        CoverBelow(node, Carried.Cost);
        if (node.Carries != Carried.None || node.HasCarrierBelow)
        {
            MarkAbove(node);
        }

        return true;
    }

    /// <summary>Takes out what was counted below a span that turns out to cover it.</summary>
    private void CoverBelow(Node node, Carried kind)
    {
        if (!node.CoversChildren.HasFlag(kind) || node.Children.Count == 0)
        {
            return;
        }

        var open = new Stack<Node>([node]);
        while (open.TryPop(out var covering))
        {
            foreach (var child in covering.Children)
            {
                if (child.Covered.HasFlag(kind))
                {
                    continue; // and so is everything below it
                }

                _unpriced -= child.IsUnpriced ? 1 : 0;
                child.Covered |= kind;
                _unpriced += child.IsUnpriced ? 1 : 0;
                if (child.Carries.HasFlag(kind))
                {
                    TakeOut(child, kind); // everything below it was covered by it before
                }
                else
                {
                    open.Push(child);
                }
            }
        }
    }

    private void TakeOut(Node node, Carried kind)
    {
        if (kind == Carried.Tokens)
        {
            _tokens -= node.Span.TokenUsage;
        }
        else if (node.Span.Cost is { } cost)
        {
            _cost.Remove(cost);
        }
    }

    private void MarkAbove(Node node)
    {
        for (var above = node.Parent; above is { HasCarrierBelow: false }; above = above.Parent)
        {
            _unpriced -= above.IsUnpriced ? 1 : 0;
            above.HasCarrierBelow = true;
        }
    }

    private Node GetOrAdd(long spanId)
    {
        if (!_nodes.TryGetValue(spanId, out var node))
        {
            _nodes[spanId] = node = new Node();
        }

        return node;
    }

    private sealed class Node
    {
        public List<Node> Children { get; } = [];

        public Node? Parent { get; set; }

        public SpanUsage Span { get; set; }

        /// <summary>Gets or sets whether the span has come; until then it is only somebody's parent.</summary>
        public bool IsKnown { get; set; }

        /// <summary>Gets or sets what an ancestor carries.</summary>
        public Carried Covered { get; set; }

        public bool HasCarrierBelow { get; set; }

        public Carried Carries =>
            (Span.TokenUsage is null ? Carried.None : Carried.Tokens) | (Span.Cost is null ? Carried.None : Carried.Cost);

        public Carried CoversChildren => Covered | Carries;

        public bool IsUnpriced => Carries == Carried.Tokens && !Covered.HasFlag(Carried.Cost) && !HasCarrierBelow;
    }
}
