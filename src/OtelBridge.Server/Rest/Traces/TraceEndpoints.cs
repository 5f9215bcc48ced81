using OtelBridge.Store.Access;
using OtelBridge.Grpc;
using OtelBridge.Server.Tracking;
using OtelBridge.Store.Audit;
using OtelBridge.Store.Translation;
using OtelBridge.Tracking.V1;
using static OtelBridge.Server.Rest.RestEndpoint;

namespace OtelBridge.Server.Rest.Traces;

/// <summary>Traces as clients of MLflow 3 write and read them.</summary>
internal static class TraceEndpoints
{
    private const string Traces = "/3.0/mlflow/traces";

    // How long MLflow's server waits for the spans that a record announced, before it says that the trace is not whole.
    private static readonly TimeSpan[] Waits = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)];

    public static IReadOnlyList<RestEndpoint> All { get; } =
    [
        Post(Traces, StartAsync) with { Audit = AuditAction.Store, Scopes = AccessScopes.Ingest | AccessScopes.Write },
        Get(Traces + "/{trace_id}", GetInfoAsync),
        Get(Traces + "/get", GetTraceAsync),
        Get(Traces + "/batchGet", BatchGetAsync),
    ];

    private static async Task StartAsync(RestCall call)
    {
        call.Fields.Require("trace");
        var info = call.Fields.ObjectOrNull("trace")?.ObjectOrNull("trace_info") ?? throw TrackingRequest.Missing("trace_info");
        var request = new StartTraceRequest { Record = TraceRecordJson.Read(info) };
        var response = await call.Services.Traces.StartTraceAsync(request, call.CancellationToken);
        WriteInfo(call, response.Info);
    }

    private static async Task GetInfoAsync(RestCall call)
    {
        var request = new GetTraceInfoRequest { TraceId = call.Route("trace_id") };
        var response = await call.Services.Traces.GetTraceInfoAsync(request, call.CancellationToken);
        WriteInfo(call, response.Info);
    }

    private static async Task GetTraceAsync(RestCall call)
    {
        var request = new GetTraceRequest { TraceId = call.Fields.Text("trace_id") };
        var trace = await FindAsync(call, request, mayBePartial: call.Fields.BooleanOrNull("allow_partial") ?? false);
        call.Json.WritePropertyName("trace"u8);
        await WriteAsync(call, trace);
    }

    private static async Task<Trace> FindAsync(RestCall call, GetTraceRequest request, bool mayBePartial)
    {
        foreach (var wait in mayBePartial ? [] : Waits)
        {
            var found = (await call.Services.Traces.GetTraceAsync(request, call.CancellationToken)).Trace;
            if (IsComplete(found.Info))
            {
                return found;
            }

            await Task.Delay(wait, call.Services.Clock, call.CancellationToken);
        }

        var trace = (await call.Services.Traces.GetTraceAsync(request, call.CancellationToken)).Trace;
        return mayBePartial || IsComplete(trace.Info)
            ? trace
            : throw new GrpcException(
                GrpcStatusCode.NotFound,
                $"Trace with ID {trace.Info.TraceId} is not fully exported yet, please try again later: "
                + $"{trace.Info.SpanCount} of {trace.Info.ExpectedSpanCount} spans are stored.");
    }

    private static async Task BatchGetAsync(RestCall call)
    {
        call.Fields.Require("trace_ids");
        var request = new BatchGetTracesRequest { TraceIds = { call.Fields.Texts("trace_ids") } };
        var response = await call.Services.Traces.BatchGetTracesAsync(request, call.CancellationToken);
        var complete = response.Traces.Where(static trace => IsComplete(trace.Info)).ToList();
        if (complete.Count == 0)
        {
            return;
        }

        call.Json.WriteStartArray("traces"u8);
        foreach (var trace in complete)
        {
            await WriteAsync(call, trace);
        }

        call.Json.WriteEndArray();
    }

    /// <summary>Whether all spans are there that the client said the trace has.</summary>
    private static bool IsComplete(TraceInfo info) => !info.HasExpectedSpanCount || info.ExpectedSpanCount <= info.SpanCount;

    private static void WriteInfo(RestCall call, TraceInfo info)
    {
        call.Json.WriteStartObject("trace"u8);
        call.Json.WritePropertyName("trace_info"u8);
        TraceInfoV3Json.Write(call.Json, info);
        call.Json.WriteEndObject();
    }

    private static async Task WriteAsync(RestCall call, Trace trace)
    {
        call.Json.WriteStartObject();
        call.Json.WritePropertyName("trace_info"u8);
        TraceInfoV3Json.Write(call.Json, trace.Info);
        var spans = SpanView.Of(trace);
        if (spans.Count > 0)
        {
            call.Json.WriteStartArray("spans"u8);
            foreach (var span in spans)
            {
                SpanJson.Write(call.Json, span);
                await call.SendLargeAsync();
            }

            call.Json.WriteEndArray();
        }

        call.Json.WriteEndObject();
    }
}
