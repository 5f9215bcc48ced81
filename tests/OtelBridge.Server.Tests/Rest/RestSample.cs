using OtelBridge.TestSupport;

namespace OtelBridge.Server.Tests.Rest;

/// <summary>One valid call of every endpoint that takes parameters, in a world where they all succeed.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path, with the query of a GET.</param>
/// <param name="Body">The body; null for none.</param>
internal sealed record RestSample(string Method, string Path, string? Body)
{
    private const string V2 = "/api/2.0/mlflow";
    private const string V3 = "/api/3.0/mlflow";

    private static readonly string TraceId = OtlpSamples.TraceIdText(1);

    /// <summary>Makes the world, and gives the calls.</summary>
    public static async Task<IReadOnlyList<RestSample>> PrepareAsync(ServerUnderTest server)
    {
        await server.IngestAsync(OtlpSamples.Span(1, 1), OtlpSamples.Span(2, 1));
        var run = (await server.OkAsync("POST", $"{V2}/runs/create", """{"experiment_id":"0","start_time":1}"""))
            .GetProperty("run").GetProperty("info").GetProperty("run_id").GetString();
        var assessment = (await server.OkAsync("POST", $"{V3}/traces/{TraceId}/assessments", """{"assessment":{"assessment_name":"n","feedback":{"value":1}}}"""))
            .GetProperty("assessment").GetProperty("assessment_id").GetString();
        var experiment = (await server.OkAsync("POST", $"{V2}/experiments/create", """{"name":"world"}""")).GetProperty("experiment_id").GetString();
        await server.OkAsync("PATCH", $"{V3}/traces/{TraceId}/tags", """{"key":"k","value":"v"}""");
        return [.. Traces(assessment!), .. Experiments(experiment!), .. Runs(run!)];
    }

    private static IEnumerable<RestSample> Traces(string assessment) =>
    [
        new("POST", $"{V3}/traces", """{"trace":{"trace_info":{"trace_id":"tr-new","trace_location":{"type":"MLFLOW_EXPERIMENT","mlflow_experiment":{"experiment_id":"0"}},"request_time":"2025-11-05T08:49:18.699Z","execution_duration":"1.5s","state":"OK","request_preview":"p","response_preview":"q","client_request_id":"c","tags":{"a":"b"},"trace_metadata":{"a":"b"},"assessments":[{"assessment_name":"n","feedback":{"value":1}}]}}}"""),
        new("GET", $"{V3}/traces/{TraceId}", null),
        new("GET", $"{V3}/traces/get?trace_id={TraceId}&allow_partial=true", null),
        new("GET", $"{V3}/traces/batchGet?trace_ids={TraceId}", null),
        new("POST", $"{V3}/traces/search", """{"locations":[{"type":"MLFLOW_EXPERIMENT","mlflow_experiment":{"experiment_id":"0"}}],"filter":"status = 'OK'","max_results":5,"order_by":["timestamp_ms DESC"],"page_token":""}"""),
        new("POST", $"{V3}/traces/count", """{"locations":[{"type":"MLFLOW_EXPERIMENT","mlflow_experiment":{"experiment_id":"0"}}],"filter":"status = 'OK'"}"""),
        new("POST", $"{V3}/traces/calculate-filter-correlation", """{"experiment_ids":["0"],"filter_string1":"status = 'OK'","filter_string2":"name LIKE 's%'","base_filter":"status = 'OK'"}"""),
        new("POST", $"{V3}/traces/delete-traces", """{"experiment_id":"0","request_ids":["tr-none"]}"""),
        new("POST", $"{V2}/traces/delete-traces", """{"experiment_id":"0","max_timestamp_millis":1,"max_traces":1}"""),
        new("PATCH", $"{V3}/traces/{TraceId}/tags", """{"key":"k","value":"v"}"""),
        new("POST", $"{V2}/traces", """{"experiment_id":"0","timestamp_ms":5,"request_metadata":[{"key":"a","value":"b"}],"tags":[{"key":"a","value":"b"}]}"""),
        new("PATCH", $"{V2}/traces/{TraceId}", """{"timestamp_ms":1762332558000,"status":"OK","request_metadata":[{"key":"a","value":"b"}],"tags":[{"key":"a","value":"b"}]}"""),
        new("GET", $"{V2}/traces?experiment_ids=0&filter=status+%3D+'OK'&max_results=5&order_by=timestamp_ms&page_token=", null),
        new("GET", $"/ajax-api/2.0/mlflow/get-trace-artifact?request_id={TraceId}", null),
        new("POST", $"{V3}/traces/{TraceId}/assessments", """{"assessment":{"assessment_name":"n","span_id":"b000000000000001","source":{"source_type":"HUMAN","source_id":"s"},"create_time":"2025-11-05T08:49:18Z","feedback":{"value":{"a":[1,null]},"error":{"error_code":"E","error_message":"m","stack_trace":"t"}},"rationale":"r","metadata":{"a":"b"},"valid":true}}"""),
        new("POST", $"{V3}/traces/{TraceId}/assessments", """{"assessment":{"assessment_name":"n","expectation":{"serialized_value":{"serialization_format":"JSON_FORMAT","value":"[1]"}}}}"""),
        new("PATCH", $"{V3}/traces/{TraceId}/assessments/{assessment}", """{"assessment":{"assessment_name":"m","feedback":{"value":2},"rationale":"r","metadata":{"c":"d"}},"update_mask":"assessmentName,feedback,rationale,metadata"}"""),
    ];

