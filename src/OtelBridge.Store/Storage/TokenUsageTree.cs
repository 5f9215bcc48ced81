using OtelBridge.Dialects;

namespace OtelBridge.Store.Storage;

/// <summary>The token usage of a trace: the sum over spans that carry a usage and have no ancestor that carries one.</summary>
/// <remarks>
/// Source: MLflow's client-side aggregation. An agent's span often repeats the sum of the model calls below it; counting both would double it. Spans whose
/// parent is unknown count as roots. Spans may come in any order, and lead to the same sum. Grows span by span: a span is covered by an ancestor at most
/// once, so a trace of n spans costs n steps however they arrive.
/// </remarks>
internal sealed class TokenUsageTree
{
    private readonly Dictionary<long, Node> _nodes = []; // one for each span and each parent that is still unknown

    /// <summary>Gets the sum; null while no span carries a usage.</summary>
    public SpanTokenUsage? Total { get; private set; }

    public int Count => _nodes.Count;

    public static TokenUsageTree Of(IEnumerable<SpanUsage> spans)
    {
        var tree = new TokenUsageTree();
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
            var parent = GetOrAdd(parentId);
            parent.Children.Add(node);
            node.IsCovered = parent.CoversChildren;
        }

        if (span.TokenUsage is { } usage)
        {
            Total = (Total ?? default) + (node.IsCovered ? default : usage);
        }

        if (node.CoversChildren)
        {
            CoverBelow(node);
        }

        return true;
    }

    /// <summary>Takes out what was counted below a span that turns out to cover it.</summary>
    private void CoverBelow(Node node)
    {
        var open = new Stack<Node>([node]);
        while (open.TryPop(out var covering))
        {
            foreach (var child in covering.Children)
            {
                if (child.IsCovered)
                {
                    continue; // and so is everything below it
                }

                if (child.Span.TokenUsage is { } usage)
                {
                    Total -= usage; // everything below it was covered by it before
                }
                else
                {
                    open.Push(child);
                }

                child.IsCovered = true;
            }
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

        public SpanUsage Span { get; set; }

        /// <summary>Gets or sets whether the span has come; until then it is only somebody's parent.</summary>
        public bool IsKnown { get; set; }

        /// <summary>Gets or sets whether an ancestor carries a usage.</summary>
        public bool IsCovered { get; set; }

        public bool CoversChildren => IsCovered || Span.TokenUsage is not null;
    }
}
