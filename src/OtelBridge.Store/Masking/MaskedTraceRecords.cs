using OtelBridge.Masking;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Masking;

/// <summary>Masks what is said of traces before it is stored.</summary>
internal sealed class MaskedTraceRecords(ITraceStore store, ExperimentMasks masks, MovedTraces moved) : ITraceRecords
{
    private const string DefaultExperiment = "0";

    private readonly ITraceRecords _inner = store.Records;

    public async Task<TraceInfo> PutAsync(TraceRecord record, CancellationToken cancellationToken)
    {
        if (!masks.DependOnExperiment)
        {
            return await _inner.PutAsync(RecordMasking.Mask(masks.Strictest, record), cancellationToken).ConfigureAwait(false);
        }

        var places = await moved.PlacesAsync([record.TraceId], cancellationToken).ConfigureAwait(false);
        var stored = places.GetValueOrDefault(record.TraceId);
        string[] experiments = [.. new[] { record.ExperimentId, stored }.OfType<string>().Where(static id => id.Length > 0).DefaultIfEmpty(DefaultExperiment)];
        var info = await _inner.PutAsync(
            RecordMasking.Mask(await masks.OfAsync(experiments, cancellationToken).ConfigureAwait(false), record), cancellationToken).ConfigureAwait(false);
        await moved.MaskAsync(
            new Dictionary<string, IReadOnlyCollection<string>> { [record.TraceId] = stored is null ? experiments : [stored] }, cancellationToken).ConfigureAwait(false);
        return await store.Reader.FindTraceInfoAsync(record.TraceId, cancellationToken).ConfigureAwait(false) ?? info;
    }

    public async Task SetTagAsync(string traceId, string key, string value, CancellationToken cancellationToken)
    {
        // One that is to be left out may be there from before the rules.
        if (await ShownAsync(traceId, key, value, cancellationToken).ConfigureAwait(false) is { } shown)
        {
            await _inner.SetTagAsync(traceId, key, shown, cancellationToken).ConfigureAwait(false);
        }
        else if (await store.Reader.FindTraceInfoAsync(traceId, cancellationToken).ConfigureAwait(false) is null)
        {
            throw new NotStoredException($"There is no trace '{traceId}'.");
        }
    }

    public async Task<TagChange> ChangeTagAsync(string traceId, string key, string? seen, string? value, CancellationToken cancellationToken) => await _inner.ChangeTagAsync(
        traceId, key, seen, value is null ? null : await ShownAsync(traceId, key, value, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public Task DeleteTagAsync(string traceId, string key, CancellationToken cancellationToken) => _inner.DeleteTagAsync(traceId, key, cancellationToken);

    public Task LinkToRunAsync(IReadOnlyList<string> traceIds, string runId, CancellationToken cancellationToken) => _inner.LinkToRunAsync(traceIds, runId, cancellationToken);

    public Task<long> DeleteAsync(TraceDeletion deletion, CancellationToken cancellationToken) => _inner.DeleteAsync(deletion, cancellationToken);

    private async Task<string?> ShownAsync(string traceId, string key, string value, CancellationToken cancellationToken) => RecordMasking.Text(
        await masks.OfTraceAsync(traceId, cancellationToken).ConfigureAwait(false), MaskPlaces.Tags, key, value, new MaskBudget());
}
