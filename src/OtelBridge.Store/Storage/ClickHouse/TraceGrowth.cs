using OtelBridge.Store.Model;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>What the spans of one trace say of it, as they come. The same whatever their order, and however often one comes.</summary>
/// <remarks>Costs a step a span, as long as spans are not replaced by later copies; then all are gone through again. Not thread-safe.</remarks>
internal sealed class TraceGrowth
{
    private readonly Dictionary<long, Kept> _spans = []; // those of one trace
    private readonly List<SpanRow> _tellers = []; // roots with tags or metadata
    private long _start = long.MaxValue;
    private long? _end;
    private SpanRow? _root;
    private UsageTree? _usage;
    private bool _isStale;

    /// <summary>Gets or sets the writes whose spans are in it.</summary>
    public WriteSet Seen { get; set; }

    /// <summary>Gets how many spans there are.</summary>
    public int Count => _spans.Count;

    /// <summary>Gets how many copies were left out for better ones.</summary>
    public uint Replaced { get; private set; }

    /// <summary>Gets first start and last end; null without spans.</summary>
    public (long Start, long? End)? Extent => Count == 0 ? null : (_start, _end);

    public void Add(IEnumerable<StoredSpanRow> spans)
    {
        foreach (var span in spans)
        {
            Add(span);
        }

        if (_isStale)
        {
            Recount();
        }
    }

    /// <summary>Gives the record as it follows from the spans alone.</summary>
    public ClickHouseRecord ToRecord(string traceId, long experimentId)
    {
        var facts = new TraceFacts
        {
            ExperimentId = experimentId,
            StartUnixNano = _start,
            EndUnixNano = _end,
            SpanCount = Count,
            Usage = _usage?.Total ?? default,
        };
        facts.SetRoot(_root);
        var record = new ClickHouseRecord(traceId) { Facts = facts, Replaced = Replaced };

        // The best root last: it has the last word.
        foreach (var teller in _tellers.OrderDescending(Comparer<SpanRow>.Create(CompareRoots)))
        {
            foreach (var (key, value) in teller.Root!.Tags)
            {
                record.Tags[key] = value;
            }

            foreach (var (key, value) in teller.Root.Metadata)
            {
                record.Metadata[key] = value;
            }
        }

        return record;
    }

    private void Add(StoredSpanRow span)
    {
        var row = span.Row;
        if (_spans.TryGetValue(row.SpanId, out var before))
        {
            if (before.Rank == span.Rank)
            {
                return; // the same copy again
            }

            Replaced++;
            if (before.Rank > span.Rank)
            {
                return;
            }

            _isStale = true;
        }

        var kept = new Kept(span.Rank, row.ParentSpanId, row.StartUnixNano, row.EndUnixNano, row.Root is not null || HasUsage(row) ? row : null);
        _spans[row.SpanId] = kept;
        if (!_isStale)
        {
            Take(row.SpanId, kept);
        }
    }

    private void Recount()
    {
        (_isStale, _start, _end, _root, _usage) = (false, long.MaxValue, null, null, null);
        _tellers.Clear();
        foreach (var (id, span) in _spans)
        {
            Take(id, span);
        }
    }

    private void Take(long id, Kept span)
    {
        _start = Math.Min(_start, span.StartUnixNano);
        _end = span.EndUnixNano is { } end ? Math.Max(_end ?? end, end) : _end;
        if (span.Row is { Root: { } said } root)
        {
            _root = _root is null || CompareRoots(root, _root) < 0 ? root : _root;
            if (said.Tags.Count + said.Metadata.Count > 0)
            {
                _tellers.Add(root);
            }
        }

        // Also where the new span carries none: it may stand between two that were not known to be related.
        if (_usage is not null)
        {
            _usage.TryAdd(Usage(id, span));
        }
        else if (span.Row is { } row && HasUsage(row))
        {
            _usage = UsageTree.Of(_spans.Select(static other => Usage(other.Key, other.Value)));
        }
    }

    // As TraceFacts.IsBetterRoot.
    private static int CompareRoots(SpanRow left, SpanRow right) =>
        (left.ParentSpanId is not null, left.StartUnixNano, left.SpanId).CompareTo((right.ParentSpanId is not null, right.StartUnixNano, right.SpanId));

    private static bool HasUsage(SpanRow span) => span.TokenUsage is not null || span.Cost is not null;

    private static SpanUsage Usage(long id, Kept span) => new(id, span.ParentId, span.Row?.TokenUsage, span.Row?.Cost);

    // The row only where it says more than its place.
    private readonly record struct Kept(ulong Rank, long? ParentId, long StartUnixNano, long? EndUnixNano, SpanRow? Row);
}
