using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Tracking;

/// <summary>Assessments, checked and answered the same way for every wire.</summary>
internal sealed class AssessmentService
{
    public Task<CreateAssessmentResponse> CreateAssessmentAsync(CreateAssessmentRequest request, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<GetAssessmentResponse> GetAssessmentAsync(GetAssessmentRequest request, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<UpdateAssessmentResponse> UpdateAssessmentAsync(UpdateAssessmentRequest request, CancellationToken cancellationToken) => throw new NotImplementedException();

    public Task<DeleteAssessmentResponse> DeleteAssessmentAsync(DeleteAssessmentRequest request, CancellationToken cancellationToken) => throw new NotImplementedException();
}
