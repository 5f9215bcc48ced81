using OtelBridge.Server.Commands;
using OtelBridge.Tracking.V1;

using OtelBridge.Web.Wording;
namespace OtelBridge.Server.Transfer;

/// <summary>Reads back what <see cref="TraceInfoJson"/> and <see cref="AssessmentJson"/> write.</summary>
internal static class TraceInfoReader
{
    private static readonly TraceState[] States = [TraceState.Ok, TraceState.Error, TraceState.InProgress, TraceState.Unspecified];

    private static readonly AssessmentSourceType[] SourceTypes =
        [AssessmentSourceType.Human, AssessmentSourceType.LlmJudge, AssessmentSourceType.Code, AssessmentSourceType.Unspecified];

    public static TraceInfo Read(JsonFields json)
    {
        var info = new TraceInfo
        {
            TraceId = json.TextOrNull("trace_id") is { Length: > 0 } id ? id : throw json.Wrong("trace_id", "the id of the trace"),
            ExperimentId = json.Text("experiment_id"),
            State = Named(json, "state", States, TraceStateText.Of),
            Name = json.Text("name"),
            StartTimeUnixNano = json.Time("start_time_unix_nano") ?? throw json.Wrong("start_time_unix_nano", "nanoseconds"),
        };
        if (json.Integer("duration_nano") is { } duration)
        {
            info.DurationNano = duration;
        }

        if (json.TextOrNull("request_preview") is { } request)
        {
            info.RequestPreview = request;
        }

        if (json.TextOrNull("response_preview") is { } response)
        {
            info.ResponsePreview = response;
        }

        if (json.TextOrNull("client_request_id") is { } clientRequestId)
        {
            info.ClientRequestId = clientRequestId;
        }

        json.CopyMap("tags", info.Tags);
        json.CopyMap("metadata", info.Metadata);
        info.Assessments.AddRange(json.Objects("assessments").Select(item => ReadAssessment(item, info.TraceId)));
        info.RunIds.AddRange(json.Texts("run_ids"));
        return info;
    }

    private static Assessment ReadAssessment(JsonFields json, string traceId)
    {
        var assessment = new Assessment
        {
            AssessmentId = json.Text("assessment_id"),
            TraceId = traceId,
            Name = json.Text("name"),
            SpanId = json.Text("span_id"),
            SourceType = Named(json, "source_type", SourceTypes, AssessmentJson.SourceType),
            SourceId = json.Text("source_id"),
            CreateTimeMs = json.Integer("create_time_ms") ?? 0,
            LastUpdateTimeMs = json.Integer("last_update_time_ms") ?? 0,
            Overrides = json.Text("overrides"),
        };
        if (json.Object("feedback") is { } feedback)
        {
            assessment.Feedback = new Feedback { Value = feedback.Json("value") ?? string.Empty, Error = ReadError(feedback.Object("error")) };
        }
        else if (json.Object("expectation") is { } expectation)
        {
            assessment.Expectation = new Expectation { Value = expectation.Json("value") ?? string.Empty };
        }

        if (json.TextOrNull("rationale") is { } rationale)
        {
            assessment.Rationale = rationale;
        }

        if (json.Bool("valid") is { } valid)
        {
            assessment.Valid = valid;
        }

        json.CopyMap("metadata", assessment.Metadata);
        return assessment;
    }

    private static AssessmentError? ReadError(JsonFields? json) => json is { } error
        ? new AssessmentError { ErrorCode = error.Text("error_code"), ErrorMessage = error.Text("error_message"), StackTrace = error.Text("stack_trace") }
        : null;

    private static T Named<T>(JsonFields json, string name, T[] values, Func<T, string> textOf)
        where T : struct, Enum
    {
        var text = json.TextOrNull(name);
        var known = values.Where(value => textOf(value) == text).ToList();
        return known.Count > 0 ? known[0] : throw json.Wrong(name, $"one of {string.Join(", ", values.Select(textOf))}");
    }
}
