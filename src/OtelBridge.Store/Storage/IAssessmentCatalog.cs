using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage;

/// <summary>The assessments of traces. Every change is durable when its task completes.</summary>
public interface IAssessmentCatalog
{
    /// <summary>Adds an assessment under a new id; one that it overrides becomes invalid.</summary>
    /// <exception cref="NotStoredException">There is no such trace, or no such assessment to override.</exception>
    Task<Assessment> CreateAsync(Assessment assessment, CancellationToken cancellationToken);

    /// <summary>Reads an assessment.</summary>
    /// <exception cref="NotStoredException">There is no such trace or assessment.</exception>
    Task<Assessment> GetAsync(string traceId, string assessmentId, CancellationToken cancellationToken);

    /// <summary>Changes the fields of the mask: name, feedback, expectation, rationale, metadata (merged), valid.</summary>
    /// <exception cref="NotStoredException">There is no such trace or assessment.</exception>
    /// <exception cref="RefusedChangeException">A feedback does not become an expectation, nor the other way round.</exception>
    Task<Assessment> UpdateAsync(Assessment assessment, IReadOnlyList<string> updateMask, CancellationToken cancellationToken);

    /// <summary>Deletes an assessment, if it is there; one that it overrode is valid again.</summary>
    /// <exception cref="NotStoredException">There is no such trace.</exception>
    Task DeleteAsync(string traceId, string assessmentId, CancellationToken cancellationToken);
}
