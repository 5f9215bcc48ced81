using System.Diagnostics;
using OtelBridge.Tracing.Ambient;

namespace OtelBridge.Export;

/// <summary>Splits a batch by the experiment of the traces, since a request is for one experiment; the order inside is kept.</summary>
internal static class ExperimentOrder
{
    /// <summary>The parts of a batch, whose spans are brought together in place; mostly one.</summary>
    public static IReadOnlyList<(MlflowDestination? Destination, ArraySegment<Activity> Spans)> Split(ArraySegment<Activity> batch)
    {
        if (!TraceExperiment.IsUsed || !batch.Any(static span => TraceExperiment.Of(span) is not null))
        {
            return [(null, batch)];
        }

        // Both bounded by the batch.
        var groups = batch.GroupBy(static span => TraceExperiment.Of(span)).Select(static group => (group.Key, Spans: group.ToArray())).ToArray();
        var parts = new List<(MlflowDestination?, ArraySegment<Activity>)>(groups.Length);
        var next = 0;
        foreach (var (destination, spans) in groups)
        {
            spans.CopyTo(batch.AsSpan(next));
            parts.Add((destination, batch.Slice(next, spans.Length)));
            next += spans.Length;
        }

        return parts;
    }
}
