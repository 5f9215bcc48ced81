namespace OtelBridge.Store.Storage.Sql.Rollups;

/// <summary>Parts a range of time into buckets whose sums are kept and right, the widest that fit, and stretches that are read from the traces.</summary>
internal sealed class RollupCover
{
    private readonly SortedSet<long>[] _dirty = [.. Enumerable.Range(0, RollupLevel.Widest + 1).Select(static _ => new SortedSet<long>())]; // by level; bounded by the marks
    private readonly List<(int Level, long First, long Last)> _kept = [];
    private readonly List<(long From, long Before)> _open = [];

    private RollupCover(IEnumerable<(int Level, long Bucket)> marks)
    {
        foreach (var (level, bucket) in marks)
        {
            var (at, marked) = (level, bucket);
            while (_dirty[at].Add(marked) && at < RollupLevel.Widest)
            {
                (at, marked) = (at + 1, RollupLevel.Above(at, marked));
            }
        }
    }

    /// <summary>Gets the runs of buckets, both ends in them.</summary>
    public IReadOnlyList<(int Level, long First, long Last)> Kept => _kept;

    /// <summary>Gets the stretches in nanoseconds, the ends not in them.</summary>
    public IReadOnlyList<(long From, long Before)> Open => _open;

    /// <summary>Covers a range.</summary>
    /// <param name="marks">What is not right of the experiment.</param>
    /// <param name="from">The first nanosecond, not below zero.</param>
    /// <param name="before">The end, not in it.</param>
    /// <param name="widest">The widest level to use.</param>
    public static RollupCover Of(IEnumerable<(int Level, long Bucket)> marks, long from, long before, int widest)
    {
        var cover = new RollupCover(marks);
        cover.Add(widest, from, before);
        return cover;
    }

    private void Add(int level, long from, long before)
    {
        if (from >= before)
        {
            return;
        }

        if (level < RollupLevel.Finest)
        {
            AddOpen(from, before);
            return;
        }

        var width = RollupLevel.Width(level);
        var first = (from / width) + (from % width == 0 ? 0 : 1);
        var end = before / width;
        if (first >= end)
        {
            Add(level - 1, from, before);
            return;
        }

        Add(level - 1, from, first * width);
        foreach (var dirty in _dirty[level].GetViewBetween(first, end - 1))
        {
            AddKept(level, first, dirty - 1);
            Add(level - 1, dirty * width, (dirty + 1) * width);
            first = dirty + 1;
        }

        AddKept(level, first, end - 1);
        Add(level - 1, end * width, before);
    }

    private void AddKept(int level, long first, long last)
    {
        if (first <= last)
        {
            _kept.Add((level, first, last));
        }
    }

    // Neighbours are read in one go.
    private void AddOpen(long from, long before)
    {
        if (_open.Count > 0 && _open[^1].Before == from)
        {
            _open[^1] = (_open[^1].From, before);
        }
        else
        {
            _open.Add((from, before));
        }
    }
}
