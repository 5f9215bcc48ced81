using OtelBridge.Grpc;
using OtelBridge.Server.Rest.Assessments;
using OtelBridge.Server.Tracking;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Rest.Traces;

/// <summary>Reads what a client of MLflow 3 says of a whole trace.</summary>
/// <remarks>
/// MLflow takes a time or state that it cannot read for 1970 and "unspecified", and loses what stands behind it; here such a record is refused with the name of
/// the field.
/// </remarks>
internal static class TraceRecordJson
{
    public static TraceRecord Read(RestFields info)
    {
        var record = new TraceRecord { TraceId = info.Text("trace_id"), ExperimentId = ExperimentId(info) ?? string.Empty };
        if (info.EnumOrNull("state", RestEnums.TraceStates) is { } state)
        {
            record.State = state;
        }

        if (info.TextOrNull("request_time") is { } time)
        {
            record.StartTimeUnixNano = (ulong)(RestTime.ReadTimestamp(time)
                ?? throw Unreadable(time, "request_time", "a time like 2025-11-05T08:49:18.699Z, not before 1970"));
        }

        if (info.TextOrNull("execution_duration") is { } duration)
        {
            record.DurationNano = RestTime.ReadDuration(duration) ?? throw Unreadable(duration, "execution_duration", "a duration in seconds like 1.234s");
        }

        ReadTexts(info, record);
        record.Assessments.AddRange(info.Objects("assessments").Select(AssessmentJson.Read));
        return record;
    }

    /// <summary>The experiment of a place where traces are; null for a place of another kind.</summary>
    public static string? ExperimentOf(RestFields location) =>
        location.ObjectOrNull("mlflow_experiment") is { } experiment ? experiment.Id("experiment_id") : null;

    private static string? ExperimentId(RestFields info) =>
        info.ObjectOrNull("trace_location") is { } location ? ExperimentOf(location) : null;

    private static void ReadTexts(RestFields info, TraceRecord record)
    {
        if (info.TextOrNull("request_preview") is { } request)
        {
            record.RequestPreview = request;
        }

        if (info.TextOrNull("response_preview") is { } response)
        {
            record.ResponsePreview = response;
        }

        if (info.TextOrNull("client_request_id") is { } id)
        {
            record.ClientRequestId = id;
        }

        foreach (var (key, value) in info.Map("tags"))
        {
            record.Tags[key] = value;
        }

        foreach (var (key, value) in info.Map("trace_metadata"))
        {
            record.Metadata[key] = value;
        }
    }

    private static GrpcException Unreadable(string value, string name, string rule) =>
        TrackingRequest.Invalid($"'{TrackingRequest.Quote(value)}'", name, $"it is {rule}");
}
