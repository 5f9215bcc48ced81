using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Masking;

/// <summary>Masks assessments before they are stored.</summary>
internal sealed class MaskedAssessmentCatalog(IAssessmentCatalog inner, ExperimentMasks masks) : IAssessmentCatalog
{
    public async Task<Assessment> CreateAsync(Assessment assessment, CancellationToken cancellationToken) =>
        await inner.CreateAsync(await ShownAsync(assessment, assessment, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public Task<Assessment> GetAsync(string traceId, string assessmentId, CancellationToken cancellationToken) => inner.GetAsync(traceId, assessmentId, cancellationToken);

    // A change may leave the name out, by which rules know it.
    public async Task<Assessment> UpdateAsync(Assessment assessment, IReadOnlyList<string> updateMask, CancellationToken cancellationToken)
    {
        var stored = assessment.Name.Length > 0 ? assessment : await inner.GetAsync(assessment.TraceId, assessment.AssessmentId, cancellationToken).ConfigureAwait(false);
        return await inner.UpdateAsync(await ShownAsync(assessment, stored, cancellationToken).ConfigureAwait(false), updateMask, cancellationToken).ConfigureAwait(false);
    }

    public Task DeleteAsync(string traceId, string assessmentId, CancellationToken cancellationToken) => inner.DeleteAsync(traceId, assessmentId, cancellationToken);

    private async Task<Assessment> ShownAsync(Assessment assessment, Assessment named, CancellationToken cancellationToken)
    {
        var mask = await masks.OfTraceAsync(assessment.TraceId, cancellationToken).ConfigureAwait(false);
        if (ReferenceEquals(assessment, named))
        {
            return RecordMasking.Mask(mask, assessment);
        }

        var shown = RecordMasking.Mask(mask, new Assessment(assessment) { Name = named.Name });
        shown.Name = assessment.Name;
        return shown;
    }
}
