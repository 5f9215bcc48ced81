using OtelBridge.Tracking.V1;
using static OtelBridge.Server.Rest.RestEndpoint;

namespace OtelBridge.Server.Rest.Traces;

/// <summary>Finding traces and counting them.</summary>
internal static class TraceSearchEndpoints
{
    private const string Traces = "/3.0/mlflow/traces";

    public static IReadOnlyList<RestEndpoint> All { get; } =
    [
        Ask(Traces + "/search", SearchAsync),
        Ask(Traces + "/count", CountAsync),
        Ask(Traces + "/calculate-filter-correlation", CorrelateAsync),
    ];

    private static async Task SearchAsync(RestCall call)
    {
        var fields = call.Fields;
        var request = new SearchTracesRequest
        {
            ExperimentIds = { ExperimentIds(fields) },
            Filter = fields.Text("filter"),
            MaxResults = fields.MaxResults(),
            OrderBy = { fields.Texts("order_by") },
            PageToken = fields.Text("page_token"),
        };

        // No experiment to look in finds nothing; for the services no experiment means all.
        var response = request.ExperimentIds.Count > 0
            ? await call.Services.Traces.SearchTracesAsync(request, call.CancellationToken)
            : new SearchTracesResponse();
        await RestPages.WriteAsync(call, "traces", response.Traces, TraceInfoV3Json.Write, response.NextPageToken);
    }

    /// <summary>Ours: the filter of a search, and how many traces it finds.</summary>
    private static async Task CountAsync(RestCall call)
    {
        var request = new CountTracesRequest { ExperimentIds = { ExperimentIds(call.Fields) }, Filter = call.Fields.Text("filter") };
        var response = request.ExperimentIds.Count > 0
            ? await call.Services.Traces.CountTracesAsync(request, call.CancellationToken)
            : new CountTracesResponse();
        call.Json.WriteNumber("count"u8, response.Count);
    }

    private static async Task CorrelateAsync(RestCall call)
    {
        var fields = call.Fields;
        fields.Require("experiment_ids");
        var request = new CalculateFilterCorrelationRequest
        {
            ExperimentIds = { fields.Ids("experiment_ids") },
            Filter1 = fields.NonEmpty("filter_string1"),
            Filter2 = fields.NonEmpty("filter_string2"),
            BaseFilter = fields.Text("base_filter"),
        };
        var response = await call.Services.Traces.CalculateFilterCorrelationAsync(request, call.CancellationToken);
        if (response.HasNpmi)
        {
            call.Json.WriteNumber("npmi"u8, response.Npmi);
        }

        if (response.HasNpmiSmoothed)
        {
            call.Json.WriteNumber("npmi_smoothed"u8, response.NpmiSmoothed);
        }

        call.Json.WriteNumber("filter1_count"u8, response.Filter1Count);
        call.Json.WriteNumber("filter2_count"u8, response.Filter2Count);
        call.Json.WriteNumber("joint_count"u8, response.JointCount);
        call.Json.WriteNumber("total_count"u8, response.TotalCount);
    }

    // Places of another kind than experiments are passed over.
    private static IEnumerable<string> ExperimentIds(RestFields fields)
    {
        fields.Require("locations");
        return fields.Objects("locations").Select(TraceRecordJson.ExperimentOf).OfType<string>();
    }
}
