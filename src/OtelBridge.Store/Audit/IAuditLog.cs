using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;

namespace OtelBridge.Store.Audit;

/// <summary>Who did what, for good: entries are added and read; nothing changes one, and only their age removes them.</summary>
public interface IAuditLog
{
    /// <summary>Adds entries; they are durable when the task completes.</summary>
    /// <exception cref="StoreUnavailableException">None was added; a later try may succeed.</exception>
    Task AppendAsync(IReadOnlyList<AuditEntry> entries, CancellationToken cancellationToken);

    /// <summary>Reads a page, the newest first.</summary>
    /// <exception cref="InvalidPageTokenException">The token is none.</exception>
    Task<Page<AuditEntry>> SearchAsync(AuditQuery query, CancellationToken cancellationToken);

    /// <summary>Removes entries that are older than a moment, some thousand at a time, and writes into the log that it did.</summary>
    /// <returns>How many were removed; 0 when nothing is left to remove.</returns>
    Task<long> TrimAsync(long beforeMs, CancellationToken cancellationToken);
}
