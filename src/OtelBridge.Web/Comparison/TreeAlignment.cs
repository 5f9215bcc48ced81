using System.Runtime.InteropServices;

namespace OtelBridge.Web.Comparison;

/// <summary>Lays two trees of spans beside each other: pairs have the same name and type and lie below pairs, in the order of both trees.</summary>
internal static class TreeAlignment
{
    // What all tables of one comparison have together: some tens of milliseconds. Wide levels that differ beyond it are paired more simply.
    private const int MaxCells = 4_000_000;

    /// <summary>Gives every span of both trees once, parents first.</summary>
    public static List<AlignedSpan> Align(ComparedTree left, ComparedTree right)
    {
        var alignment = new SequenceAlignment(MaxCells);
        var rows = new List<AlignedSpan>(Math.Max(left.Spans, right.Spans));
        var open = new Stack<AlignedSpan>(); // a stack of our own: a trace may be deeper than a thread's
        Push(open, Tops(alignment, left.Tops, right.Tops), 0);
        while (open.TryPop(out var row))
        {
            rows.Add(row);
            Push(open, Level(alignment, row.Left?.Children ?? [], row.Right?.Children ?? []), row.Depth + 1);
        }

        return rows;
    }

    // Roots that were renamed are still the two that people want to compare.
    private static List<(ComparedSpan? Left, ComparedSpan? Right)> Tops(SequenceAlignment alignment, IReadOnlyList<ComparedSpan> left, IReadOnlyList<ComparedSpan> right)
    {
        var level = Level(alignment, left, right);
        return left.Count > 0 && right.Count > 0 && level.TrueForAll(static row => row.Left is null || row.Right is null)
            ? [(left[0], right[0]), .. level.Where(row => row.Left != left[0] && row.Right != right[0])]
            : level;
    }

    private static List<(ComparedSpan? Left, ComparedSpan? Right)> Level(SequenceAlignment alignment, IReadOnlyList<ComparedSpan> left, IReadOnlyList<ComparedSpan> right)
    {
        var level = new List<(ComparedSpan? Left, ComparedSpan? Right)>(Math.Max(left.Count, right.Count));
        var (l, r) = (0, 0);
        if (left.Count > 0 && right.Count > 0)
        {
            foreach (var (leftAt, rightAt) in alignment.Align(Items(left), Items(right)))
            {
                Apart(leftAt, rightAt);
                level.Add((left[l++], right[r++]));
            }
        }

        Apart(left.Count, right.Count);
        return level;

        void Apart(int leftEnd, int rightEnd)
        {
            for (; l < leftEnd; l++)
            {
                level.Add((left[l], null));
            }

            for (; r < rightEnd; r++)
            {
                level.Add((null, right[r]));
            }
        }
    }

    private static ReadOnlySpan<AlignmentItem> Items(IReadOnlyList<ComparedSpan> spans)
    {
        var items = new List<AlignmentItem>(spans.Count);
        items.AddRange(spans.Select(static span => span.Item));
        return CollectionsMarshal.AsSpan(items);
    }

    private static void Push(Stack<AlignedSpan> open, List<(ComparedSpan? Left, ComparedSpan? Right)> level, int depth)
    {
        for (var i = level.Count - 1; i >= 0; i--)
        {
            open.Push(new AlignedSpan(level[i].Left, level[i].Right, depth));
        }
    }
}
