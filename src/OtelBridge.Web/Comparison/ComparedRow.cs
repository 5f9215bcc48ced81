namespace OtelBridge.Web.Comparison;

/// <summary>A row of the two trees as a page shows it.</summary>
/// <param name="Key">What the address calls it.</param>
/// <param name="Depth">How deep it lies.</param>
/// <param name="Name">Name of the span; of the left one where they differ.</param>
/// <param name="Type">Type of the span.</param>
/// <param name="Kind">On which sides it is, and whether it is the same there.</param>
public sealed record ComparedRow(string Key, int Depth, string Name, string Type, DifferenceKind Kind)
{
    private const int MaxDepth = 16;

    /// <summary>Gets what is different, in words.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    public long? LeftDuration { get; init; }

    public long? RightDuration { get; init; }

    public long? LeftTokens { get; init; }

    public long? RightTokens { get; init; }

    /// <summary>Gets what the left one cost, in picodollars.</summary>
    public long? LeftCost { get; init; }

    /// <summary>Gets what the right one cost, in picodollars.</summary>
    public long? RightCost { get; init; }

    // Reckoned when asked for: most rows of a large trace are never shown.
    public Delta? Duration => Delta.Duration(LeftDuration, RightDuration);

    public Delta? Tokens => Delta.Tokens(LeftTokens, RightTokens);

    public Delta? Cost => Delta.Cost(LeftCost, RightCost);

    public bool LeftFailed { get; init; }

    public bool RightFailed { get; init; }

    /// <summary>Gets how far it is moved in; deeper trees than a page is wide do not move on.</summary>
    public int Indent => Math.Min(Depth, MaxDepth);

    internal static ComparedRow Of(AlignedSpan row)
    {
        var (left, right) = (row.Left, row.Right);
        var span = (left ?? right)!;
        var changes = left is null || right is null ? [] : ChangesOf(left, right);
        var kind = left is null ? DifferenceKind.OnlyRight : right is null ? DifferenceKind.OnlyLeft : changes.Count > 0 ? DifferenceKind.Changed : DifferenceKind.Same;
        return new ComparedRow(ComparisonAddress.KeyOf(row), row.Depth, Short(span.Name), span.Type, kind)
        {
            Changes = changes,
            LeftDuration = left?.DurationNano,
            RightDuration = right?.DurationNano,
            LeftTokens = left?.Tokens?.Total,
            RightTokens = right?.Tokens?.Total,
            LeftCost = left?.Cost,
            RightCost = right?.Cost,
            LeftFailed = left?.HasFailed ?? false,
            RightFailed = right?.HasFailed ?? false,
        };
    }

    private static List<string> ChangesOf(ComparedSpan left, ComparedSpan right)
    {
        var changes = new List<string>();
        Note(left.Name != right.Name || left.Type != right.Type, $"now {Short(right.Name)}");
        Note(!left.HasFailed && right.HasFailed, "fails now");
        Note(left.HasFailed && !right.HasFailed, "no longer fails");
        Note(left.Inputs != right.Inputs, "inputs");
        Note(left.Outputs != right.Outputs, "outputs");
        Note(left.Tokens != right.Tokens, "tokens");
        Note(IsNotable(left.DurationNano, right.DurationNano), "time");
        return changes;

        void Note(bool isSo, string change)
        {
            if (isSo)
            {
                changes.Add(change);
            }
        }
    }

    // No two calls take equally long: a difference is what people would look into.
    private static bool IsNotable(long? left, long? right)
    {
        const long Least = 20_000_000;
        const double Factor = 1.5;
        return left is { } a && right is { } b ? Math.Abs((double)a - b) >= Least && Math.Max(a, b) >= Factor * Math.Min(a, b) : left != right;
    }

    private static string Short(string name) => name.Length switch
    {
        0 => "(no name)",
        <= 200 => name,
        _ => $"{name[..200]}…",
    };
}
