using System.Globalization;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;

namespace OtelBridge.Store.Masking;

/// <summary>Masks spans before they are written.</summary>
internal sealed class MaskedTraceWriter(ITraceStore inner, ExperimentMasks masks, MovedTraces moved) : ITraceWriter
{
    public Task WriteAsync(IReadOnlyList<TraceBatch> batches, CancellationToken cancellationToken)
    {
        if (masks.DependOnExperiment)
        {
            return WriteByExperimentAsync(batches, cancellationToken);
        }

        var mask = masks.Strictest;
        return inner.Writer.WriteAsync([.. batches.Select(batch => BatchMasking.Mask(mask, batch))], cancellationToken);
    }

    // A trace that is stored already may be of another experiment than its late spans say, and one that nobody knows yet may be told of meanwhile.
    private async Task WriteByExperimentAsync(IReadOnlyList<TraceBatch> batches, CancellationToken cancellationToken)
    {
        var places = await moved.PlacesAsync([.. batches.Select(static batch => batch.TraceId).Distinct()], cancellationToken).ConfigureAwait(false);
        var known = new Dictionary<string, IReadOnlyCollection<string>>(StringComparer.Ordinal); // bounded by the batches
        var shown = new List<TraceBatch>(batches.Count);
        foreach (var batch in batches)
        {
            var named = batch.ExperimentId.ToString(CultureInfo.InvariantCulture);
            IReadOnlyCollection<string> experiments = !places.TryGetValue(batch.TraceId, out var stored) || stored == named ? [named]
                : batch.ExperimentIsExplicit ? [named, stored]
                : [stored];
            known[batch.TraceId] = experiments;
            shown.Add(BatchMasking.Mask(await masks.OfAsync(experiments, cancellationToken).ConfigureAwait(false), batch));
        }

        await inner.Writer.WriteAsync(shown, cancellationToken).ConfigureAwait(false);

        // What was stored before was masked by the rules of one experiment.
        foreach (var (traceId, experiment) in places)
        {
            known[traceId] = [experiment];
        }

        await moved.MaskAsync(known, cancellationToken).ConfigureAwait(false);
    }
}
