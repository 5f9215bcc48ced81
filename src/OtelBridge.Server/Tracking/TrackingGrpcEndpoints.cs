using Google.Protobuf;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OtelBridge.Grpc;
using OtelBridge.Server.Grpc;
using OtelBridge.Store.Access;
using OtelBridge.Store.Audit;

namespace OtelBridge.Server.Tracking;

/// <summary>The tracking service over gRPC.</summary>
internal static class TrackingGrpcEndpoints
{
    public static void MapTrackingGrpc(this IEndpointRouteBuilder endpoints)
    {
        var traces = endpoints.ServiceProvider.GetRequiredService<TrackingService>();
        endpoints.Map(TrackingServiceMethods.GetTrace, AccessScopes.Read, AuditAction.Read, traces.GetTraceAsync);
        endpoints.Map(TrackingServiceMethods.BatchGetTraces, AccessScopes.Read, AuditAction.Read, traces.BatchGetTracesAsync);
        endpoints.Map(TrackingServiceMethods.GetTraceInfo, AccessScopes.Read, AuditAction.Read, traces.GetTraceInfoAsync);
        endpoints.Map(TrackingServiceMethods.SearchTraces, AccessScopes.Read, AuditAction.Search, traces.SearchTracesAsync);
        endpoints.Map(TrackingServiceMethods.CountTraces, AccessScopes.Read, AuditAction.Search, traces.CountTracesAsync);
        endpoints.Map(TrackingServiceMethods.StartTrace, AccessScopes.Ingest | AccessScopes.Write, AuditAction.Store, traces.StartTraceAsync);
        endpoints.Map(TrackingServiceMethods.DeleteTraces, AccessScopes.Write, AuditAction.Delete, traces.DeleteTracesAsync);
        endpoints.Map(TrackingServiceMethods.SetTraceTag, AccessScopes.Write, AuditAction.Change, traces.SetTraceTagAsync);
        endpoints.Map(TrackingServiceMethods.DeleteTraceTag, AccessScopes.Write, AuditAction.Change, traces.DeleteTraceTagAsync);
        endpoints.Map(TrackingServiceMethods.LinkTracesToRun, AccessScopes.Write, AuditAction.Change, traces.LinkTracesToRunAsync);
        endpoints.Map(TrackingServiceMethods.CalculateFilterCorrelation, AccessScopes.Read, AuditAction.Search, traces.CalculateFilterCorrelationAsync);

        var assessments = endpoints.ServiceProvider.GetRequiredService<AssessmentService>();
        endpoints.Map(TrackingServiceMethods.CreateAssessment, AccessScopes.Write, AuditAction.Change, assessments.CreateAssessmentAsync);
        endpoints.Map(TrackingServiceMethods.GetAssessment, AccessScopes.Read, AuditAction.Read, assessments.GetAssessmentAsync);
        endpoints.Map(TrackingServiceMethods.UpdateAssessment, AccessScopes.Write, AuditAction.Change, assessments.UpdateAssessmentAsync);
        endpoints.Map(TrackingServiceMethods.DeleteAssessment, AccessScopes.Write, AuditAction.Delete, assessments.DeleteAssessmentAsync);

        var experiments = endpoints.ServiceProvider.GetRequiredService<ExperimentService>();
        endpoints.Map(TrackingServiceMethods.CreateExperiment, AccessScopes.Write, AuditAction.Change, experiments.CreateExperimentAsync);
        endpoints.Map(TrackingServiceMethods.GetExperiment, AccessScopes.Read, AuditAction.Read, experiments.GetExperimentAsync);
        endpoints.Map(TrackingServiceMethods.SearchExperiments, AccessScopes.Read, AuditAction.Search, experiments.SearchExperimentsAsync);
        endpoints.Map(TrackingServiceMethods.UpdateExperiment, AccessScopes.Write, AuditAction.Change, experiments.UpdateExperimentAsync);
        endpoints.Map(TrackingServiceMethods.DeleteExperiment, AccessScopes.Write, AuditAction.Delete, experiments.DeleteExperimentAsync);
        endpoints.Map(TrackingServiceMethods.RestoreExperiment, AccessScopes.Write, AuditAction.Change, experiments.RestoreExperimentAsync);
        endpoints.Map(TrackingServiceMethods.SetExperimentTag, AccessScopes.Write, AuditAction.Change, experiments.SetExperimentTagAsync);
        endpoints.Map(TrackingServiceMethods.DeleteExperimentTag, AccessScopes.Write, AuditAction.Change, experiments.DeleteExperimentTagAsync);

        var runs = endpoints.ServiceProvider.GetRequiredService<RunService>();
        endpoints.Map(TrackingServiceMethods.CreateRun, AccessScopes.Write, AuditAction.Change, runs.CreateRunAsync);
        endpoints.Map(TrackingServiceMethods.GetRun, AccessScopes.Read, AuditAction.Read, runs.GetRunAsync);
        endpoints.Map(TrackingServiceMethods.UpdateRun, AccessScopes.Write, AuditAction.Change, runs.UpdateRunAsync);
        endpoints.Map(TrackingServiceMethods.DeleteRun, AccessScopes.Write, AuditAction.Delete, runs.DeleteRunAsync);
        endpoints.Map(TrackingServiceMethods.RestoreRun, AccessScopes.Write, AuditAction.Change, runs.RestoreRunAsync);
        endpoints.Map(TrackingServiceMethods.SearchRuns, AccessScopes.Read, AuditAction.Search, runs.SearchRunsAsync);
        endpoints.Map(TrackingServiceMethods.LogRunBatch, AccessScopes.Write, AuditAction.Change, runs.LogRunBatchAsync);
        endpoints.Map(TrackingServiceMethods.DeleteRunTag, AccessScopes.Write, AuditAction.Change, runs.DeleteRunTagAsync);
        endpoints.Map(TrackingServiceMethods.GetMetricHistory, AccessScopes.Read, AuditAction.Read, runs.GetMetricHistoryAsync);
    }

    private static void Map<TRequest, TResponse>(
        this IEndpointRouteBuilder endpoints, GrpcMethod<TRequest, TResponse> method, AccessScopes scopes, AuditAction audit, Func<TRequest, CancellationToken, Task<TResponse>> answer)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        endpoints.MapUnary(method, scopes, audit, (request, call) => answer(request, call.CancellationToken));
}
