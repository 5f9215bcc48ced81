using System.Text.Json;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Commands;

/// <summary>Assessments as JSON: the names of the proto file; their values as JSON values; what is not known is left out.</summary>
internal static class AssessmentJson
{
    private const int MaxDepth = 256; // deeper than any value that is taken

    public static void WriteAll(Utf8JsonWriter json, IEnumerable<Assessment> assessments)
    {
        json.WriteStartArray();
        foreach (var assessment in assessments)
        {
            Write(json, assessment);
        }

        json.WriteEndArray();
    }

    public static string SourceType(AssessmentSourceType type) => type switch
    {
        AssessmentSourceType.Human => "HUMAN",
        AssessmentSourceType.LlmJudge => "LLM_JUDGE",
        AssessmentSourceType.Code => "CODE",
        _ => "SOURCE_TYPE_UNSPECIFIED",
    };

    private static void Write(Utf8JsonWriter json, Assessment assessment)
    {
        json.WriteStartObject();
        json.WriteString("assessment_id"u8, assessment.AssessmentId);
        json.WriteString("name"u8, assessment.Name);
        WriteText(json, "span_id"u8, assessment.SpanId);
        json.WriteString("source_type"u8, SourceType(assessment.SourceType));
        WriteText(json, "source_id"u8, assessment.SourceId);
        json.WriteNumber("create_time_ms"u8, assessment.CreateTimeMs);
        json.WriteNumber("last_update_time_ms"u8, assessment.LastUpdateTimeMs);
        switch (assessment.KindCase)
        {
            case Assessment.KindOneofCase.Feedback:
                json.WriteStartObject("feedback"u8);
                WriteValue(json, assessment.Feedback.Value);
                WriteError(json, assessment.Feedback.Error);
                json.WriteEndObject();
                break;
            case Assessment.KindOneofCase.Expectation:
                json.WriteStartObject("expectation"u8);
                WriteValue(json, assessment.Expectation.Value);
                json.WriteEndObject();
                break;
        }

        if (assessment.HasRationale)
        {
            json.WriteString("rationale"u8, assessment.Rationale);
        }

        json.WritePropertyName("metadata"u8);
        TraceInfoJson.WriteMap(json, assessment.Metadata);
        WriteText(json, "overrides"u8, assessment.Overrides);
        if (assessment.HasValid)
        {
            json.WriteBoolean("valid"u8, assessment.Valid);
        }

        json.WriteEndObject();
    }

    private static void WriteError(Utf8JsonWriter json, AssessmentError? error)
    {
        if (error is null)
        {
            return;
        }

        json.WriteStartObject("error"u8);
        json.WriteString("error_code"u8, error.ErrorCode);
        WriteText(json, "error_message"u8, error.ErrorMessage);
        WriteText(json, "stack_trace"u8, error.StackTrace);
        json.WriteEndObject();
    }

    // The text is JSON already, but may hold line breaks, which would end a line of JSON Lines.
    private static void WriteValue(Utf8JsonWriter json, string value)
    {
        if (value.Length == 0)
        {
            return;
        }

        json.WritePropertyName("value"u8);
        using var parsed = JsonDocument.Parse(value, new JsonDocumentOptions { MaxDepth = MaxDepth });
        parsed.RootElement.WriteTo(json);
    }

    private static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> name, string text)
    {
        if (text.Length > 0)
        {
            json.WriteString(name, text);
        }
    }
}
