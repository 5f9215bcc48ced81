using System.Text.Json;
using OtelBridge.Entities;
using OtelBridge.Entities.Json;

namespace OtelBridge.Client.Transport.Rest;

/// <summary>Assessments in the JSON of MLflow's REST API.</summary>
internal static class RestAssessments
{
    public static Assessment Read(JsonElement assessment) => WithWholeNumbers(AssessmentJsonReader.Read(assessment));

    /// <summary>The same with numbers as they were logged; see <see cref="JsonValue.WithWholeNumbers"/>.</summary>
    public static Assessment WithWholeNumbers(Assessment assessment) => assessment switch
    {
        Feedback { Value: { } value } feedback => feedback with { Value = JsonValue.WithWholeNumbers(value) },
        Expectation expectation => expectation with { Value = JsonValue.WithWholeNumbers(expectation.Value) },
        _ => assessment,
    };

    /// <summary>Writes <c>"assessment": {…}, "update_mask": "feedback,rationale"</c>; the mask is protobuf's, in camelCase.</summary>
    public static void WriteChange(Utf8JsonWriter json, string traceId, string assessmentId, AssessmentChange change)
    {
        var mask = new List<string>(4);
        json.WriteStartObject("assessment");
        json.WriteString("assessment_id", assessmentId);
        json.WriteString("trace_id", traceId);
        if (change.Name is not null)
        {
            json.WriteString("assessment_name", change.Name);
            mask.Add("assessmentName");
        }

        if (change.IsExpectation && change.Value is { } expected)
        {
            AssessmentJsonWriter.WriteExpectation(json, expected);
            mask.Add("expectation");
        }
        else if (!change.IsExpectation && (change.Value is not null || change.Error is not null))
        {
            AssessmentJsonWriter.WriteFeedback(json, change.Value, change.Error);
            mask.Add("feedback");
        }

        if (change.Rationale is not null)
        {
            json.WriteString("rationale", change.Rationale);
            mask.Add("rationale");
        }

        if (change.Metadata is not null)
        {
            json.WriteMap("metadata", change.Metadata);
            mask.Add("metadata");
        }

        json.WriteEndObject();
        json.WriteString("update_mask", string.Join(',', mask));
    }
}
