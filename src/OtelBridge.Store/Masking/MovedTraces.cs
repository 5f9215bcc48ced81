using OtelBridge.Store.Storage;

namespace OtelBridge.Store.Masking;

/// <summary>Masks traces again that have come to an experiment with other rules than those under which they were stored.</summary>
internal sealed class MovedTraces(ITraceStore store, ExperimentMasks masks)
{
    /// <summary>Where traces are now; those that are not stored are not in it.</summary>
    public async Task<Dictionary<string, string>> PlacesAsync(IReadOnlyList<string> traceIds, CancellationToken cancellationToken)
    {
        var found = await store.Reader.GetTraceInfosAsync(traceIds, cancellationToken).ConfigureAwait(false);
        return found.ToDictionary(static trace => trace.TraceId, static trace => trace.ExperimentId, StringComparer.Ordinal);
    }

    /// <summary>Masks those of some traces that are elsewhere now than their rules were for.</summary>
    /// <param name="known">By trace, the experiments whose rules were kept to.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task MaskAsync(IReadOnlyDictionary<string, IReadOnlyCollection<string>> known, CancellationToken cancellationToken)
    {
        var places = await PlacesAsync([.. known.Keys], cancellationToken).ConfigureAwait(false);
        foreach (var (traceId, experiment) in places)
        {
            var before = await masks.OfAsync(known[traceId], cancellationToken).ConfigureAwait(false);
            var now = await masks.OfAsync(experiment, cancellationToken).ConfigureAwait(false);
            if (!known[traceId].Contains(experiment) && !ReferenceEquals(before, now))
            {
                await new StoredTraceMasking(store, masks).MaskAsync([traceId], cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
