namespace OtelBridge.Web.Comparison;

/// <summary>Pairs the items of two sequences: pairs never cross, and the sum of their scores is as large as can be.</summary>
/// <remarks>Exact while its tables fit into the given number of cells. What is beyond is cut at items that are equal in everything, and in the end paired by
/// their turn (the third <c>search</c> with the third <c>search</c>): never more work than sorting them.</remarks>
internal sealed class SequenceAlignment(int cells)
{
    // A table of its own stays small enough for the processor's caches to be of use.
    private const int MaxTable = 1_000_000;

    private int _cells = cells;

    /// <summary>Pairs the items of two sequences; pairs come in their order.</summary>
    public List<(int Left, int Right)> Align(ReadOnlySpan<AlignmentItem> left, ReadOnlySpan<AlignmentItem> right)
    {
        var pairs = new List<(int Left, int Right)>(Math.Min(left.Length, right.Length));
        Align(left, right, 0, 0, pairs, mayCut: true);
        return pairs;
    }

    private void Align(ReadOnlySpan<AlignmentItem> left, ReadOnlySpan<AlignmentItem> right, int leftAt, int rightAt, List<(int Left, int Right)> pairs, bool mayCut)
    {
        var common = Math.Min(left.Length, right.Length);
        var start = 0;
        while (start < common && left[start] == right[start])
        {
            pairs.Add((leftAt + start, rightAt + start));
            start++;
        }

        var end = 0;
        while (end < common - start && left[^(end + 1)] == right[^(end + 1)])
        {
            end++;
        }

        Middle(left[start..^end], right[start..^end], leftAt + start, rightAt + start, pairs, mayCut);
        for (; end > 0; end--)
        {
            pairs.Add((leftAt + left.Length - end, rightAt + right.Length - end));
        }
    }

    private void Middle(ReadOnlySpan<AlignmentItem> left, ReadOnlySpan<AlignmentItem> right, int leftAt, int rightAt, List<(int Left, int Right)> pairs, bool mayCut)
    {
        if (left.IsEmpty || right.IsEmpty)
        {
            return;
        }

        var size = (long)left.Length * right.Length;
        if (size <= Math.Min(_cells, MaxTable))
        {
            _cells -= (int)size;
            ByTable(left, right, leftAt, rightAt, pairs);
        }
        else if (mayCut && ByTurn(left, right, static item => item) is { Count: > 0 } anchors)
        {
            var (l, r) = (0, 0);
            foreach (var (leftAnchor, rightAnchor) in anchors)
            {
                Align(left[l..leftAnchor], right[r..rightAnchor], leftAt + l, rightAt + r, pairs, mayCut: false);
                pairs.Add((leftAt + leftAnchor, rightAt + rightAnchor));
                (l, r) = (leftAnchor + 1, rightAnchor + 1);
            }

            Align(left[l..], right[r..], leftAt + l, rightAt + r, pairs, mayCut: false);
        }
        else
        {
            pairs.AddRange(ByTurn(left, right, static item => item.Label).Select(pair => (leftAt + pair.Left, rightAt + pair.Right)));
        }
    }

    private static void ByTable(ReadOnlySpan<AlignmentItem> left, ReadOnlySpan<AlignmentItem> right, int leftAt, int rightAt, List<(int Left, int Right)> pairs)
    {
        // best[i, j]: the largest sum that the items from i and j on can have.
        var width = right.Length + 1;
        var best = new int[(left.Length + 1) * width];
        for (var i = left.Length - 1; i >= 0; i--)
        {
            for (var j = right.Length - 1; j >= 0; j--)
            {
                var score = AlignmentItem.Score(left[i], right[j]);
                var apart = Math.Max(best[((i + 1) * width) + j], best[(i * width) + j + 1]);
                best[(i * width) + j] = score == 0 ? apart : Math.Max(apart, score + best[((i + 1) * width) + j + 1]);
            }
        }

        for (var (i, j) = (0, 0); i < left.Length && j < right.Length;)
        {
            var score = AlignmentItem.Score(left[i], right[j]);
            var here = best[(i * width) + j];
            if (score > 0 && here == score + best[((i + 1) * width) + j + 1])
            {
                pairs.Add((leftAt + i++, rightAt + j++));
            }
            else if (here == best[((i + 1) * width) + j])
            {
                i++;
            }
            else
            {
                j++;
            }
        }
    }

    // Each item with the one that has the same key and the same turn among those of the key; of these pairs as many as do not cross.
    private static List<(int Left, int Right)> ByTurn<TKey>(ReadOnlySpan<AlignmentItem> left, ReadOnlySpan<AlignmentItem> right, Func<AlignmentItem, TKey> key)
        where TKey : notnull
    {
        var turns = new Dictionary<TKey, Queue<int>>(); // bounded by the items
        for (var j = 0; j < right.Length; j++)
        {
            if (!turns.TryGetValue(key(right[j]), out var queue))
            {
                turns[key(right[j])] = queue = new Queue<int>();
            }

            queue.Enqueue(j);
        }

        var candidates = new List<(int Left, int Right)>();
        for (var i = 0; i < left.Length; i++)
        {
            if (turns.TryGetValue(key(left[i]), out var queue) && queue.TryDequeue(out var j))
            {
                candidates.Add((i, j));
            }
        }

        return LongestRise(candidates);
    }

    private static List<(int Left, int Right)> LongestRise(List<(int Left, int Right)> candidates)
    {
        var ends = new List<int>(); // the candidate with the smallest right side that ends a rise of each length
        var before = new int[candidates.Count];
        for (var i = 0; i < candidates.Count; i++)
        {
            var (low, high) = (0, ends.Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = candidates[ends[middle]].Right < candidates[i].Right ? (middle + 1, high) : (low, middle);
            }

            before[i] = low > 0 ? ends[low - 1] : -1;
            if (low == ends.Count)
            {
                ends.Add(i);
            }
            else
            {
                ends[low] = i;
            }
        }

        var rise = new List<(int Left, int Right)>(ends.Count);
        for (var i = ends.Count > 0 ? ends[^1] : -1; i >= 0; i = before[i])
        {
            rise.Add(candidates[i]);
        }

        rise.Reverse();
        return rise;
    }
}
