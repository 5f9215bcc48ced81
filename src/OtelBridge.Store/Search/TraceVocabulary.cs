using static OtelBridge.Store.Search.FilterOperators;

namespace OtelBridge.Store.Search;

/// <summary>What a search for traces can be about: MLflow's fields, and ours marked so.</summary>
/// <remarks>
/// Where we take more than MLflow does, beyond the fields marked so: lists for <c>name</c>, <c>run_id</c> and assessments; <c>MATCH</c>;
/// <c>span.attributes</c> against bare numbers; backticks around any part of a key; <c>OR</c>, <c>NOT</c> and parentheses.
/// </remarks>
internal static class TraceVocabulary
{
    private static readonly string[] Attribute = ["attribute"];

    // MLflow looks at the key before the entity, so tag.name and metadata.run_id mean the trace's name and run.
    private static readonly string[] AttributeOrMap = ["attribute", "tag", "metadata"];

    private static readonly string[] Tags = ["tag"];
    private static readonly string[] MetadataMap = ["metadata"];
    private static readonly string[] Span = ["span"];
    private static readonly string[] Tokens = ["tokens"];
    private static readonly string[] Cost = ["cost"];

    public static FilterVocabulary Instance { get; } = new(
        [
            new("attribute", ["attributes", "trace"], "attribute key", IsImplied: true),
            new("tag", ["tags"], "tag key"),
            new("metadata", ["request_metadata"], "metadata key"),
            new("span", [], "span attribute"),
            new("feedback", [], "feedback name"),
            new("expectation", [], "expectation name"),
            new("tokens", [], "tokens key"),
            new("cost", [], "cost key"),
            new("service", [], "service key"),
        ],
        [
            new(FilterFieldKind.TraceId, Attribute, ["request_id"]) { TextOperators = ForText, CanOrder = true },
            new(FilterFieldKind.ClientRequestId, Attribute, ["client_request_id"]) { TextOperators = ForText },
            new(FilterFieldKind.State, Attribute, ["status"]) { TextOperators = ForText, CanOrder = true },
            new(FilterFieldKind.StartTime, Attribute, ["timestamp_ms", "timestamp"]) { NumberOperators = ForNumbers, CanOrder = true },
            new(FilterFieldKind.Duration, Attribute, ["execution_time_ms", "execution_time"]) { NumberOperators = ForNumbers, CanOrder = true },
            new(FilterFieldKind.EndTime, Attribute, ["end_time_ms", "end_time"]) { NumberOperators = ForNumbers, CanOrder = true },
            new(FilterFieldKind.Name, AttributeOrMap, ["name"]) { TextOperators = ForText, CanOrder = true },
            new(FilterFieldKind.RunId, AttributeOrMap, ["run_id"]) { TextOperators = ForText, CanOrder = true },
            new(FilterFieldKind.ExperimentId, Attribute, ["experiment_id"]) { CanOrder = true },

            // Not alone: to MLflow a bare "text" is a word of SQL, and the filter an error.
            new(FilterFieldKind.Text, AttributeOrMap, ["text"])
            {
                TextOperators = [.. ForContent, FilterOperator.Match], MayStandAlone = false,
            },
            new(FilterFieldKind.Session, Attribute, ["session"]) { TextOperators = ForText, CanOrder = true, IsExtension = true },
            new(FilterFieldKind.User, Attribute, ["user"]) { TextOperators = ForText, CanOrder = true, IsExtension = true },
            new(FilterFieldKind.Model, Attribute, ["model"]) { TextOperators = ForText, IsExtension = true },
            new(FilterFieldKind.Error, Attribute, ["error"]) { TextOperators = ForText, IsExtension = true },
            new(FilterFieldKind.ServiceName, ["service"], ["name"]) { TextOperators = ForText, IsExtension = true },
            new(FilterFieldKind.InputTokens, Tokens, ["input"]) { NumberOperators = ForNumbers, CanOrder = true, IsExtension = true },
            new(FilterFieldKind.OutputTokens, Tokens, ["output"]) { NumberOperators = ForNumbers, CanOrder = true, IsExtension = true },
            new(FilterFieldKind.TotalTokens, Tokens, ["total"]) { NumberOperators = ForNumbers, CanOrder = true, IsExtension = true },
            new(FilterFieldKind.InputCost, Cost, ["input"]) { NumberOperators = ForNumbers, CanOrder = true, IsExtension = true },
            new(FilterFieldKind.OutputCost, Cost, ["output"]) { NumberOperators = ForNumbers, CanOrder = true, IsExtension = true },
            new(FilterFieldKind.TotalCost, Cost, ["total"]) { NumberOperators = ForNumbers, CanOrder = true, IsExtension = true },
            new(FilterFieldKind.Tag, Tags, []) { TextOperators = ForTags, CanOrder = true },
            new(FilterFieldKind.Metadata, MetadataMap, []) { TextOperators = ForTags, CanOrder = true },
            new(FilterFieldKind.SpanName, Span, ["name"]) { TextOperators = ForText },
            new(FilterFieldKind.SpanType, Span, ["type"]) { TextOperators = ForText },
            new(FilterFieldKind.SpanStatus, Span, ["status"]) { TextOperators = ForText },
            new(FilterFieldKind.SpanContent, Span, ["content"]) { TextOperators = ForContent },
            new(FilterFieldKind.SpanDuration, Span, ["duration_ms"]) { NumberOperators = ForNumbers, IsExtension = true },
            new(FilterFieldKind.SpanCost, Span, ["cost"]) { NumberOperators = ForNumbers, IsExtension = true },
            new(FilterFieldKind.SpanAttribute, Span, [])
            {
                KeyPrefix = "attributes.", TextOperators = ForText, NumberOperators = ForNumbers,
            },
            new(FilterFieldKind.Feedback, ["feedback"], []) { TextOperators = ForText },
            new(FilterFieldKind.Expectation, ["expectation"], []) { TextOperators = ForText },
        ],
        new Dictionary<string, string>
        {
            ["attribute.trace_id"] = "request_id",
            ["attribute.id"] = "request_id",
            ["attribute.state"] = "status",
            ["attribute.request_time"] = "timestamp_ms",
            ["attribute.start_time"] = "timestamp_ms",
            ["attribute.start_time_ms"] = "timestamp_ms",
            ["attribute.duration"] = "execution_time_ms",
            ["attribute.duration_ms"] = "execution_time_ms",
            ["attribute.execution_duration"] = "execution_time_ms",
            ["attribute.latency"] = "execution_time_ms",
            ["attribute.trace_name"] = "name",
            ["attribute.text"] = "trace.text",
            ["attribute.content"] = "trace.text",
            ["attribute.type"] = "span.type",
            ["attribute.session_id"] = "session",
            ["attribute.user_id"] = "user",
            ["attribute.exception"] = "error",
            ["attribute.service"] = "service.name",
            ["attribute.tokens"] = "tokens.total",
            ["attribute.cost"] = "cost.total",
            ["attribute.price"] = "cost.total",
            ["span.kind"] = "span.type",
            ["span.span_type"] = "span.type",
            ["span.duration"] = "span.duration_ms",
            ["span.text"] = "span.content",
            ["span.model"] = "model",
            ["span.price"] = "span.cost",
            ["span.error"] = "error",
            ["tokens.prompt"] = "tokens.input",
            ["tokens.completion"] = "tokens.output",
            ["tokens.cost"] = "cost.total",
            ["cost.prompt"] = "cost.input",
            ["cost.completion"] = "cost.output",
        });
}
