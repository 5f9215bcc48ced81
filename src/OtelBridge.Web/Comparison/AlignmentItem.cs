namespace OtelBridge.Web.Comparison;

/// <summary>What the alignment of two sequences knows of an item.</summary>
/// <param name="Label">What it is. Items of different labels are never paired.</param>
/// <param name="Shape">What lies below it.</param>
/// <param name="Content">What it worked on.</param>
internal readonly record struct AlignmentItem(ulong Label, ulong Shape, ulong Content)
{
    /// <summary>How well two items fit; zero when they cannot be paired. A pair counts more than how alike the two are.</summary>
    public static int Score(in AlignmentItem left, in AlignmentItem right) =>
        left.Label != right.Label ? 0 : 4 + (left.Content == right.Content ? 2 : 0) + (left.Shape == right.Shape ? 1 : 0);
}
