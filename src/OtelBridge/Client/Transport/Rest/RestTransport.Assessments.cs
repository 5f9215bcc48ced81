using System.Text.Json;
using OtelBridge.Entities;
using OtelBridge.Entities.Json;

namespace OtelBridge.Client.Transport.Rest;

/// <summary>The questions over MLflow's REST API. This part: assessments.</summary>
internal sealed partial class RestTransport
{
    public Task<Assessment> CreateAssessmentAsync(Assessment assessment, CancellationToken cancellationToken)
    {
        var body = RestBody.Of(json =>
        {
            json.WritePropertyName("assessment");
            AssessmentJsonWriter.Write(json, assessment with { AssessmentId = null }); // the server's to choose
        });
        return PostAsync(Assessments(assessment.TraceId ?? string.Empty), body, ReadAssessment, cancellationToken);
    }

    public Task<Assessment> GetAssessmentAsync(string traceId, string assessmentId, CancellationToken cancellationToken) =>
        GetAsync(Assessments(traceId, assessmentId), ReadAssessment, cancellationToken);

    public Task<Assessment> UpdateAssessmentAsync(string traceId, string assessmentId, AssessmentChange change, CancellationToken cancellationToken) =>
        _connection.AskAsync(
            HttpMethod.Patch,
            Assessments(traceId, assessmentId),
            RestBody.Of(json => RestAssessments.WriteChange(json, traceId, assessmentId, change)),
            ReadAssessment,
            cancellationToken);

    public Task DeleteAssessmentAsync(string traceId, string assessmentId, CancellationToken cancellationToken) => TellAsync(
        HttpMethod.Delete, Assessments(traceId, assessmentId), Texts(("trace_id", traceId), ("assessment_id", assessmentId)), cancellationToken);

    private static Assessment ReadAssessment(JsonElement answer) =>
        RestAssessments.Read(answer.Member("assessment") ?? throw new FormatException("it has no 'assessment'"));

    private static string Assessments(string traceId) => $"{Traces}/{Uri.EscapeDataString(traceId)}/assessments";

    private static string Assessments(string traceId, string assessmentId) => $"{Assessments(traceId)}/{Uri.EscapeDataString(assessmentId)}";
}
