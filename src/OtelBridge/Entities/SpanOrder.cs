namespace OtelBridge.Entities;

/// <summary>MLflow's order of a trace's spans: those without a parent first, then by their start.</summary>
internal sealed class SpanOrder : IComparer<Span>
{
    private static readonly SpanOrder Instance = new();

    /// <summary>Gives the spans in order; those that start together keep theirs.</summary>
    public static IReadOnlyList<Span> Sorted(IReadOnlyList<Span> spans)
    {
        for (var i = 1; i < spans.Count; i++)
        {
            if (Instance.Compare(spans[i - 1], spans[i]) > 0)
            {
                return [.. spans.Order(Instance)];
            }
        }

        return spans;
    }

    public int Compare(Span? x, Span? y)
    {
        var roots = (x?.ParentId is null ? 0 : 1).CompareTo(y?.ParentId is null ? 0 : 1);
        return roots != 0 ? roots : (x?.StartTimeNs ?? 0).CompareTo(y?.StartTimeNs ?? 0);
    }
}
