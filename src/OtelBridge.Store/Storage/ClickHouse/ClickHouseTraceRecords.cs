using OtelBridge.Store.Model;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>What clients say of traces besides their spans: changed in turns, see <see cref="ITraceTurns"/>.</summary>
internal sealed class ClickHouseTraceRecords : ITraceRecords
{
    public Task<TraceInfo> PutAsync(TraceRecord record, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task SetTagAsync(string traceId, string key, string value, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<TagChange> ChangeTagAsync(string traceId, string key, string? seen, string? value, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task DeleteTagAsync(string traceId, string key, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task LinkToRunAsync(IReadOnlyList<string> traceIds, string runId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<long> DeleteAsync(TraceDeletion deletion, CancellationToken cancellationToken) => throw new NotSupportedException();
}
