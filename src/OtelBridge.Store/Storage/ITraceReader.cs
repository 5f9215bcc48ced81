using OtelBridge.Store.Model;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage;

/// <summary>Reads traces back.</summary>
/// <remarks>
/// <para>Contract, kept by every backend and tested by one suite:</para>
/// <para>Fresh: what was acknowledged before a call is seen by it. Reads never wait for writes.</para>
/// <para>Consistent: one call sees one state of the store.</para>
/// <para>Values handed out belong to the caller.</para>
/// <para>Cancellation ends a call early with <see cref="OperationCanceledException"/>.</para>
/// </remarks>
public interface ITraceReader
{
    /// <summary>The most that one call reads: 512 MiB of spans. Checked while they are read, so that a call holds no more.</summary>
    const long MaxBytes = 512L * 1024 * 1024;

    /// <summary>Reads traces with their spans, in the order of the ids; ids that are not stored are left out.</summary>
    /// <remarks>
    /// Spans are grouped by resource and scope as they were sent, each as it was received; inside a group roots come first, then by start time, then by span id.
    /// </remarks>
    /// <exception cref="Grpc.MessageTooLargeException">The traces have more than <see cref="MaxBytes"/>.</exception>
    /// <exception cref="DamagedTraceException">One of the traces is damaged.</exception>
    Task<IReadOnlyList<Trace>> GetTracesAsync(IReadOnlyList<string> traceIds, CancellationToken cancellationToken);

    /// <summary>Reads the record of a trace; null when it is not stored.</summary>
    Task<TraceInfo?> FindTraceInfoAsync(string traceId, CancellationToken cancellationToken);

    /// <summary>Reads the records of traces, in the order of the ids; ids that are not stored are left out.</summary>
    Task<IReadOnlyList<TraceInfo>> GetTraceInfosAsync(IReadOnlyList<string> traceIds, CancellationToken cancellationToken);

    /// <summary>Reads a page of all trace records by when their traces were first stored, the oldest first.</summary>
    /// <remarks>Pages by keyset: what arrives while someone pages comes at the end. Where several servers write at once, a trace may come to stand before a page that
    /// was read already: who needs every trace walks again.</remarks>
    /// <param name="maxResults">Size of the page, at least 1.</param>
    /// <param name="pageToken">Token of the previous page; empty for the first.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <exception cref="InvalidPageTokenException">The token was not made here.</exception>
    Task<Page<TraceInfo>> ListTracesAsync(int maxResults, string pageToken, CancellationToken cancellationToken);

    /// <summary>Reads one span of a trace: the record of the trace, and the span alone with its resource, its scope and its cost. Null when trace or span are not stored.</summary>
    /// <param name="traceId">The trace.</param>
    /// <param name="spanId">The eight bytes of the span's id; of another length it is not stored.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <exception cref="DamagedTraceException">The span is damaged.</exception>
    Task<Trace?> FindSpanAsync(string traceId, ReadOnlyMemory<byte> spanId, CancellationToken cancellationToken);

    /// <summary>Reads a page of the trace records that a filter finds, newest start first unless ordered otherwise; equals are ordered by start, then by when the trace was first
    /// stored, newest first.</summary>
    /// <remarks>Pages by keyset: a trace that arrives while someone pages neither repeats nor shifts a page. MLflow's tokens, which count, are taken too.</remarks>
    /// <exception cref="Store.Search.InvalidFilterException">The filter or the order cannot be read, or a regular expression of it takes too long.</exception>
    /// <exception cref="InvalidPageTokenException">The token is none, or one of another search.</exception>
    Task<Page<TraceInfo>> SearchTracesAsync(TraceQuery query, CancellationToken cancellationToken);

    /// <summary>Counts the traces that a filter finds.</summary>
    /// <exception cref="Store.Search.InvalidFilterException">As of <see cref="SearchTracesAsync"/>.</exception>
    Task<long> CountTracesAsync(IReadOnlyList<string> experimentIds, string filter, CancellationToken cancellationToken);
}
