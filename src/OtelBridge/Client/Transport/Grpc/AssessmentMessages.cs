using System.Text.Json;
using OtelBridge.Entities;
using OtelBridge.Entities.Json;
using Wire = OtelBridge.Tracking.V1;

namespace OtelBridge.Client.Transport.Grpc;

/// <summary>Assessments between the tracking service's messages and a client's entities.</summary>
internal static class AssessmentMessages
{
    public static Assessment Read(Wire.Assessment assessment) => assessment.KindCase == Wire.Assessment.KindOneofCase.Expectation
        ? new Expectation
        {
            AssessmentId = NullIfEmpty(assessment.AssessmentId),
            TraceId = NullIfEmpty(assessment.TraceId),
            SpanId = NullIfEmpty(assessment.SpanId),
            Name = assessment.Name,
            Source = Source(assessment),
            Metadata = new Dictionary<string, string>(assessment.Metadata, StringComparer.Ordinal),
            CreateTime = Moments.OfMilliseconds(assessment.CreateTimeMs),
            LastUpdateTime = Moments.OfMilliseconds(assessment.LastUpdateTimeMs),
            Value = JsonValue.OfText(assessment.Expectation.Value),
        }
        : new Feedback
        {
            AssessmentId = NullIfEmpty(assessment.AssessmentId),
            TraceId = NullIfEmpty(assessment.TraceId),
            SpanId = NullIfEmpty(assessment.SpanId),
            Name = assessment.Name,
            Source = Source(assessment),
            Metadata = new Dictionary<string, string>(assessment.Metadata, StringComparer.Ordinal),
            CreateTime = Moments.OfMilliseconds(assessment.CreateTimeMs),
            LastUpdateTime = Moments.OfMilliseconds(assessment.LastUpdateTimeMs),
            Value = assessment.Feedback?.Value is { Length: > 0 } value ? NullIfNull(JsonValue.OfText(value)) : null,
            Error = assessment.Feedback?.Error is { } error ? Error(error) : null,
            Rationale = assessment.HasRationale ? assessment.Rationale : null,
            Overrides = NullIfEmpty(assessment.Overrides),
            Valid = !assessment.HasValid || assessment.Valid,
        };

    public static Wire.Assessment Write(Assessment assessment)
    {
        var message = new Wire.Assessment
        {
            TraceId = assessment.TraceId ?? string.Empty,
            SpanId = assessment.SpanId ?? string.Empty,
            Name = assessment.Name,
            SourceType = (Wire.AssessmentSourceType)assessment.Source.SourceType, // the same numbers
            SourceId = assessment.Source.SourceId,
            CreateTimeMs = assessment.CreateTime?.ToUnixTimeMilliseconds() ?? 0,
            LastUpdateTimeMs = assessment.LastUpdateTime?.ToUnixTimeMilliseconds() ?? 0,
        };
        message.Metadata.Set(assessment.Metadata);
        switch (assessment)
        {
            case Expectation expectation:
                message.Expectation = new Wire.Expectation { Value = AssessmentText.OfExpectation(expectation.Value) };
                break;
            case Feedback feedback:
                message.Feedback = Write(feedback.Value, feedback.Error);
                message.Overrides = feedback.Overrides ?? string.Empty;
                message.Valid = feedback.Valid;
                if (feedback.Rationale is not null)
                {
                    message.Rationale = feedback.Rationale;
                }

                break;
        }

        return message;
    }

    /// <summary>A change as the message and the names of the fields that count.</summary>
    public static Wire.UpdateAssessmentRequest Write(string traceId, string assessmentId, AssessmentChange change)
    {
        var message = new Wire.Assessment { TraceId = traceId, AssessmentId = assessmentId };
        var request = new Wire.UpdateAssessmentRequest { Assessment = message };
        if (change.Name is not null)
        {
            message.Name = change.Name;
            request.UpdateMask.Add("name");
        }

        if (change.Value is not null || change.Error is not null)
        {
            request.UpdateMask.Add(change.IsExpectation ? "expectation" : "feedback");
            if (change.IsExpectation)
            {
                message.Expectation = new Wire.Expectation { Value = change.Value is { } value ? AssessmentText.OfExpectation(value) : string.Empty };
            }
            else
            {
                message.Feedback = Write(change.Value, change.Error);
            }
        }

        if (change.Rationale is not null)
        {
            message.Rationale = change.Rationale;
            request.UpdateMask.Add("rationale");
        }

        if (change.Metadata is not null)
        {
            message.Metadata.Set(change.Metadata);
            request.UpdateMask.Add("metadata");
        }

        return request;
    }

    private static Wire.Feedback Write(JsonElement? value, AssessmentError? error) => new()
    {
        Value = value is { } given ? AssessmentText.OfFeedback(given) : string.Empty,
        Error = error is null ? null : new Wire.AssessmentError
        {
            ErrorCode = error.ErrorCode,
            ErrorMessage = error.ErrorMessage ?? string.Empty,
            StackTrace = error.StackTrace ?? string.Empty,
        },
    };

    private static AssessmentSource Source(Wire.Assessment assessment) => new((AssessmentSourceType)assessment.SourceType, assessment.SourceId);

    private static AssessmentError Error(Wire.AssessmentError error) => new(error.ErrorCode, NullIfEmpty(error.ErrorMessage), NullIfEmpty(error.StackTrace));

    // A feedback with an error only: what the store has for its value depends on who logged it.
    private static JsonElement? NullIfNull(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value;

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;
}
