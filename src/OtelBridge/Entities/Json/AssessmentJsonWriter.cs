using System.Text.Json;

namespace OtelBridge.Entities.Json;

/// <summary>Writes an assessment, as files and REST have it; see <see cref="AssessmentJsonReader"/>.</summary>
internal static class AssessmentJsonWriter
{
    public static void Write(Utf8JsonWriter writer, Assessment assessment)
    {
        writer.WriteStartObject();
        WriteText(writer, "assessment_id", assessment.AssessmentId);
        writer.WriteString("assessment_name", assessment.Name);
        WriteText(writer, "trace_id", assessment.TraceId);
        WriteText(writer, "span_id", assessment.SpanId);
        writer.WriteStartObject("source");
        writer.WriteString("source_type", AssessmentSourceText.Write(assessment.Source.SourceType));
        writer.WriteString("source_id", assessment.Source.SourceId);
        writer.WriteEndObject();
        WriteTime(writer, "create_time", assessment.CreateTime);
        WriteTime(writer, "last_update_time", assessment.LastUpdateTime);
        switch (assessment)
        {
            case Feedback feedback:
                WriteFeedback(writer, feedback.Value, feedback.Error);
                WriteText(writer, "rationale", feedback.Rationale);
                WriteText(writer, "overrides", feedback.Overrides);
                break;
            case Expectation expectation:
                WriteExpectation(writer, expectation.Value);
                break;
        }

        writer.WriteBoolean("valid", assessment is not Feedback { Valid: false });
        EntityJson.WriteMap(writer, "metadata", assessment.Metadata);
        writer.WriteEndObject();
    }

    /// <summary>Writes <c>"expectation":{…}</c>: lists and objects as JSON text, as MLflow has them.</summary>
    public static void WriteExpectation(Utf8JsonWriter writer, JsonElement value)
    {
        writer.WriteStartObject("expectation");
        if (value.ValueKind is JsonValueKind.Array or JsonValueKind.Object)
        {
            writer.WriteStartObject("serialized_value");
            writer.WriteString("serialization_format", "JSON_FORMAT");
            writer.WriteString("value", AssessmentText.OfExpectation(value));
            writer.WriteEndObject();
        }
        else
        {
            writer.WritePropertyName("value");
            EntityJson.WriteValue(writer, value);
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes <c>"feedback":{…}</c>: the value also where there is only an error, as MLflow does.</summary>
    public static void WriteFeedback(Utf8JsonWriter writer, JsonElement? value, AssessmentError? error)
    {
        writer.WriteStartObject("feedback");
        writer.WritePropertyName("value");
        EntityJson.WriteValue(writer, value ?? default);
        if (error is not null)
        {
            writer.WriteStartObject("error");
            writer.WriteString("error_code", error.ErrorCode);
            WriteText(writer, "error_message", error.ErrorMessage);
            WriteText(writer, "stack_trace", error.StackTrace);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    private static void WriteTime(Utf8JsonWriter writer, string name, DateTimeOffset? time)
    {
        if (time is { } given)
        {
            writer.WriteString(name, ProtoTime.Timestamp(given));
        }
    }
}
