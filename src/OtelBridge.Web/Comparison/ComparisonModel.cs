using OtelBridge.Tracking.V1;

namespace OtelBridge.Web.Comparison;

/// <summary>Two traces beside each other.</summary>
/// <param name="Address">What was asked for.</param>
/// <param name="Left">Record of the left trace.</param>
/// <param name="Right">Record of the right trace.</param>
/// <param name="Facts">What is said of both.</param>
/// <param name="Rows">Their spans.</param>
/// <param name="Pair">The row that is looked at; null when the traces have no spans.</param>
public sealed record ComparisonModel(
    ComparisonAddress Address, TraceInfo Left, TraceInfo Right, IReadOnlyList<ComparedFact> Facts, ComparedRows Rows, ComparedPair? Pair)
{
    private const double LittleInCommon = 0.25;

    /// <summary>Gets the address of the same with the sides changed.</summary>
    public string SwapLink { get; private init; } = "";

    /// <summary>Gets whether inputs and outputs of all spans were compared, or only of the one that is looked at.</summary>
    public bool HasContent { get; private init; }

    /// <summary>Gets what people should know before they read on; empty for nothing.</summary>
    public string Notice =>
        Left.TraceId == Right.TraceId ? "This is one and the same trace on both sides. Pick another one to see what differs."
        : Rows.All == 0 ? "Neither of the two traces has a span yet."
        : Rows.All > 2 && Rows.Paired < LittleInCommon * Rows.All ? "These two traces have little in common: most of their spans stand alone."
        : "";

    internal static ComparisonModel Of(ComparisonAddress address, Trace left, Trace right)
    {
        var (leftTree, rightTree) = (ComparedTree.Of(left), ComparedTree.Of(right));
        var aligned = TreeAlignment.Align(leftTree, rightTree);
        var chosen = address.Span.Length == 0 ? -1 : aligned.FindIndex(row => ComparisonAddress.KeyOf(row) == address.Span || row.Right?.Id == address.Span);
        chosen = chosen < 0 ? Math.Min(0, aligned.Count - 1) : chosen;
        return new ComparisonModel(
            address, left.Info, right.Info, ComparedFacts.Of(left, right), ComparedRows.Of(aligned, chosen, address.OnlyDifferences, address.ShowsAll),
            chosen < 0 ? null : PairOf(aligned[chosen]))
        {
            SwapLink = address.Swapped(chosen < 0 ? null : aligned[chosen]).Link,
            HasContent = leftTree.HasContent && rightTree.HasContent,
        };
    }

    private static ComparedPair PairOf(AlignedSpan row) =>
        new(ComparedRow.Of(row), row.Left?.Id ?? "", row.Right?.Id ?? "", SpanDifference.Of(row.Left?.Span, row.Right?.Span));
}
