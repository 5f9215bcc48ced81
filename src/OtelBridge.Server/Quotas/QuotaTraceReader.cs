using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Quotas;

/// <summary>Searches and counts traces within the quota of who asks; what is read by its id is read.</summary>
internal sealed class QuotaTraceReader(ITraceReader reader, Quotas quotas) : ITraceReader
{
    public Task<Page<TraceInfo>> SearchTracesAsync(TraceQuery query, CancellationToken cancellationToken) =>
        quotas.SearchAsync(token => reader.SearchTracesAsync(query with { MaxResults = quotas.Rows(query.MaxResults) }, token), cancellationToken);

    public Task<long> CountTracesAsync(IReadOnlyList<string> experimentIds, string filter, CancellationToken cancellationToken) =>
        quotas.SearchAsync(token => reader.CountTracesAsync(experimentIds, filter, token), cancellationToken);

    public Task<Page<TraceInfo>> ListTracesAsync(int maxResults, string pageToken, CancellationToken cancellationToken) =>
        quotas.SearchAsync(token => reader.ListTracesAsync(quotas.Rows(maxResults), pageToken, token), cancellationToken);

    public Task<IReadOnlyList<Trace>> GetTracesAsync(IReadOnlyList<string> traceIds, CancellationToken cancellationToken) => reader.GetTracesAsync(traceIds, cancellationToken);

    public Task<TraceInfo?> FindTraceInfoAsync(string traceId, CancellationToken cancellationToken) => reader.FindTraceInfoAsync(traceId, cancellationToken);

    public Task<IReadOnlyList<TraceInfo>> GetTraceInfosAsync(IReadOnlyList<string> traceIds, CancellationToken cancellationToken) => reader.GetTraceInfosAsync(traceIds, cancellationToken);

    public Task<Trace?> FindSpanAsync(string traceId, ReadOnlyMemory<byte> spanId, CancellationToken cancellationToken) => reader.FindSpanAsync(traceId, spanId, cancellationToken);
}
