using OtelBridge.Store.Audit;
using OtelBridge.Tracking.V1;
using static OtelBridge.Server.Rest.RestEndpoint;

namespace OtelBridge.Server.Rest.Traces;

/// <summary>Changes to stored traces; clients of MLflow 3 use both versions of these paths.</summary>
internal static class TraceChangeEndpoints
{
    private const string TracesV2 = "/2.0/mlflow/traces";
    private const string TracesV3 = "/3.0/mlflow/traces";

    public static IReadOnlyList<RestEndpoint> All { get; } =
    [
        Post(TracesV2 + "/delete-traces", DeleteAsync) with { Audit = AuditAction.Delete },
        Post(TracesV3 + "/delete-traces", DeleteAsync) with { Audit = AuditAction.Delete },
        Patch(TracesV2 + "/{trace_id}/tags", SetTagAsync),
        Patch(TracesV3 + "/{trace_id}/tags", SetTagAsync),
        Delete(TracesV2 + "/{trace_id}/tags", DeleteTagAsync) with { Audit = AuditAction.Change },
        Delete(TracesV3 + "/{trace_id}/tags", DeleteTagAsync) with { Audit = AuditAction.Change },
        Post(TracesV2 + "/link-to-run", LinkToRunAsync),
    ];

    private static async Task DeleteAsync(RestCall call)
    {
        var request = new DeleteTracesRequest { ExperimentId = call.Fields.Id("experiment_id"), TraceIds = { call.Fields.Texts("request_ids") } };
        if (call.Fields.Int64OrNull("max_timestamp_millis") is { } time)
        {
            request.MaxTimestampMs = time;
        }

        if (call.Fields.Int32OrNull("max_traces") is { } most)
        {
            request.MaxTraces = most;
        }

        var response = await call.Services.Traces.DeleteTracesAsync(request, call.CancellationToken);
        call.Json.WriteNumber("traces_deleted"u8, response.TracesDeleted);
    }

    private static async Task SetTagAsync(RestCall call)
    {
        var request = new SetTraceTagRequest { TraceId = call.Route("trace_id"), Key = call.Fields.Text("key"), Value = call.Fields.Text("value") };
        await call.Services.Traces.SetTraceTagAsync(request, call.CancellationToken);
    }

    private static async Task DeleteTagAsync(RestCall call)
    {
        var request = new DeleteTraceTagRequest { TraceId = call.Route("trace_id"), Key = call.Fields.Text("key") };
        await call.Services.Traces.DeleteTraceTagAsync(request, call.CancellationToken);
    }

    private static async Task LinkToRunAsync(RestCall call)
    {
        var request = new LinkTracesToRunRequest { RunId = call.Fields.Text("run_id"), TraceIds = { call.Fields.Texts("trace_ids") } };
        await call.Services.Traces.LinkTracesToRunAsync(request, call.CancellationToken);
    }
}