    private static IEnumerable<RestSample> Experiments(string experiment) =>
    [
        new("GET", $"{V2}/experiments/get?experiment_id={experiment}", null),
        new("GET", $"{V2}/experiments/get-by-name?experiment_name=world", null),
        new("POST", $"{V2}/experiments/search", """{"max_results":5,"page_token":"","filter":"name LIKE 'w%'","order_by":["name ASC"],"view_type":"ALL"}"""),
        new("POST", $"{V2}/experiments/update", $$"""{"experiment_id":"{{experiment}}","new_name":"world"}"""),
        new("POST", $"{V2}/experiments/set-experiment-tag", $$"""{"experiment_id":"{{experiment}}","key":"k","value":"v"}"""),
    ];

    private static IEnumerable<RestSample> Runs(string run) =>
    [
        new("POST", $"{V2}/runs/create", """{"experiment_id":"0","user_id":"u","run_name":"n","start_time":1,"tags":[{"key":"a","value":"b"}]}"""),
        new("GET", $"{V2}/runs/get?run_id={run}", null),
        new("POST", $"{V2}/runs/update", $$"""{"run_id":"{{run}}","status":"RUNNING","end_time":5,"run_name":"n"}"""),
        new("POST", $"{V2}/runs/search", """{"experiment_ids":["0"],"filter":"attributes.status = 'RUNNING'","run_view_type":"ALL","max_results":5,"order_by":["start_time"],"page_token":""}"""),
        new("POST", $"{V2}/runs/log-parameter", $$"""{"run_id":"{{run}}","key":"p","value":"1"}"""),
        new("POST", $"{V2}/runs/log-metric", $$"""{"run_id":"{{run}}","key":"m","value":1.5,"timestamp":1,"step":0}"""),
        new("POST", $"{V2}/runs/log-batch", $$"""{"run_id":"{{run}}","metrics":[{"key":"m","value":1,"timestamp":1,"step":1}],"params":[{"key":"q","value":"1"}],"tags":[{"key":"t","value":"1"}]}"""),
        new("POST", $"{V2}/runs/set-tag", $$"""{"run_id":"{{run}}","key":"k","value":"v"}"""),
        new("GET", $"{V2}/metrics/get-history?run_id={run}&metric_key=m&max_results=5&page_token=", null),
        new("POST", $"{V2}/traces/link-to-run", $$"""{"trace_ids":["{{TraceId}}"],"run_id":"{{run}}"}"""),
    ];
}
