using System.Text.Json;
using OtelBridge.Server.Tracking;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Rest.Assessments;

/// <summary>Assessments in the JSON of MLflow.</summary>
internal static class AssessmentJson
{
    private const string JsonFormat = "JSON_FORMAT";

    public static void Write(Utf8JsonWriter json, Assessment assessment)
    {
        json.WriteStartObject();
        json.WriteString("assessment_id"u8, assessment.AssessmentId);
        json.WriteString("assessment_name"u8, assessment.Name);
        json.WriteString("trace_id"u8, assessment.TraceId);
        WriteText(json, "span_id"u8, assessment.SpanId);
        json.WriteStartObject("source"u8);
        json.WriteString("source_type"u8, RestEnums.SourceTypes.Of(assessment.SourceType));
        WriteText(json, "source_id"u8, assessment.SourceId);
        json.WriteEndObject();
        json.WriteString("create_time"u8, RestTime.Timestamp(assessment.CreateTimeMs));
        json.WriteString("last_update_time"u8, RestTime.Timestamp(assessment.LastUpdateTimeMs));
        WriteKind(json, assessment);
        if (assessment.HasRationale)
        {
            json.WriteString("rationale"u8, assessment.Rationale);
        }

        RestMaps.WriteMap(json, "metadata"u8, assessment.Metadata);
        WriteText(json, "overrides"u8, assessment.Overrides);
        json.WriteBoolean("valid"u8, !assessment.HasValid || assessment.Valid);
        json.WriteEndObject();
    }

    public static Assessment Read(RestFields fields)
    {
        var assessment = new Assessment
        {
            AssessmentId = fields.Text("assessment_id"),
            TraceId = fields.Text("trace_id"),
            Name = fields.Text("assessment_name"),
            SpanId = fields.Text("span_id"),
            CreateTimeMs = Time(fields, "create_time"),
            LastUpdateTimeMs = Time(fields, "last_update_time"),
            Overrides = fields.Text("overrides"),
        };
        if (fields.ObjectOrNull("source") is { } source)
        {
            assessment.SourceType = source.EnumOrNull("source_type", RestEnums.SourceTypes) ?? AssessmentSourceType.Unspecified;
            assessment.SourceId = source.Text("source_id");
        }

        if (fields.TextOrNull("rationale") is { } rationale)
        {
            assessment.Rationale = rationale;
        }

        if (fields.BooleanOrNull("valid") is { } valid)
        {
            assessment.Valid = valid;
        }

        foreach (var (key, value) in fields.Map("metadata"))
        {
            assessment.Metadata[key] = value;
        }

        ReadKind(fields, assessment);
        return assessment;
    }

    private static void ReadKind(RestFields fields, Assessment assessment)
    {
        if (fields.ObjectOrNull("expectation") is { } expectation)
        {
            assessment.Expectation = new Expectation { Value = ReadExpected(expectation) };
        }

        if (fields.ObjectOrNull("feedback") is { } feedback)
        {
            if (assessment.KindCase != Assessment.KindOneofCase.None)
            {
                throw TrackingRequest.Invalid("of two kinds", "assessment", "it has either a feedback or an expectation");
            }

            assessment.Feedback = new Feedback { Value = AssessmentValue.Read(feedback.AnyOrNull("value")) ?? string.Empty, Error = ReadError(feedback) };
        }
    }

    private static string ReadExpected(RestFields expectation)
    {
        if (expectation.ObjectOrNull("serialized_value") is not { } serialized)
        {
            return AssessmentValue.Read(expectation.AnyOrNull("value")) ?? "null";
        }

        return serialized.TextOrNull("serialization_format") is null or JsonFormat
            ? AssessmentValue.ReadText(serialized.Text("value"))
            : throw TrackingRequest.Invalid(
                $"'{TrackingRequest.Quote(serialized.Text("serialization_format"))}'", "serialization_format", $"it is {JsonFormat}");
    }

    private static AssessmentError? ReadError(RestFields feedback) => feedback.ObjectOrNull("error") is { } error
        ? new AssessmentError { ErrorCode = error.Text("error_code"), ErrorMessage = error.Text("error_message"), StackTrace = error.Text("stack_trace") }
        : null;

    private static long Time(RestFields fields, string name) => fields.TextOrNull(name) switch
    {
        null => 0,
        var text => (RestTime.ReadTimestamp(text) ?? throw TrackingRequest.Invalid(
            $"'{TrackingRequest.Quote(text)}'", name, "it is a time like 2025-11-05T08:49:18.699Z")) / 1_000_000,
    };

    private static void WriteKind(Utf8JsonWriter json, Assessment assessment)
    {
        if (assessment.KindCase == Assessment.KindOneofCase.Expectation)
        {
            json.WriteStartObject("expectation"u8);
            WriteExpected(json, assessment.Expectation.Value);
            json.WriteEndObject();
        }
        else if (assessment.KindCase == Assessment.KindOneofCase.Feedback)
        {
            json.WriteStartObject("feedback"u8);
            json.WritePropertyName("value"u8);
            json.WriteRawValue(assessment.Feedback.Value.Length == 0 ? "null" : assessment.Feedback.Value);
            WriteError(json, assessment.Feedback.Error);
            json.WriteEndObject();
        }
    }

    private static void WriteExpected(Utf8JsonWriter json, string value)
    {
        if (value.AsSpan().TrimStart() is not (['{', ..] or ['[', ..]))
        {
            json.WritePropertyName("value"u8);
            json.WriteRawValue(value.Length == 0 ? "null" : value);
            return;
        }

        json.WriteStartObject("serialized_value"u8);
        json.WriteString("serialization_format"u8, JsonFormat);
        json.WriteString("value"u8, value);
        json.WriteEndObject();
    }

    private static void WriteError(Utf8JsonWriter json, AssessmentError? error)
    {
        if (error is null)
        {
            return;
        }

        json.WriteStartObject("error"u8);
        WriteText(json, "error_code"u8, error.ErrorCode);
        WriteText(json, "error_message"u8, error.ErrorMessage);
        WriteText(json, "stack_trace"u8, error.StackTrace);
        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> name, string text)
    {
        if (text.Length > 0)
        {
            json.WriteString(name, text);
        }
    }
}
