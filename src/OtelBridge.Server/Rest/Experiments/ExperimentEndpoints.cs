using OtelBridge.Store.Audit;
using OtelBridge.Tracking.V1;
using static OtelBridge.Server.Rest.RestEndpoint;

namespace OtelBridge.Server.Rest.Experiments;

/// <summary>Experiments, the same for clients of MLflow 2 and 3.</summary>
internal static class ExperimentEndpoints
{
    private const string Experiments = "/2.0/mlflow/experiments";

    public static IReadOnlyList<RestEndpoint> All { get; } =
    [
        Post(Experiments + "/create", CreateAsync),
        Get(Experiments + "/get", GetByIdAsync),
        Get(Experiments + "/get-by-name", GetByNameAsync),
        Ask(Experiments + "/search", SearchAsync),
        Get(Experiments + "/search", SearchAsync) with { Audit = AuditAction.Search },
        Post(Experiments + "/update", UpdateAsync),
        Post(Experiments + "/delete", DeleteAsync) with { Audit = AuditAction.Delete },
        Post(Experiments + "/restore", RestoreAsync),
        Post(Experiments + "/set-experiment-tag", SetTagAsync),
        Post(Experiments + "/delete-experiment-tag", DeleteTagAsync),
    ];

    private static async Task CreateAsync(RestCall call)
    {
        var request = new CreateExperimentRequest { Name = call.Fields.Text("name"), ArtifactLocation = call.Fields.Text("artifact_location") };
        foreach (var (key, value) in call.Fields.Pairs("tags"))
        {
            request.Tags[key] = value;
        }

        var response = await call.Services.Experiments.CreateExperimentAsync(request, call.CancellationToken);
        call.Json.WriteString("experiment_id"u8, response.ExperimentId);
    }

    private static Task GetByIdAsync(RestCall call) => GetAsync(call, new GetExperimentRequest { ExperimentId = call.Fields.Id("experiment_id") });

    private static Task GetByNameAsync(RestCall call) => GetAsync(call, new GetExperimentRequest { Name = call.Fields.Text("experiment_name") });

    private static async Task GetAsync(RestCall call, GetExperimentRequest request)
    {
        var response = await call.Services.Experiments.GetExperimentAsync(request, call.CancellationToken);
        call.Json.WritePropertyName("experiment"u8);
        ExperimentJson.Write(call.Json, response.Experiment);
    }

    private static async Task SearchAsync(RestCall call)
    {
        var fields = call.Fields;
        var request = new SearchExperimentsRequest
        {
            MaxResults = fields.MaxResults(),
            PageToken = fields.Text("page_token"),
            View = fields.EnumOrNull("view_type", RestEnums.ViewTypes) ?? LifecycleView.Unspecified,
            Filter = fields.Text("filter"),
            OrderBy = { fields.Texts("order_by") },
        };
        var response = await call.Services.Experiments.SearchExperimentsAsync(request, call.CancellationToken);
        await RestPages.WriteAsync(call, "experiments", response.Experiments, ExperimentJson.Write, response.NextPageToken);
    }

    private static async Task UpdateAsync(RestCall call)
    {
        var request = new UpdateExperimentRequest { ExperimentId = call.Fields.Id("experiment_id"), NewName = call.Fields.Text("new_name") };
        await call.Services.Experiments.UpdateExperimentAsync(request, call.CancellationToken);
    }

    private static async Task DeleteAsync(RestCall call)
    {
        var request = new DeleteExperimentRequest { ExperimentId = call.Fields.Id("experiment_id") };
        await call.Services.Experiments.DeleteExperimentAsync(request, call.CancellationToken);
    }

    private static async Task RestoreAsync(RestCall call)
    {
        var request = new RestoreExperimentRequest { ExperimentId = call.Fields.Id("experiment_id") };
        await call.Services.Experiments.RestoreExperimentAsync(request, call.CancellationToken);
    }

    private static async Task SetTagAsync(RestCall call)
    {
        var fields = call.Fields;
        var request = new SetExperimentTagRequest { ExperimentId = fields.Id("experiment_id"), Key = fields.Text("key"), Value = fields.Text("value") };
        await call.Services.Experiments.SetExperimentTagAsync(request, call.CancellationToken);
    }

    private static async Task DeleteTagAsync(RestCall call)
    {
        var request = new DeleteExperimentTagRequest { ExperimentId = call.Fields.Id("experiment_id"), Key = call.Fields.Text("key") };
        await call.Services.Experiments.DeleteExperimentTagAsync(request, call.CancellationToken);
    }
}
