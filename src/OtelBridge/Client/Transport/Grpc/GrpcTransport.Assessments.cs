using OtelBridge.Entities;
using OtelBridge.Grpc;
using Wire = OtelBridge.Tracking.V1;

namespace OtelBridge.Client.Transport.Grpc;

/// <summary>The questions over gRPC. This part: assessments.</summary>
internal sealed partial class GrpcTransport
{
    public async Task<Assessment> CreateAssessmentAsync(Assessment assessment, CancellationToken cancellationToken)
    {
        var request = new Wire.CreateAssessmentRequest { Assessment = AssessmentMessages.Write(assessment) };
        return AssessmentMessages.Read((await CallAsync(TrackingServiceMethods.CreateAssessment, request, cancellationToken).ConfigureAwait(false)).Assessment);
    }

    public async Task<Assessment> GetAssessmentAsync(string traceId, string assessmentId, CancellationToken cancellationToken)
    {
        var request = new Wire.GetAssessmentRequest { TraceId = traceId, AssessmentId = assessmentId };
        return AssessmentMessages.Read((await CallAsync(TrackingServiceMethods.GetAssessment, request, cancellationToken).ConfigureAwait(false)).Assessment);
    }

    public async Task<Assessment> UpdateAssessmentAsync(string traceId, string assessmentId, AssessmentChange change, CancellationToken cancellationToken)
    {
        var request = AssessmentMessages.Write(traceId, assessmentId, change);
        return AssessmentMessages.Read((await CallAsync(TrackingServiceMethods.UpdateAssessment, request, cancellationToken).ConfigureAwait(false)).Assessment);
    }

    public Task DeleteAssessmentAsync(string traceId, string assessmentId, CancellationToken cancellationToken) =>
        CallAsync(
            TrackingServiceMethods.DeleteAssessment, new Wire.DeleteAssessmentRequest { TraceId = traceId, AssessmentId = assessmentId }, cancellationToken);
}
