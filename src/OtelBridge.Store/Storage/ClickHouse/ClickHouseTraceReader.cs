using System.Buffers.Binary;
using OtelBridge.Grpc;
using OtelBridge.Store.Model;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>Reads traces from ClickHouse.</summary>
/// <remarks>One state of the store for each trace: record and spans are read until they fit each other. A write inserts its spans before it announces them, so
/// that for a moment there are spans that the record does not know.</remarks>
internal sealed class ClickHouseTraceReader(ClickHouseReads database, ClickHouseSearch search, long maxBytes = ITraceReader.MaxBytes) : ITraceReader
{
    // A writer takes milliseconds between its spans and the record; one that died in between leaves the spans to a later write, or to the doctor.
    private const int Tries = 3;

    private readonly ClickHouseRecordReader _records = new(database);
    private readonly ClickHouseSpanReader _spans = new(database);

    public async Task<IReadOnlyList<Trace>> GetTracesAsync(IReadOnlyList<string> traceIds, CancellationToken cancellationToken)
    {
        var traces = new Dictionary<string, Trace>(StringComparer.Ordinal); // bounded by the ids, and by maxBytes
        var bytes = 0L;
        foreach (var piece in IdLists.Pieces(traceIds))
        {
            var left = piece;
            for (var tries = 1; left.Count > 0; tries++)
            {
                var read = await ReadAsync(left, bytes, cancellationToken).ConfigureAwait(false);
                var fitting = read.Where(trace => trace.Fits || tries == Tries).ToList();
                bytes += fitting.Sum(static trace => trace.Bytes);
                foreach (var (trace, _, _) in fitting)
                {
                    traces[trace.Info.TraceId] = trace;
                }

                left = [.. read.Select(static trace => trace.Trace.Info.TraceId).Where(id => !traces.ContainsKey(id))];
            }
        }

        return [.. traceIds.Where(traces.ContainsKey).Select(id => traces[id])];
    }

    public async Task<TraceInfo?> FindTraceInfoAsync(string traceId, CancellationToken cancellationToken) =>
        await _records.ReadRecordsAsync([traceId], cancellationToken).ConfigureAwait(false) is [var info] ? info : null;

    public Task<IReadOnlyList<TraceInfo>> GetTraceInfosAsync(IReadOnlyList<string> traceIds, CancellationToken cancellationToken) =>
        _records.ReadRecordsAsync([.. traceIds.Distinct(StringComparer.Ordinal)], cancellationToken);

    public Task<Page<TraceInfo>> ListTracesAsync(int maxResults, string pageToken, CancellationToken cancellationToken) =>
        _records.ListAsync(maxResults, ArrivalToken.Parse(pageToken), cancellationToken);

    public async Task<Trace?> FindSpanAsync(string traceId, ReadOnlyMemory<byte> spanId, CancellationToken cancellationToken)
    {
        if (spanId.Length != sizeof(long)
            || await FindTraceInfoAsync(traceId, cancellationToken).ConfigureAwait(false) is not { } info
            || await _spans.FindAsync(traceId, BinaryPrimitives.ReadInt64BigEndian(spanId.Span), cancellationToken).ConfigureAwait(false) is not { } span)
        {
            return null;
        }

        var assembly = new ClickHouseTraceAssembly(traceId);
        assembly.Add(span);
        return assembly.ToTrace(info);
    }

    public Task<Page<TraceInfo>> SearchTracesAsync(TraceQuery query, CancellationToken cancellationToken) => search.FindAsync(query, cancellationToken);

    public Task<long> CountTracesAsync(IReadOnlyList<string> experimentIds, string filter, CancellationToken cancellationToken) =>
        search.CountAsync(experimentIds, filter, cancellationToken);

    private async Task<List<(Trace Trace, bool Fits, long Bytes)>> ReadAsync(IReadOnlyList<string> traceIds, long bytesBefore, CancellationToken cancellationToken)
    {
        var records = await _records.ReadRecordsAsync(traceIds, cancellationToken).ConfigureAwait(false);
        var parts = records.ToDictionary(static record => record.TraceId, static record => (Assembly: new ClickHouseTraceAssembly(record.TraceId), Bytes: 0L), StringComparer.Ordinal);
        var bytes = bytesBefore;
        if (parts.Count > 0)
        {
            await foreach (var span in _spans.ReadAsync([.. parts.Keys], cancellationToken).ConfigureAwait(false))
            {
                bytes += span.Payload.Length;
                if (bytes > maxBytes)
                {
                    throw new MessageTooLargeException($"What is asked for is larger than {maxBytes} bytes; ask for fewer traces at once.");
                }

                var (assembly, before) = parts[span.TraceId];
                assembly.Add(span);
                parts[span.TraceId] = (assembly, before + span.Payload.Length);
            }
        }

        return [.. records.Select(record => parts[record.TraceId] is var part ? (part.Assembly.ToTrace(record), part.Assembly.Count == record.SpanCount, part.Bytes) : default)];
    }
}
