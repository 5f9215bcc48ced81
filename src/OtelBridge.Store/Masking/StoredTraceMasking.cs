using OtelBridge.Store.Migration;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Masking;

/// <summary>Masks traces that are stored. What is found is the same whether it is written or only counted.</summary>
internal sealed class StoredTraceMasking(ITraceStore store, ExperimentMasks masks, MaskTally? tally = null, bool writes = true)
{
    /// <summary>Masks traces, and gives how many of them the rules change.</summary>
    /// <exception cref="DamagedTraceException">One of them cannot be read.</exception>
    public async Task<int> MaskAsync(IReadOnlyList<string> traceIds, CancellationToken cancellationToken)
    {
        var changed = 0;
        foreach (var trace in await store.Reader.GetTracesAsync(traceIds, cancellationToken).ConfigureAwait(false))
        {
            tally?.Begin(trace.Info.ExperimentId, trace.Info.TraceId);
            var mask = await masks.OfAsync(trace.Info.ExperimentId, cancellationToken).ConfigureAwait(false);
            changed += !mask.IsEmpty && await MaskAsync(mask, trace, cancellationToken).ConfigureAwait(false) ? 1 : 0;
        }

        return changed;
    }

    /// <summary>Stores traces again as they are, so that nothing of them is left where other spans lie.</summary>
    public async Task RestoreAsync(IReadOnlyList<string> traceIds, CancellationToken cancellationToken)
    {
        foreach (var trace in await store.Reader.GetTracesAsync(traceIds, cancellationToken).ConfigureAwait(false))
        {
            await WriteAsync([.. StoredTraceBatches.Of(trace)], cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<bool> MaskAsync(FieldMask mask, Trace trace, CancellationToken cancellationToken)
    {
        var before = StoredTraceBatches.Of(trace).ToList(); // bounded by what one read gives
        var after = before.ConvertAll(batch => BatchMasking.Mask(mask, batch));
        var spansChange = !before.SequenceEqual(after);
        var follows = spansChange ? FollowingInfo.Of(trace.Info, before, after) : trace.Info;
        var shown = StoredInfoMasking.Mask(mask, follows, [.. after.SelectMany(static batch => batch.Spans)]);
        if (writes && spansChange)
        {
            await WriteAsync(after, cancellationToken).ConfigureAwait(false);
        }

        // Compared with what is stored now: most of it has followed from the spans.
        if (writes && (spansChange || !shown.Equals(follows)) && await store.Reader.FindTraceInfoAsync(trace.Info.TraceId, cancellationToken).ConfigureAwait(false) is { } stored)
        {
            await new StoredInfoChange(store, stored, shown).ApplyAsync(cancellationToken).ConfigureAwait(false);
        }

        return spansChange || !shown.Equals(follows);
    }

    // As if spans that nobody had named an experiment for came again: the trace stays where it is.
    private async Task WriteAsync(IReadOnlyList<TraceBatch> batches, CancellationToken cancellationToken)
    {
        foreach (var batch in batches)
        {
            await store.Writer.WriteAsync(
                [new TraceBatch { TraceId = batch.TraceId, ExperimentId = batch.ExperimentId, Spans = batch.Spans, Payload = batch.Payload }], cancellationToken).ConfigureAwait(false);
        }
    }
}
