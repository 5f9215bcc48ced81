using OtelBridge.Server.Tracking;
using OtelBridge.Tracking.V1;
using static OtelBridge.Server.Rest.RestEndpoint;

namespace OtelBridge.Server.Rest.Assessments;

/// <summary>Assessments of traces.</summary>
internal static class AssessmentEndpoints
{
    private const string Assessments = "/3.0/mlflow/traces/{trace_id}/assessments";
    private const string One = Assessments + "/{assessment_id}";

    public static IReadOnlyList<RestEndpoint> All { get; } =
    [
        Post(Assessments, CreateAsync),
        Get(One, GetAsync),
        Patch(One, UpdateAsync),
        Delete(One, DeleteAsync),
    ];

    private static async Task CreateAsync(RestCall call)
    {
        var assessment = Read(call);
        assessment.AssessmentId = string.Empty; // the server's to choose
        var response = await call.Services.Assessments.CreateAssessmentAsync(new CreateAssessmentRequest { Assessment = assessment }, call.CancellationToken);
        Write(call, response.Assessment);
    }

    private static async Task GetAsync(RestCall call)
    {
        var request = new GetAssessmentRequest { TraceId = call.Route("trace_id"), AssessmentId = call.Route("assessment_id") };
        var response = await call.Services.Assessments.GetAssessmentAsync(request, call.CancellationToken);
        Write(call, response.Assessment);
    }

    private static async Task UpdateAsync(RestCall call)
    {
        var assessment = Read(call);
        assessment.AssessmentId = call.Route("assessment_id");
        var request = new UpdateAssessmentRequest { Assessment = assessment, UpdateMask = { FieldMask(call.Fields.Text("update_mask")) } };
        var response = await call.Services.Assessments.UpdateAssessmentAsync(request, call.CancellationToken);
        Write(call, response.Assessment);
    }

    private static async Task DeleteAsync(RestCall call)
    {
        var request = new DeleteAssessmentRequest { TraceId = call.Route("trace_id"), AssessmentId = call.Route("assessment_id") };
        await call.Services.Assessments.DeleteAssessmentAsync(request, call.CancellationToken);
    }

    private static Assessment Read(RestCall call)
    {
        var assessment = AssessmentJson.Read(call.Fields.ObjectOrNull("assessment") ?? throw TrackingRequest.Missing("assessment"));
        assessment.TraceId = call.Route("trace_id");
        return assessment;
    }

    private static void Write(RestCall call, Assessment assessment)
    {
        call.Json.WritePropertyName("assessment"u8);
        AssessmentJson.Write(call.Json, assessment);
    }

    // Protobuf's mask: names in camelCase between commas; in snake_case from hand-written clients.
    private static IEnumerable<string> FieldMask(string text) =>
        from path in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        select path is "assessmentName" or "assessment_name" ? "name" : path;
}
