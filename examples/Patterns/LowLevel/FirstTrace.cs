using OtelBridge;
using Patterns.Running;

namespace Patterns.LowLevel;

/// <summary>A trace by hand: the root, two spans below it, and each of them ended, the last one first.</summary>
internal static class FirstTrace
{
    public static Task<PatternResult> RunAsync(MlflowClient client)
    {
        // The root span: its request id leads to the trace from now on.
        var root = client.StartTrace(
            "my_application_flow",
            inputs: new { user_id = "123", action = "generate_report" },
            attributes: [new("environment", "production"), new("version", "1.0.0")]);
        var requestId = root.RequestId;

        var data = client.StartSpan(
            "fetch_user_data",
            requestId, // links to the trace
            root.SpanId, // makes the parent-child relationship
            inputs: new { user_id = "123" },
            attributes: [new("database", "users_db"), new("query_type", "select")]);
        client.EndSpan(data.RequestId, data.SpanId, outputs: new { record_count = 42, cache_hit = true }, attributes: [new("duration_ms", 150)]);

        // A sibling: the same parent.
        var process = client.StartSpan(
            "process_data",
            requestId,
            root.SpanId,
            inputs: new { data_size = "1024KB" },
            attributes: [new("processor", "gpu"), new("batch_size", 32)]);
        client.EndSpan(process.RequestId, process.SpanId, outputs: new { processed_records = 42, errors = 0 }, status: SpanStatus.Ok);

        client.EndTrace(
            requestId,
            outputs: new { report_url = "https://example.com/report/123" },
            attributes: [new("total_duration_ms", 1250), new("status", "success")]);
        return PatternResult.Of(requestId);
    }
}
