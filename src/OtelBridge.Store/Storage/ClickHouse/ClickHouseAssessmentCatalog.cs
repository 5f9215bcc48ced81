using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Storage.ClickHouse;

/// <summary>The assessments of traces: part of what clients say of them.</summary>
internal sealed class ClickHouseAssessmentCatalog : IAssessmentCatalog
{
    public Task<Assessment> CreateAsync(Assessment assessment, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Assessment> GetAsync(string traceId, string assessmentId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Assessment> UpdateAsync(Assessment assessment, IReadOnlyList<string> updateMask, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task DeleteAsync(string traceId, string assessmentId, CancellationToken cancellationToken) => throw new NotSupportedException();
}
