using OtelBridge.Store.Model;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage;

/// <summary>What is said of traces besides their spans. Every change is durable when its task completes.</summary>
public interface ITraceRecords
{
    /// <summary>Merges what a client says of a whole trace into its record; makes the trace when no span of it is stored yet.</summary>
    /// <remarks>Values given win over stored ones and over what the spans say, now and later; tags, metadata and assessments that are not given stay. The order of this
    /// call and the spans does not matter. Source: MLflow's StartTraceV3, as the union that its users expect.</remarks>
    /// <exception cref="NotStoredException">There is no such experiment.</exception>
    /// <exception cref="RefusedChangeException">The experiment is deleted.</exception>
    Task<TraceInfo> PutAsync(TraceRecord record, CancellationToken cancellationToken);

    /// <summary>Sets a tag.</summary>
    /// <exception cref="NotStoredException">There is no such trace.</exception>
    Task SetTagAsync(string traceId, string key, string value, CancellationToken cancellationToken);

    /// <summary>Sets or removes a tag, unless it no longer has the value that somebody saw who asks for this.</summary>
    /// <param name="traceId">The trace.</param>
    /// <param name="key">The tag.</param>
    /// <param name="seen">The value that it had; null when there was no such tag.</param>
    /// <param name="value">The value that it is to have; null to remove it.</param>
    /// <param name="cancellationToken">Ends the wait for a turn.</param>
    /// <exception cref="NotStoredException">There is no such trace.</exception>
    Task<TagChange> ChangeTagAsync(string traceId, string key, string? seen, string? value, CancellationToken cancellationToken);

    /// <summary>Removes a tag.</summary>
    /// <exception cref="NotStoredException">There is no such trace, or it has no such tag.</exception>
    Task DeleteTagAsync(string traceId, string key, CancellationToken cancellationToken);

    /// <summary>Links traces to a run; links that exist stay. Ids that are not stored are passed over.</summary>
    /// <exception cref="NotStoredException">There is no such run.</exception>
    Task LinkToRunAsync(IReadOnlyList<string> traceIds, string runId, CancellationToken cancellationToken);

    /// <summary>Deletes traces with everything that belongs to them, in steps that keep nobody waiting, and says how many.</summary>
    Task<long> DeleteAsync(TraceDeletion deletion, CancellationToken cancellationToken);
}
