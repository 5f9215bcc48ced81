using System.Text.Json;
using OtelBridge.Attributes;

namespace OtelBridge.Entities.Json;

/// <summary>Reads the record of a trace in each form that MLflow writes or has written.</summary>
/// <remarks>
/// <para>MLflow 3: <c>{"trace_id":"tr-…","trace_location":{"type":"MLFLOW_EXPERIMENT","mlflow_experiment":{"experiment_id":"1"}},"request_time":"2025-11-05T08:49:18.699Z",
/// "state":"OK","execution_duration_ms":123,"trace_metadata":{…},"tags":{…},"assessments":[…]}</c>; over REST with <c>"execution_duration":"0.123s"</c>.</para>
/// <para>MLflow 2: <c>{"request_id":"…","experiment_id":"1","timestamp_ms":1,"execution_time_ms":2,"status":"OK","request_metadata":{…},"tags":[{"key":"k","value":"v"}]}</c>.</para>
/// </remarks>
internal static class TraceInfoJsonReader
{
    private const string What = "trace info";
    private const long NanosPerMs = 1_000_000;

    /// <summary>Reads a record.</summary>
    /// <param name="info">A value of <see cref="JsonSource"/>.</param>
    /// <exception cref="MlflowException">INVALID_PARAMETER_VALUE when it is none.</exception>
    public static TraceInfo Read(JsonElement info)
    {
        var fields = new JsonFields(info, What);
        return fields.Has("request_id") && !fields.Has("trace_id") ? ReadV2(fields) : ReadV3(fields);
    }

    private static TraceInfo ReadV3(JsonFields fields)
    {
        var metadata = fields.TextMap("trace_metadata");
        var traceId = fields.RequiredText("trace_id");
        return new TraceInfo
        {
            TraceId = traceId,
            ExperimentId = fields.Object("trace_location")?.Object("mlflow_experiment")?.Text("experiment_id") ?? "0",
            State = TraceStateText.Read(fields.Value("state")),
            RequestTimeNs = RequestTime(fields),
            ExecutionDuration = Duration(fields),
            RequestPreview = fields.Text("request_preview"),
            ResponsePreview = fields.Text("response_preview"),
            ClientRequestId = fields.Text("client_request_id"),
            TraceMetadata = metadata,
            Tags = fields.TextMap("tags"),
            Assessments = Assessments(fields, traceId),
            TokenUsage = TokenUsageJson.Read(metadata.GetValueOrDefault(MlflowKeys.TraceTokenUsage)),
            Cost = CostJson.Read(metadata.GetValueOrDefault(MlflowKeys.TraceCost)),
        };
    }

    private static TraceInfo ReadV2(JsonFields fields)
    {
        var metadata = fields.TextMap("request_metadata");
        var traceId = fields.RequiredText("request_id");
        return new TraceInfo
        {
            TraceId = traceId,
            ExperimentId = fields.Text("experiment_id") ?? "0",
            State = TraceStateText.Read(fields.Value("status")),
            RequestTimeNs = Nanoseconds(fields, "timestamp_ms") ?? 0,
            ExecutionDuration = Milliseconds(fields, "execution_time_ms"),
            RequestPreview = metadata.GetValueOrDefault(MlflowKeys.TraceInputs),
            ResponsePreview = metadata.GetValueOrDefault(MlflowKeys.TraceOutputs),
            TraceMetadata = metadata,
            Tags = fields.TextMap("tags"),
            Assessments = Assessments(fields, traceId),
            TokenUsage = TokenUsageJson.Read(metadata.GetValueOrDefault(MlflowKeys.TraceTokenUsage)),
            Cost = CostJson.Read(metadata.GetValueOrDefault(MlflowKeys.TraceCost)),
        };
    }

    private static IReadOnlyList<Assessment> Assessments(JsonFields fields, string traceId) =>
        [.. fields.List("assessments").Select(item => AssessmentJsonReader.Read(item, traceId))];

    // A number is what tables have in its place: milliseconds.
    private static long RequestTime(JsonFields fields)
    {
        if (fields.Value("request_time") is not { } time)
        {
            return 0;
        }

        return time.ValueKind == JsonValueKind.Number ? Nanoseconds(fields, "request_time") ?? 0
            : ProtoTime.TryReadTimestamp(fields.Text("request_time") ?? string.Empty, out long unixNs) ? unixNs
            : throw fields.Wrong("request_time", time, "a time such as 2025-11-05T08:49:18.699Z");
    }

    private static TimeSpan? Duration(JsonFields fields)
    {
        if (fields.Value("execution_duration") is not { ValueKind: JsonValueKind.String } text)
        {
            return Milliseconds(fields, "execution_duration_ms") ?? Milliseconds(fields, "execution_duration");
        }

        return ProtoTime.TryReadDuration(text.GetString() ?? string.Empty, out var duration)
            ? duration
            : throw fields.Wrong("execution_duration", text, "a duration such as 1.500s");
    }

    private static TimeSpan? Milliseconds(JsonFields fields, string name) => fields.Int64(name) switch
    {
        null => null,
        >= long.MinValue / TimeSpan.TicksPerMillisecond and <= long.MaxValue / TimeSpan.TicksPerMillisecond and var milliseconds =>
            TimeSpan.FromTicks(milliseconds * TimeSpan.TicksPerMillisecond),
        { } other => throw BadJson.Error($"The {What}'s '{name}' {other} is too large."),
    };

    private static long? Nanoseconds(JsonFields fields, string name) => fields.Int64(name) switch
    {
        null => null,
        >= long.MinValue / NanosPerMs and <= long.MaxValue / NanosPerMs and var milliseconds => milliseconds * NanosPerMs,
        { } other => throw BadJson.Error($"The {What}'s '{name}' {other} is too large."),
    };
}
