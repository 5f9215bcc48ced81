using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Access.Guard;

/// <summary>Reads traces of experiments that the caller sees.</summary>
internal sealed class GuardedTraceReader(ITraceReader reader, ExperimentGuard guard) : ITraceReader
{
    public async Task<IReadOnlyList<Trace>> GetTracesAsync(IReadOnlyList<string> traceIds, CancellationToken cancellationToken)
    {
        // Their records first: spans of others must not even count against what one call may read.
        if (!guard.SeesAll)
        {
            traceIds = [.. (await GetTraceInfosAsync(traceIds, cancellationToken).ConfigureAwait(false)).Select(static trace => trace.TraceId)];
        }

        var traces = await reader.GetTracesAsync(traceIds, cancellationToken).ConfigureAwait(false);
        return guard.SeesAll ? traces : [.. traces.Where(trace => guard.Sees(trace.Info))]; // one may have moved meanwhile
    }

    public async Task<TraceInfo?> FindTraceInfoAsync(string traceId, CancellationToken cancellationToken) =>
        await reader.FindTraceInfoAsync(traceId, cancellationToken).ConfigureAwait(false) is { } trace && guard.Sees(trace) ? trace : null;

    public async Task<IReadOnlyList<TraceInfo>> GetTraceInfosAsync(IReadOnlyList<string> traceIds, CancellationToken cancellationToken) =>
        Visible(await reader.GetTraceInfosAsync(traceIds, cancellationToken).ConfigureAwait(false));

    public async Task<Page<TraceInfo>> ListTracesAsync(int maxResults, string pageToken, CancellationToken cancellationToken)
    {
        var page = await reader.ListTracesAsync(maxResults, pageToken, cancellationToken).ConfigureAwait(false);
        return page with { Items = Visible(page.Items) };
    }

    // The record first: what is hidden is not even unpacked, so that the time of the answer says nothing of it.
    public async Task<Trace?> FindSpanAsync(string traceId, ReadOnlyMemory<byte> spanId, CancellationToken cancellationToken) =>
        guard.SeesAll || await FindTraceInfoAsync(traceId, cancellationToken).ConfigureAwait(false) is not null
            ? await reader.FindSpanAsync(traceId, spanId, cancellationToken).ConfigureAwait(false) is { } trace && guard.Sees(trace.Info) ? trace : null
            : null;

    public async Task<Page<TraceInfo>> SearchTracesAsync(TraceQuery query, CancellationToken cancellationToken) => await reader.SearchTracesAsync(
        query with { ExperimentIds = await guard.NarrowAsync(query.ExperimentIds, cancellationToken).ConfigureAwait(false) }, cancellationToken).ConfigureAwait(false);

    public async Task<long> CountTracesAsync(IReadOnlyList<string> experimentIds, string filter, CancellationToken cancellationToken) =>
        await reader.CountTracesAsync(await guard.NarrowAsync(experimentIds, cancellationToken).ConfigureAwait(false), filter, cancellationToken).ConfigureAwait(false);

    private IReadOnlyList<TraceInfo> Visible(IReadOnlyList<TraceInfo> traces) => guard.SeesAll ? traces : [.. traces.Where(guard.Sees)];
}
