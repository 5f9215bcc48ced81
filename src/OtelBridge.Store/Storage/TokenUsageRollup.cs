using OtelBridge.Store.Model;

namespace OtelBridge.Store.Storage;

/// <summary>The token usage of a trace: the sum over spans that carry a usage and have no ancestor that carries one.</summary>
/// <remarks>Source: MLflow's client-side aggregation. An agent's span often repeats the sum of the model calls below it; counting both would double
/// it. Spans whose parent is unknown count as roots. Computed from all stored spans, so late and repeated spans lead to the same sum.</remarks>
internal static class TokenUsageRollup
{
    /// <summary>Sums the usage; null when no span carries one.</summary>
    public static SpanTokenUsage? Sum(IReadOnlyList<SpanUsage> spans)
    {
        SpanTokenUsage? sum = null;
        Dictionary<long, SpanUsage>? byId = null;
        Dictionary<long, bool>? covered = null;
        foreach (var span in spans)
        {
            if (span.TokenUsage is { } usage)
            {
                byId ??= spans.ToDictionary(s => s.SpanId);
                covered ??= [];
                sum ??= default(SpanTokenUsage);
                if (!IsCovered(span.ParentSpanId, byId, covered))
                {
                    sum += usage;
                }
            }
        }

        return sum;
    }

    /// <summary>Whether the span or an ancestor of it carries a usage. Each span is walked once: what was learnt is kept for the whole path.</summary>
    private static bool IsCovered(long? spanId, Dictionary<long, SpanUsage> byId, Dictionary<long, bool> covered)
    {
        var path = new List<long>();
        var result = false;
        while (spanId is { } id && byId.TryGetValue(id, out var span))
        {
            if (covered.TryGetValue(id, out result))
            {
                break;
            }

            // Held as "no" while the walk goes on, so that a cycle of parents ends it.
            covered[id] = false;
            path.Add(id);
            if (span.TokenUsage is not null)
            {
                result = true;
                break;
            }

            spanId = span.ParentSpanId;
        }

        foreach (var id in path)
        {
            covered[id] = result;
        }

        return result;
    }
}
