using Google.Protobuf;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OtelBridge.Grpc;
using OtelBridge.Server.Grpc;
using OtelBridge.Store.Access;

namespace OtelBridge.Server.Tracking;

/// <summary>The tracking service over gRPC.</summary>
internal static class TrackingGrpcEndpoints
{
    public static void MapTrackingGrpc(this IEndpointRouteBuilder endpoints)
    {
        var traces = endpoints.ServiceProvider.GetRequiredService<TrackingService>();
        endpoints.Map(TrackingServiceMethods.GetTrace, AccessScopes.Read, traces.GetTraceAsync);
        endpoints.Map(TrackingServiceMethods.BatchGetTraces, AccessScopes.Read, traces.BatchGetTracesAsync);
        endpoints.Map(TrackingServiceMethods.GetTraceInfo, AccessScopes.Read, traces.GetTraceInfoAsync);
        endpoints.Map(TrackingServiceMethods.SearchTraces, AccessScopes.Read, traces.SearchTracesAsync);
        endpoints.Map(TrackingServiceMethods.CountTraces, AccessScopes.Read, traces.CountTracesAsync);
        endpoints.Map(TrackingServiceMethods.StartTrace, AccessScopes.Ingest | AccessScopes.Write, traces.StartTraceAsync);
        endpoints.Map(TrackingServiceMethods.DeleteTraces, AccessScopes.Write, traces.DeleteTracesAsync);
        endpoints.Map(TrackingServiceMethods.SetTraceTag, AccessScopes.Write, traces.SetTraceTagAsync);
        endpoints.Map(TrackingServiceMethods.DeleteTraceTag, AccessScopes.Write, traces.DeleteTraceTagAsync);
        endpoints.Map(TrackingServiceMethods.LinkTracesToRun, AccessScopes.Write, traces.LinkTracesToRunAsync);
        endpoints.Map(TrackingServiceMethods.CalculateFilterCorrelation, AccessScopes.Read, traces.CalculateFilterCorrelationAsync);

        var assessments = endpoints.ServiceProvider.GetRequiredService<AssessmentService>();
        endpoints.Map(TrackingServiceMethods.CreateAssessment, AccessScopes.Write, assessments.CreateAssessmentAsync);
        endpoints.Map(TrackingServiceMethods.GetAssessment, AccessScopes.Read, assessments.GetAssessmentAsync);
        endpoints.Map(TrackingServiceMethods.UpdateAssessment, AccessScopes.Write, assessments.UpdateAssessmentAsync);
        endpoints.Map(TrackingServiceMethods.DeleteAssessment, AccessScopes.Write, assessments.DeleteAssessmentAsync);

        var experiments = endpoints.ServiceProvider.GetRequiredService<ExperimentService>();
        endpoints.Map(TrackingServiceMethods.CreateExperiment, AccessScopes.Write, experiments.CreateExperimentAsync);
        endpoints.Map(TrackingServiceMethods.GetExperiment, AccessScopes.Read, experiments.GetExperimentAsync);
        endpoints.Map(TrackingServiceMethods.SearchExperiments, AccessScopes.Read, experiments.SearchExperimentsAsync);
        endpoints.Map(TrackingServiceMethods.UpdateExperiment, AccessScopes.Write, experiments.UpdateExperimentAsync);
        endpoints.Map(TrackingServiceMethods.DeleteExperiment, AccessScopes.Write, experiments.DeleteExperimentAsync);
        endpoints.Map(TrackingServiceMethods.RestoreExperiment, AccessScopes.Write, experiments.RestoreExperimentAsync);
        endpoints.Map(TrackingServiceMethods.SetExperimentTag, AccessScopes.Write, experiments.SetExperimentTagAsync);
        endpoints.Map(TrackingServiceMethods.DeleteExperimentTag, AccessScopes.Write, experiments.DeleteExperimentTagAsync);

        var runs = endpoints.ServiceProvider.GetRequiredService<RunService>();
        endpoints.Map(TrackingServiceMethods.CreateRun, AccessScopes.Write, runs.CreateRunAsync);
        endpoints.Map(TrackingServiceMethods.GetRun, AccessScopes.Read, runs.GetRunAsync);
        endpoints.Map(TrackingServiceMethods.UpdateRun, AccessScopes.Write, runs.UpdateRunAsync);
        endpoints.Map(TrackingServiceMethods.DeleteRun, AccessScopes.Write, runs.DeleteRunAsync);
        endpoints.Map(TrackingServiceMethods.RestoreRun, AccessScopes.Write, runs.RestoreRunAsync);
        endpoints.Map(TrackingServiceMethods.SearchRuns, AccessScopes.Read, runs.SearchRunsAsync);
        endpoints.Map(TrackingServiceMethods.LogRunBatch, AccessScopes.Write, runs.LogRunBatchAsync);
        endpoints.Map(TrackingServiceMethods.DeleteRunTag, AccessScopes.Write, runs.DeleteRunTagAsync);
        endpoints.Map(TrackingServiceMethods.GetMetricHistory, AccessScopes.Read, runs.GetMetricHistoryAsync);
    }

    private static void Map<TRequest, TResponse>(
        this IEndpointRouteBuilder endpoints, GrpcMethod<TRequest, TResponse> method, AccessScopes scopes, Func<TRequest, CancellationToken, Task<TResponse>> answer)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        endpoints.MapUnary(method, scopes, (request, call) => answer(request, call.CancellationToken));
}
