using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Access.Guard;

/// <summary>The assessments of traces that the caller sees.</summary>
internal sealed class GuardedAssessmentCatalog(IAssessmentCatalog assessments, ExperimentGuard guard) : IAssessmentCatalog
{
    public async Task<Assessment> CreateAsync(Assessment assessment, CancellationToken cancellationToken)
    {
        await guard.RequireAsync(AccessLevel.Edit, assessment.TraceId, cancellationToken).ConfigureAwait(false);
        return await assessments.CreateAsync(assessment, cancellationToken).ConfigureAwait(false);
    }

    public async Task<Assessment> GetAsync(string traceId, string assessmentId, CancellationToken cancellationToken)
    {
        await guard.RequireAsync(AccessLevel.Read, traceId, cancellationToken).ConfigureAwait(false);
        return await assessments.GetAsync(traceId, assessmentId, cancellationToken).ConfigureAwait(false);
    }

    public async Task<Assessment> UpdateAsync(Assessment assessment, IReadOnlyList<string> updateMask, CancellationToken cancellationToken)
    {
        await guard.RequireAsync(AccessLevel.Edit, assessment.TraceId, cancellationToken).ConfigureAwait(false);
        return await assessments.UpdateAsync(assessment, updateMask, cancellationToken).ConfigureAwait(false);
    }

    public async Task DeleteAsync(string traceId, string assessmentId, CancellationToken cancellationToken)
    {
        await guard.RequireAsync(AccessLevel.Edit, traceId, cancellationToken).ConfigureAwait(false);
        await assessments.DeleteAsync(traceId, assessmentId, cancellationToken).ConfigureAwait(false);
    }
}
