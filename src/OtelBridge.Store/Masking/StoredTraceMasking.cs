using OtelBridge.Store.Migration;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Masking;

/// <summary>Masks traces that are stored. What is found is the same whether it is written or only counted.</summary>
internal sealed class StoredTraceMasking(ITraceStore store, ExperimentMasks masks, MaskTally? tally = null, bool writes = true)
{
    // Of one write; a batch that is larger is one of its own.
    private const int MaxBytes = 8 * 1024 * 1024;

    /// <summary>Masks traces, and gives how many of them the rules change. As many as may be held at once.</summary>
    /// <exception cref="DamagedTraceException">One of them cannot be read; nothing was changed or counted.</exception>
    public async Task<int> MaskAsync(IReadOnlyList<string> traceIds, CancellationToken cancellationToken)
    {
        var changes = new List<Change>(); // bounded by the ids
        foreach (var trace in await store.Reader.GetTracesAsync(traceIds, cancellationToken).ConfigureAwait(false))
        {
            tally?.Begin(trace.Info.ExperimentId, trace.Info.TraceId);
            var mask = await masks.OfAsync(trace.Info.ExperimentId, cancellationToken).ConfigureAwait(false);
            if (!mask.IsEmpty && Find(mask, trace) is { } change)
            {
                changes.Add(change);
            }
        }

        if (writes && changes.Count > 0)
        {
            await WriteAsync(changes.SelectMany(static change => change.Spans), cancellationToken).ConfigureAwait(false);
            await SayAsync(changes, cancellationToken).ConfigureAwait(false);
        }

        return changes.Count;
    }

    /// <summary>Stores traces again as they are, so that nothing of them is left where other spans lie.</summary>
    public async Task RestoreAsync(IReadOnlyList<string> traceIds, CancellationToken cancellationToken)
    {
        var traces = await store.Reader.GetTracesAsync(traceIds, cancellationToken).ConfigureAwait(false);
        await WriteAsync(traces.SelectMany(StoredTraceBatches.Of), cancellationToken).ConfigureAwait(false);
    }

    private static Change? Find(FieldMask mask, Trace trace)
    {
        var before = StoredTraceBatches.Of(trace).ToList(); // bounded by what one read gives
        var after = before.ConvertAll(batch => BatchMasking.Mask(mask, batch));
        var spansChange = !before.SequenceEqual(after);
        var follows = spansChange ? FollowingInfo.Of(trace.Info, before, after) : trace.Info;
        var shown = StoredInfoMasking.Mask(mask, follows, [.. after.SelectMany(static batch => batch.Spans)]);
        return spansChange || !shown.Equals(follows) ? new Change(shown, spansChange ? after : []) : null;
    }

    // Compared with what is stored now: most of it has followed from the spans.
    private async Task SayAsync(List<Change> changes, CancellationToken cancellationToken)
    {
        var shown = changes.ToDictionary(static change => change.Shown.TraceId, static change => change.Shown, StringComparer.Ordinal);
        foreach (var stored in await store.Reader.GetTraceInfosAsync([.. shown.Keys], cancellationToken).ConfigureAwait(false))
        {
            await new StoredInfoChange(store, stored, shown[stored.TraceId]).ApplyAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task WriteAsync(IEnumerable<TraceBatch> batches, CancellationToken cancellationToken)
    {
        var (write, bytes) = (new List<TraceBatch>(), 0L); // bounded by MaxBytes, or one batch
        foreach (var batch in batches)
        {
            var size = batch.Payload.CalculateSize();
            if (write.Count > 0 && (bytes + size > MaxBytes || write[^1].TraceId == batch.TraceId))
            {
                await store.Writer.WriteAsync(write, cancellationToken).ConfigureAwait(false);
                (write, bytes) = ([], 0);
            }

            // As if spans that nobody had named an experiment for came again: the trace stays where it is.
            write.Add(new TraceBatch { TraceId = batch.TraceId, ExperimentId = batch.ExperimentId, Spans = batch.Spans, Payload = batch.Payload });
            bytes += size;
        }

        if (write.Count > 0)
        {
            await store.Writer.WriteAsync(write, cancellationToken).ConfigureAwait(false);
        }
    }

    private sealed record Change(TraceInfo Shown, IReadOnlyList<TraceBatch> Spans);
}
