using OtelBridge.Store.Audit;
using OtelBridge.Tracking.V1;
using static OtelBridge.Server.Rest.RestEndpoint;

namespace OtelBridge.Server.Rest.Runs;

/// <summary>Runs with their params, metrics and tags, the same for clients of MLflow 2 and 3.</summary>
internal static class RunEndpoints
{
    private const string Runs = "/2.0/mlflow/runs";

    public static IReadOnlyList<RestEndpoint> All { get; } =
    [
        Post(Runs + "/create", CreateAsync),
        Get(Runs + "/get", GetAsync),
        Post(Runs + "/update", UpdateAsync),
        Post(Runs + "/delete", DeleteAsync) with { Audit = AuditAction.Delete },
        Post(Runs + "/restore", RestoreAsync),
        Ask(Runs + "/search", SearchAsync),
        Post(Runs + "/log-parameter", LogParamAsync),
        Post(Runs + "/log-metric", LogMetricAsync),
        Post(Runs + "/log-batch", LogBatchAsync),
        Post(Runs + "/set-tag", SetTagAsync),
        Post(Runs + "/delete-tag", DeleteTagAsync),
        Get("/2.0/mlflow/metrics/get-history", GetMetricHistoryAsync),
        Ask("/2.0/mlflow/logged-models/search", static _ => Task.CompletedTask), // none are kept; clients ask before they list the files of a run
    ];

    private static async Task CreateAsync(RestCall call)
    {
        var fields = call.Fields;
        var request = new CreateRunRequest
        {
            ExperimentId = fields.Id("experiment_id"),
            UserId = fields.Text("user_id"),
            Name = fields.Text("run_name"),
        };
        if (fields.Int64OrNull("start_time") is { } start)
        {
            request.StartTimeMs = start;
        }

        foreach (var (key, value) in fields.Pairs("tags"))
        {
            request.Tags[key] = value;
        }

        var response = await call.Services.Runs.CreateRunAsync(request, call.CancellationToken);
        call.Json.WritePropertyName("run"u8);
        RunJson.Write(call.Json, response.Run);
    }

    private static async Task GetAsync(RestCall call)
    {
        var response = await call.Services.Runs.GetRunAsync(new GetRunRequest { RunId = RunId(call) }, call.CancellationToken);
        call.Json.WritePropertyName("run"u8);
        RunJson.Write(call.Json, response.Run);
    }

    private static async Task UpdateAsync(RestCall call)
    {
        var request = new UpdateRunRequest { RunId = RunId(call) };
        if (call.Fields.EnumOrNull("status", RestEnums.RunStatuses) is { } status)
        {
            request.Status = status;
        }

        if (call.Fields.Int64OrNull("end_time") is { } end)
        {
            request.EndTimeMs = end;
        }

        if (call.Fields.TextOrNull("run_name") is { } name)
        {
            request.Name = name;
        }

        var response = await call.Services.Runs.UpdateRunAsync(request, call.CancellationToken);
        call.Json.WritePropertyName("run_info"u8);
        RunJson.WriteInfo(call.Json, response.Run);
    }

    private static async Task DeleteAsync(RestCall call) =>
        await call.Services.Runs.DeleteRunAsync(new DeleteRunRequest { RunId = RunId(call) }, call.CancellationToken);

    private static async Task RestoreAsync(RestCall call) =>
        await call.Services.Runs.RestoreRunAsync(new RestoreRunRequest { RunId = RunId(call) }, call.CancellationToken);

    private static async Task SearchAsync(RestCall call)
    {
        var fields = call.Fields;
        var request = new SearchRunsRequest
        {
            ExperimentIds = { fields.Ids("experiment_ids") },
            Filter = fields.Text("filter"),
            View = fields.EnumOrNull("run_view_type", RestEnums.ViewTypes) ?? LifecycleView.Unspecified,
            MaxResults = fields.MaxResults(),
            OrderBy = { fields.Texts("order_by") },
            PageToken = fields.Text("page_token"),
        };

        // MLflow finds nothing where no experiment is named; for the services no experiment means all.
        var response = request.ExperimentIds.Count > 0
            ? await call.Services.Runs.SearchRunsAsync(request, call.CancellationToken)
            : new SearchRunsResponse();
        await RestPages.WriteAsync(call, "runs", response.Runs, RunJson.Write, response.NextPageToken);
    }

    private static Task LogParamAsync(RestCall call) =>
        LogAsync(call, new LogRunBatchRequest { Params = { { call.Fields.Text("key"), call.Fields.Text("value") } } });

    private static Task SetTagAsync(RestCall call) =>
        LogAsync(call, new LogRunBatchRequest { Tags = { { call.Fields.Text("key"), call.Fields.Text("value") } } });

    private static Task LogMetricAsync(RestCall call) => LogAsync(call, new LogRunBatchRequest { Metrics = { RunJson.ReadMetric(call.Fields) } });

    private static Task LogBatchAsync(RestCall call)
    {
        var request = new LogRunBatchRequest { Metrics = { call.Fields.Objects("metrics").Select(RunJson.ReadMetric) } };
        foreach (var (key, value) in call.Fields.Pairs("params"))
        {
            request.Params[key] = value;
        }

        foreach (var (key, value) in call.Fields.Pairs("tags"))
        {
            request.Tags[key] = value;
        }

        return LogAsync(call, request);
    }

    private static async Task LogAsync(RestCall call, LogRunBatchRequest request)
    {
        request.RunId = RunId(call);
        await call.Services.Runs.LogRunBatchAsync(request, call.CancellationToken);
    }

    private static async Task DeleteTagAsync(RestCall call)
    {
        var request = new DeleteRunTagRequest { RunId = RunId(call), Key = call.Fields.Text("key") };
        await call.Services.Runs.DeleteRunTagAsync(request, call.CancellationToken);
    }

    private static async Task GetMetricHistoryAsync(RestCall call)
    {
        var request = new GetMetricHistoryRequest
        {
            RunId = RunId(call),
            Key = call.Fields.Text("metric_key"),
            MaxResults = call.Fields.MaxResults(),
            PageToken = call.Fields.Text("page_token"),
        };
        var response = await call.Services.Runs.GetMetricHistoryAsync(request, call.CancellationToken);
        await RestPages.WriteAsync(call, "metrics", response.Metrics, RunJson.WriteMetric, response.NextPageToken);
    }

    // Old clients know only the older name.
    private static string RunId(RestCall call) => call.Fields.TextOrNull("run_id") ?? call.Fields.Text("run_uuid");
}
