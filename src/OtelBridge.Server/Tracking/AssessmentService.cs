using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Tracking;

/// <summary>Assessments, checked and answered the same way for every wire.</summary>
internal sealed class AssessmentService(ITraceStore store)
{
    private readonly ITraceStore _store = store;

    public async Task<CreateAssessmentResponse> CreateAssessmentAsync(CreateAssessmentRequest request, CancellationToken cancellationToken)
    {
        var assessment = AssessmentRequest.Check(request.Assessment);
        assessment.TraceId = TrackingRequest.TraceId(assessment.TraceId);
        return new CreateAssessmentResponse { Assessment = await _store.Assessments.CreateAsync(assessment, cancellationToken) };
    }

    public async Task<GetAssessmentResponse> GetAssessmentAsync(GetAssessmentRequest request, CancellationToken cancellationToken) => new()
    {
        Assessment = await _store.Assessments.GetAsync(
            TrackingRequest.TraceId(request.TraceId), TrackingRequest.Id(request.AssessmentId, "assessment_id"), cancellationToken),
    };

    public async Task<UpdateAssessmentResponse> UpdateAssessmentAsync(UpdateAssessmentRequest request, CancellationToken cancellationToken)
    {
        var change = request.Assessment ?? throw TrackingRequest.Missing("assessment");
        change.TraceId = TrackingRequest.TraceId(change.TraceId);
        TrackingRequest.Id(change.AssessmentId, "assessment_id");
        var fields = AssessmentRequest.CheckChange(change, request.UpdateMask);
        return new UpdateAssessmentResponse { Assessment = await _store.Assessments.UpdateAsync(change, fields, cancellationToken) };
    }

    public async Task<DeleteAssessmentResponse> DeleteAssessmentAsync(DeleteAssessmentRequest request, CancellationToken cancellationToken)
    {
        await _store.Assessments.DeleteAsync(
            TrackingRequest.TraceId(request.TraceId), TrackingRequest.Id(request.AssessmentId, "assessment_id"), cancellationToken);
        return new DeleteAssessmentResponse();
    }
}
