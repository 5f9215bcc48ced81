using OtelBridge.Store.Access;
using System.Security.Cryptography;
using OtelBridge.Attributes;
using OtelBridge.Grpc;
using OtelBridge.Identifiers;
using OtelBridge.Server.Tracking;
using OtelBridge.Store.Audit;
using OtelBridge.Tracking.V1;
using static OtelBridge.Server.Rest.RestEndpoint;

namespace OtelBridge.Server.Rest.Traces;

/// <summary>Traces as clients of MLflow 2 write and read them: started, brought as a file, ended.</summary>
internal static class TraceV2Endpoints
{
    private const string Traces = "/2.0/mlflow/traces";
    private const int TraceIdBytes = 16;

    public static IReadOnlyList<RestEndpoint> All { get; } =
    [
        Post(Traces, StartAsync) with { Audit = AuditAction.Store, Scopes = AccessScopes.Ingest | AccessScopes.Write },
        Get(Traces, SearchAsync) with { Audit = AuditAction.Search },
        Patch(Traces + "/{trace_id}", EndAsync) with { Audit = AuditAction.Store, Scopes = AccessScopes.Ingest | AccessScopes.Write },
        Get(Traces + "/{trace_id}", GetInfoAsync), // what clients of MLflow 3 ask of an older server
        Get(Traces + "/{trace_id}/info", GetInfoAsync),
        Get("/2.0/mlflow/get-trace-artifact", GetFileAsync) with { AjaxOnly = true },
    ];

    private static async Task StartAsync(RestCall call)
    {
        // MLflow chooses 32 hex digits here. With the prefix of MLflow 3 the id names the same trace on every wire; clients take whatever they are given.
        var record = new TraceRecord
        {
            TraceId = TraceIdText.FromBytes(RandomNumberGenerator.GetBytes(TraceIdBytes)),
            ExperimentId = call.Fields.Id("experiment_id"),
            State = TraceState.InProgress,
            StartTimeUnixNano = (ulong)Nanos(
                call.Fields.Int64OrNull("timestamp_ms") ?? call.Services.Clock.GetUtcNow().ToUnixTimeMilliseconds(), "timestamp_ms"),
        };
        ReadFacets(call.Fields, record);
        record.Tags[MlflowKeys.SpansLocation] = MlflowKeys.ArtifactRepo;
        await PutAsync(call, record);
    }

    private static async Task EndAsync(RestCall call)
    {
        var started = await FindAsync(call);
        var record = new TraceRecord
        {
            TraceId = started.TraceId,
            ExperimentId = started.ExperimentId,
            State = call.Fields.EnumOrNull("status", RestEnums.TraceStatuses) ?? throw TrackingRequest.Missing("status"),
        };
        if (call.Fields.Int64OrNull("timestamp_ms") is { } end)
        {
            record.DurationNano = Nanos(end, "timestamp_ms") - (long)started.StartTimeUnixNano;
        }

        ReadFacets(call.Fields, record);
        await PutAsync(call, record);
    }

    private static async Task GetInfoAsync(RestCall call) => WriteInfo(call, await FindAsync(call));

    private static async Task SearchAsync(RestCall call)
    {
        var fields = call.Fields;
        fields.Require("experiment_ids");
        var request = new SearchTracesRequest
        {
            ExperimentIds = { fields.Ids("experiment_ids") },
            Filter = fields.Text("filter"),
            MaxResults = fields.MaxResults(),
            OrderBy = { fields.Texts("order_by") },
            PageToken = fields.Text("page_token"),
        };
        var response = await call.Services.Traces.SearchTracesAsync(request, call.CancellationToken);
        await RestPages.WriteAsync(call, "traces", response.Traces, TraceInfoV2Json.Write, response.NextPageToken);
    }

    private static async Task GetFileAsync(RestCall call)
    {
        var request = new GetTraceRequest { TraceId = call.Fields.NonEmpty("request_id") };
        var response = await call.Services.Traces.GetTraceAsync(request, call.CancellationToken);
        await TraceFile.WriteAsync(call, response.Trace);
    }

    private static async Task<TraceInfo> FindAsync(RestCall call)
    {
        var response = await call.Services.Traces.GetTraceInfoAsync(new GetTraceInfoRequest { TraceId = call.Route("trace_id") }, call.CancellationToken);
        return response.Info;
    }

    private static async Task PutAsync(RestCall call, TraceRecord record)
    {
        var response = await call.Services.Traces.StartTraceAsync(new StartTraceRequest { Record = record }, call.CancellationToken);
        WriteInfo(call, response.Info);
    }

    private static void WriteInfo(RestCall call, TraceInfo info)
    {
        call.Json.WritePropertyName("trace_info"u8);
        TraceInfoV2Json.Write(call.Json, info);
    }

    private static void ReadFacets(RestFields fields, TraceRecord record)
    {
        foreach (var (key, value) in fields.Pairs("request_metadata"))
        {
            record.Metadata[key] = value;
        }

        foreach (var (key, value) in fields.Pairs("tags"))
        {
            record.Tags[key] = value;
        }
    }

    private static long Nanos(long milliseconds, string name) => milliseconds is >= 0 and <= long.MaxValue / TraceInfoV3Json.NanosPerMs
        ? milliseconds * TraceInfoV3Json.NanosPerMs
        : throw new GrpcException(
            GrpcStatusCode.InvalidArgument,
            $"Invalid value {milliseconds} for parameter '{name}' supplied: it is a time in milliseconds since 1970, up to the year 2262.");
}
