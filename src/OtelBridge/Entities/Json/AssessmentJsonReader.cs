using System.Text.Json;

namespace OtelBridge.Entities.Json;

/// <summary>Reads an assessment, as files and REST have it.</summary>
/// <remarks>
/// <c>{"assessment_id":"a-…","assessment_name":"correctness","trace_id":"tr-…","source":{"source_type":"LLM_JUDGE","source_id":"gpt-x"},"create_time":"2025-11-05T08:49:18.699Z",
/// "feedback":{"value":true,"error":{"error_code":"E"}},"rationale":"because","metadata":{"k":"v"},"overrides":"a-…","valid":true}</c>, or
/// <c>"expectation":{"value":42}</c>, or <c>"expectation":{"serialized_value":{"serialization_format":"JSON_FORMAT","value":"{\"a\": 1}"}}</c>.
/// </remarks>
internal static class AssessmentJsonReader
{
    private const string What = "assessment";

    /// <summary>Reads an assessment.</summary>
    /// <param name="assessment">A value of <see cref="JsonSource"/>.</param>
    /// <param name="traceId">Id of the trace, where the assessment does not say it.</param>
    /// <exception cref="MlflowException">INVALID_PARAMETER_VALUE when it is none.</exception>
    public static Assessment Read(JsonElement assessment, string? traceId = null)
    {
        var fields = new JsonFields(assessment, What);
        Assessment read = (fields.Object("feedback"), fields.Object("expectation")) switch
        {
            ({ } feedback, null) => ReadFeedback(fields, feedback),
            (null, { } expectation) => new Expectation { Name = string.Empty, Source = Source(fields), Value = ExpectedValue(expectation) },
            _ => throw BadJson.Error($"The {What} has to have exactly one of 'feedback' and 'expectation'."),
        };
        return read with
        {
            AssessmentId = NullIfEmpty(fields.Text("assessment_id")),
            TraceId = NullIfEmpty(fields.Text("trace_id")) ?? traceId,
            SpanId = NullIfEmpty(fields.Text("span_id")),
            Name = fields.Text("assessment_name") ?? fields.Text("name") ?? string.Empty,
            Metadata = fields.TextMap("metadata"),
            CreateTime = Time(fields, "create_time"),
            LastUpdateTime = Time(fields, "last_update_time"),
        };
    }

    private static Feedback ReadFeedback(JsonFields fields, JsonFields feedback) => new()
    {
        Name = string.Empty,
        Source = Source(fields),
        Value = feedback.Value("value")?.Clone(),
        Error = (feedback.Object("error") ?? fields.Object("error")) is { } error
            ? new AssessmentError(error.Text("error_code") ?? string.Empty, NullIfEmpty(error.Text("error_message")), NullIfEmpty(error.Text("stack_trace")))
            : null,
        Rationale = fields.Text("rationale"),
        Overrides = NullIfEmpty(fields.Text("overrides")),
        Valid = fields.Flag("valid") ?? true,
    };

    private static JsonElement ExpectedValue(JsonFields expectation)
    {
        if (expectation.Object("serialized_value") is not { } serialized)
        {
            return expectation.Value("value")?.Clone() ?? JsonElement.Parse("null"u8);
        }

        return serialized.Text("serialization_format") is null or "JSON_FORMAT"
            ? JsonSource.Parse(serialized.Text("value") ?? "null", "expectation's serialized value")
            : throw BadJson.Error($"The expectation's 'serialization_format' {BadJson.Quote(serialized.Text("serialization_format") ?? string.Empty)} is not JSON_FORMAT.");
    }

    private static AssessmentSource Source(JsonFields fields) => fields.Object("source") is { } source
        ? new AssessmentSource(AssessmentSourceText.Read(source.Text("source_type")), source.Text("source_id") ?? "default")
        : new AssessmentSource(AssessmentSourceType.Unspecified);

    private static DateTimeOffset? Time(JsonFields fields, string name) => fields.Value(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text when ProtoTime.TryReadTimestamp(text.GetString() ?? string.Empty, out DateTimeOffset time) => time,
        { } other => throw fields.Wrong(name, other, "a time such as 2025-11-05T08:49:18.699Z"),
    };

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
