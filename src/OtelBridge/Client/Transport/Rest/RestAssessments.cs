using System.Text.Json;
using OtelBridge.Entities;

namespace OtelBridge.Client.Transport.Rest;

/// <summary>Assessments in the JSON of MLflow's REST API.</summary>
internal static class RestAssessments
{
    private const string JsonFormat = "JSON_FORMAT";

    public static Assessment Read(JsonElement assessment) => assessment.Member("expectation") is { } expectation
        ? new Expectation
        {
            AssessmentId = assessment.TextOrNull("assessment_id"),
            TraceId = assessment.TextOrNull("trace_id"),
            SpanId = NullIfEmpty(assessment.TextOrNull("span_id")),
            Name = assessment.Text("assessment_name"),
            Source = ReadSource(assessment),
            Metadata = assessment.Map("metadata"),
            CreateTime = assessment.TimeOrNull("create_time"),
            LastUpdateTime = assessment.TimeOrNull("last_update_time"),
            Value = ReadExpected(expectation),
        }
        : new Feedback
        {
            AssessmentId = assessment.TextOrNull("assessment_id"),
            TraceId = assessment.TextOrNull("trace_id"),
            SpanId = NullIfEmpty(assessment.TextOrNull("span_id")),
            Name = assessment.Text("assessment_name"),
            Source = ReadSource(assessment),
            Metadata = assessment.Map("metadata"),
            CreateTime = assessment.TimeOrNull("create_time"),
            LastUpdateTime = assessment.TimeOrNull("last_update_time"),
            Value = assessment.Member("feedback")?.Member("value") is { } value ? JsonValue.WithWholeNumbers(value) : null,
            Error = assessment.Member("feedback")?.Member("error") is { } error
                ? new AssessmentError(error.Text("error_code"), NullIfEmpty(error.TextOrNull("error_message")), NullIfEmpty(error.TextOrNull("stack_trace")))
                : null,
            Rationale = assessment.TextOrNull("rationale"),
            Overrides = NullIfEmpty(assessment.TextOrNull("overrides")),
            Valid = assessment.Boolean("valid", fallback: true),
        };

    /// <summary>Writes an assessment as an object.</summary>
    public static void Write(Utf8JsonWriter json, Assessment assessment)
    {
        json.WriteStartObject();
        json.WriteOptional("assessment_id", assessment.AssessmentId);
        json.WriteString("assessment_name", assessment.Name);
        json.WriteOptional("trace_id", assessment.TraceId);
        json.WriteOptional("span_id", assessment.SpanId);
        json.WriteStartObject("source");
        json.WriteString("source_type", assessment.Source.SourceType switch
        {
            AssessmentSourceType.Human => "HUMAN",
            AssessmentSourceType.LlmJudge => "LLM_JUDGE",
            AssessmentSourceType.Code => "CODE",
            _ => "SOURCE_TYPE_UNSPECIFIED",
        });
        json.WriteString("source_id", assessment.Source.SourceId);
        json.WriteEndObject();
        WriteTimes(json, assessment);
        switch (assessment)
        {
            case Expectation expectation:
                WriteExpected(json, expectation.Value);
                break;
            case Feedback feedback:
                WriteFeedback(json, feedback.Value, feedback.Error);
                json.WriteOptional("rationale", feedback.Rationale);
                json.WriteOptional("overrides", feedback.Overrides);
                json.WriteBoolean("valid", feedback.Valid);
                break;
        }

        if (assessment.Metadata.Count > 0)
        {
            json.WriteMap("metadata", assessment.Metadata);
        }

        json.WriteEndObject();
    }

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
            WriteExpected(json, expected);
            mask.Add("expectation");
        }
        else if (!change.IsExpectation && (change.Value is not null || change.Error is not null))
        {
            WriteFeedback(json, change.Value, change.Error);
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

    private static void WriteTimes(Utf8JsonWriter json, Assessment assessment)
    {
        if (assessment.CreateTime is { } created)
        {
            json.WriteTime("create_time", created);
        }

        if (assessment.LastUpdateTime is { } updated)
        {
            json.WriteTime("last_update_time", updated);
        }
    }

    // Lists and objects travel as text, as MLflow's own client sends them.
    private static void WriteExpected(Utf8JsonWriter json, JsonElement value)
    {
        json.WriteStartObject("expectation");
        if (value.ValueKind is JsonValueKind.Array or JsonValueKind.Object)
        {
            json.WriteStartObject("serialized_value");
            json.WriteString("serialization_format", JsonFormat);
            json.WriteString("value", AssessmentText.OfExpectation(value));
            json.WriteEndObject();
        }
        else
        {
            json.WritePropertyName("value");
            value.WriteTo(json);
        }

        json.WriteEndObject();
    }

    private static void WriteFeedback(Utf8JsonWriter json, JsonElement? value, AssessmentError? error)
    {
        json.WriteStartObject("feedback");
        json.WritePropertyName("value");
        if (value is { } given)
        {
            given.WriteTo(json);
        }
        else
        {
            json.WriteNullValue(); // beside an error; MLflow's server wants to be told
        }

        if (error is not null)
        {
            json.WriteStartObject("error");
            json.WriteString("error_code", error.ErrorCode);
            json.WriteOptional("error_message", error.ErrorMessage);
            json.WriteOptional("stack_trace", error.StackTrace);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private static JsonElement ReadExpected(JsonElement expectation)
    {
        if (expectation.Member("serialized_value") is { } serialized)
        {
            return JsonValue.OfText(serialized.Text("value"));
        }

        return expectation.TryGetProperty("value", out var value) ? JsonValue.WithWholeNumbers(value) : JsonValue.OfText("null");
    }

    private static AssessmentSource ReadSource(JsonElement assessment)
    {
        var source = assessment.Member("source");
        var type = source?.TextOrNull("source_type") switch
        {
            "HUMAN" or "1" => AssessmentSourceType.Human,
            "LLM_JUDGE" or "AI_JUDGE" or "2" => AssessmentSourceType.LlmJudge,
            "CODE" or "3" => AssessmentSourceType.Code,
            _ => AssessmentSourceType.Unspecified,
        };
        return new AssessmentSource(type, source?.TextOrNull("source_id") ?? string.Empty);
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
