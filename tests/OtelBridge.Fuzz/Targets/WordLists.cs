using OtelBridge.Attributes;

namespace OtelBridge.Fuzz.Targets;

/// <summary>Words of the languages that targets read.</summary>
internal static class WordLists
{
    /// <summary>JSON's punctuation, and values at its edges.</summary>
    public static IReadOnlyList<string> Json { get; } =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "null", "true", "false", "{}", "[]", "\"\"", "\\u0000", "\\ud800", "\\udc00\\ud800", "\\ud83d\\ude00", "[[[[[[[[", "{\"a\":{\"a\":", "1e309", "-0",
        "\uFEFF", "//", "/**/", "NaN", "\"NaN\"", "\"Infinity\"",
    ];

    /// <summary>Members of OTLP/JSON.</summary>
    public static IReadOnlyList<string> OtlpJson { get; } =
    [
        "resourceSpans", "scopeSpans", "spans", "resource", "scope", "attributes", "key", "value", "stringValue", "intValue", "doubleValue", "boolValue", "bytesValue", "arrayValue", "kvlistValue", "values",
        "traceId", "spanId", "parentSpanId", "traceState", "flags", "name", "kind", "startTimeUnixNano", "endTimeUnixNano", "events", "links", "status", "code", "message", "timeUnixNano",
        "droppedAttributesCount", "schemaUrl", "SPAN_KIND_CLIENT", "STATUS_CODE_ERROR", "{\"key\":\"k\",\"value\":{\"arrayValue\":{\"values\":[", "0102030405060708090a0b0c0d0e0f10", "0102030405060708",
    ];

    /// <summary>Keys of attributes that are read, and values that they are read as.</summary>
    public static IReadOnlyList<string> Attributes { get; } =
    [
        MlflowKeys.SpanType, MlflowKeys.SpanInputs, MlflowKeys.SpanOutputs, MlflowKeys.TraceRequestId, MlflowKeys.ExperimentId, MlflowKeys.TraceSession, MlflowKeys.TraceUser,
        MlflowKeys.TraceTagPrefix + "a", MlflowKeys.TraceMetadataPrefix + "b", "mlflow.chat.tokenUsage", "mlflow.llm.cost", "mlflow.chat.messages", "mlflow.chat.tools",
        "gen_ai.operation.name", "gen_ai.request.model", "gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens", "gen_ai.input.messages", "gen_ai.output.messages", "gen_ai.tool.definitions",
        "gen_ai.prompt.0.content", "gen_ai.prompt.0.role", "gen_ai.completion.0.content", "openinference.span.kind", "input.value", "output.value", "llm.input_messages.0.message.role",
        "llm.input_messages.0.message.content", "llm.output_messages.00.message.tool_calls.0.tool_call.function.name", "llm.token_count.prompt", "llm.token_count.completion", "traceloop.span.kind",
        "traceloop.entity.input", "ai.prompt.messages", "ai.response.text", "ai.response.toolCalls", "gcp.vertex.agent.llm_request", "service.name", "error", "otel.status_code", "exception", "LLM", "CHAT_MODEL", "TOOL", "chat",
        "{\"input_tokens\":9223372036854775807,\"output_tokens\":1,\"total_tokens\":-1}", "{\"role\":\"user\",\"content\":\"hi\"}", "[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"hi\"}]}]", "9223372036854775807",
        "peer.service", "db.name", "http.method", "\ud83d\ude00", "\0",
    ];

    /// <summary>The filter language.</summary>
    public static IReadOnlyList<string> Filter { get; } =
    [
        " AND ", " OR ", "NOT ", "(", ")", " = ", " != ", " < ", " <= ", " > ", " >= ", " LIKE ", " ILIKE ", " RLIKE ", " IN (", " NOT IN (", " IS NULL", " IS NOT NULL", " MATCH ", " BETWEEN ", ",", "'", "\"", "`", "''",
        "'%a%'", "'_'", "'%'", "'(a+)+$'", "'[a-z]*'", "'\\p{L}'", "'OK'", "'ERROR'", "0", "-1", "1e308", "1.5", "9223372036854775807", "status", "name", "timestamp_ms", "execution_time_ms", "trace.", "attributes.",
        "attribute.", "tag.", "tags.", "metadata.", "request_metadata.", "span.", "span.name", "span.type", "span.attributes.", "span.content", "feedback.", "expectation.", "trace.text", "trace.status", "tags.`a b`", "tags.\"x\"",
        "session", "user", "run_id", "token_usage", "cost", "total_cost", "input_tokens", "prompt", "request", "response", "content", "end_time_ms", "client_request_id", "DESC", "ASC", " ", "\t", "\n", "\ud83d\ude00", "é", "İ",
    ];

    /// <summary>Members of MLflow's REST API.</summary>
    public static IReadOnlyList<string> Rest { get; } =
    [
        "experiment_id", "experiment_ids", "trace_id", "trace_ids", "request_id", "request_ids", "run_id", "run_uuid", "max_results", "page_token", "filter", "order_by", "locations", "type", "MLFLOW_EXPERIMENT",
        "mlflow_experiment", "trace", "trace_info", "trace_location", "request_time", "execution_duration", "state", "OK", "ERROR", "IN_PROGRESS", "tags", "trace_metadata", "request_metadata", "key", "value", "name", "new_name",
        "assessment", "assessment_id", "assessment_name", "source", "source_type", "HUMAN", "LLM_JUDGE", "feedback", "expectation", "serialized_value", "serialization_format", "rationale", "metadata", "valid", "update_mask",
        "create_time", "last_update_time", "timestamp_ms", "execution_time_ms", "max_timestamp_millis", "max_traces", "view_type", "ALL", "ACTIVE_ONLY", "metrics", "params", "step", "timestamp", "status", "FINISHED", "end_time",
        "start_time", "user_id", "run_name", "artifact_location", "path", "2025-11-05T08:49:18.699Z", "1.5s", "-1s", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z", "traces.json", "%2F", "..%2F", "%00",
    ];

    /// <summary>Members of the messages of models.</summary>
    public static IReadOnlyList<string> Chat { get; } =
    [
        "messages", "input", "contents", "chat_history", "choices", "message", "delta", "role", "content", "parts", "text", "type", "tool_calls", "tool_call_id", "function", "arguments", "name", "id", "kwargs", "lc", "HumanMessage", "data", "human",
        "ai", "image_url", "url", "input_audio", "format", "functionCall", "functionResponse", "inlineData", "mimeType", "thinking", "reasoning", "summary", "refusal", "tool_use", "tool_result", "tools", "parameters", "generations", "candidates", "candidate",
        "finish_reason", "output", "output_text", "request", "response", "object", "[{\"", "user", "assistant", "system", "tool", "data:image/png;base64,AAAA",
    ];
}
