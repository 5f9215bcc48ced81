using System.Diagnostics;

namespace OtelBridge.Export.Writing;

/// <summary>Brings the spans of one source together, since OTLP groups them so; their order is otherwise kept.</summary>
internal static class ScopeOrder
{
    public static void Group(ArraySegment<Activity> batch)
    {
        if (!IsMixed(batch))
        {
            return;
        }

        // Sources in order of appearance; bounded by the batch.
        var groups = new Dictionary<ActivitySource, List<Activity>>(ReferenceEqualityComparer.Instance);
        var order = new List<List<Activity>>();
        foreach (var span in batch)
        {
            if (!groups.TryGetValue(span.Source, out var group))
            {
                group = [];
                groups.Add(span.Source, group);
                order.Add(group);
            }

            group.Add(span);
        }

        var next = 0;
        foreach (var group in order)
        {
            foreach (var span in group)
            {
                batch[next++] = span;
            }
        }
    }

    private static bool IsMixed(ReadOnlySpan<Activity> batch)
    {
        for (var i = 1; i < batch.Length; i++)
        {
            if (!ReferenceEquals(batch[i].Source, batch[0].Source))
            {
                return true;
            }
        }

        return false;
    }
}
