using OtelBridge.Store.Model;

namespace OtelBridge.Store.Storage;

/// <summary>Makes spans durable.</summary>
/// <remarks>
/// <para>Contract, kept by every backend and tested by one suite:</para>
/// <para>Durable: when the task completes, every span of the call survives the end of the process and the loss of power.</para>
/// <para>Whole: a call is stored entirely or, when the task faults, not at all.</para>
/// <para>Idempotent: a span is known by trace id and span id. Stored again it replaces itself, and nothing is counted twice. A span without an
/// end never replaces one with an end.</para>
/// <para>In any order: children before parents, late spans and repeated calls lead to the same trace record.</para>
/// <para>Concurrent: calls may overlap; the backend groups them into transactions as it likes.</para>
/// <para>In order: of calls that overlap, the new traces of the one that was made first are first stored, once the writer knows their experiments.</para>
/// <para>Cancellation: takes effect only while the call waits for its turn; after that the task tells what became of it.</para>
/// </remarks>
public interface ITraceWriter
{
    /// <summary>Stores the spans of one request.</summary>
    /// <exception cref="StoreUnavailableException">Nothing was stored and a later try may succeed: queue full, disk full, shutting down.</exception>
    Task WriteAsync(IReadOnlyList<TraceBatch> batches, CancellationToken cancellationToken);
}
