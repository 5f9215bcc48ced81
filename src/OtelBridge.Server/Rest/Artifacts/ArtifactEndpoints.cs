using OtelBridge.Store.Access;
using System.Buffers;
using OtelBridge.Grpc;
using OtelBridge.Identifiers;
using OtelBridge.Server.Rest.Traces;
using OtelBridge.Store.Audit;
using OtelBridge.Store.TracesJson;
using OtelBridge.Tracking.V1;
using static OtelBridge.Server.Rest.RestEndpoint;

namespace OtelBridge.Server.Rest.Artifacts;

/// <summary>
/// The artifact proxy, for the spans that clients of MLflow 2 and MLflow's TypeScript SDK bring as a file: what is uploaded becomes stored spans, and the file
/// is made from them.
/// </summary>
internal static class ArtifactEndpoints
{
    private const string Root = "/2.0/mlflow-artifacts/artifacts";
    private const string One = Root + "/{**path}";

    public static IReadOnlyList<RestEndpoint> All { get; } =
    [
        Get(Root, ListAsync) with { Audit = AuditAction.Search },
        Put(One, UploadAsync) with { Audit = AuditAction.Store, TakesFile = true, Scopes = AccessScopes.Ingest | AccessScopes.Write },
        Get(One, DownloadAsync),
        Delete(One, DeleteAsync) with { TakesFile = true },
    ];

    private static async Task UploadAsync(RestCall call)
    {
        var path = PathOf(call);
        if (!path.IsTraceFile)
        {
            throw new GrpcException(
                GrpcStatusCode.Unimplemented, $"Only {TraceFile.Name} of a trace is kept here; use an artifact location of your own for other files.");
        }

        var traceId = TraceIdText.Normalise(path.TraceId);
        var request = await call.ReadFileAsync(file => TracesJsonReader.Read(file.ToArray(), traceId));
        var result = await call.Services.Ingestor.IngestAsync(request, path.ExperimentId, call.CancellationToken);
        if (result.RejectedSpans > 0)
        {
            throw new GrpcException(GrpcStatusCode.InvalidArgument, result.ErrorMessage);
        }
    }

    private static async Task DownloadAsync(RestCall call)
    {
        var path = PathOf(call);
        if (!path.IsTraceFile)
        {
            throw new GrpcException(GrpcStatusCode.NotFound, $"There is no artifact at the path; only {TraceFile.Name} of a trace is kept here.");
        }

        var response = await call.Services.Traces.GetTraceAsync(new GetTraceRequest { TraceId = path.TraceId }, call.CancellationToken);
        await TraceFile.WriteAsync(call, response.Trace);
    }

    // Folders that are not there are empty, as in MLflow.
    private static async Task ListAsync(RestCall call)
    {
        var path = ArtifactPath.Read(call.Fields.Text("path"));
        if (!path.IsTraceFolder)
        {
            return;
        }

        var response = await call.Services.Traces.BatchGetTracesAsync(new BatchGetTracesRequest { TraceIds = { path.TraceId } }, call.CancellationToken);
        if (response.Traces.Any(static trace => trace.Info.SpanCount > 0))
        {
            call.Json.WriteStartArray("files"u8);
            call.Json.WriteStartObject();
            call.Json.WriteString("path"u8, TraceFile.Name);
            call.Json.WriteBoolean("is_dir"u8, false);
            call.Json.WriteEndObject();
            call.Json.WriteEndArray();
        }
    }

    private static Task DeleteAsync(RestCall call) => PathOf(call).IsTraceFile
        ? throw new GrpcException(GrpcStatusCode.Unimplemented, "The spans of a trace are deleted with the trace: POST delete-traces.")
        : Task.CompletedTask;

    private static ArtifactPath PathOf(RestCall call) => ArtifactPath.Read(call.Route("path"));
}
