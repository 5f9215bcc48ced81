using Google.Protobuf;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OtelBridge.Grpc;
using OtelBridge.Server.Grpc;

namespace OtelBridge.Server.Tracking;

/// <summary>The tracking service over gRPC.</summary>
internal static class TrackingGrpcEndpoints
{
    public static void MapTrackingGrpc(this IEndpointRouteBuilder endpoints)
    {
        var traces = endpoints.ServiceProvider.GetRequiredService<TrackingService>();
        endpoints.Map(TrackingServiceMethods.GetTrace, traces.GetTraceAsync);
        endpoints.Map(TrackingServiceMethods.BatchGetTraces, traces.BatchGetTracesAsync);
        endpoints.Map(TrackingServiceMethods.GetTraceInfo, traces.GetTraceInfoAsync);
        endpoints.Map(TrackingServiceMethods.SearchTraces, traces.SearchTracesAsync);
        endpoints.Map(TrackingServiceMethods.CountTraces, traces.CountTracesAsync);
        endpoints.Map(TrackingServiceMethods.StartTrace, traces.StartTraceAsync);
        endpoints.Map(TrackingServiceMethods.DeleteTraces, traces.DeleteTracesAsync);
        endpoints.Map(TrackingServiceMethods.SetTraceTag, traces.SetTraceTagAsync);
        endpoints.Map(TrackingServiceMethods.DeleteTraceTag, traces.DeleteTraceTagAsync);
        endpoints.Map(TrackingServiceMethods.LinkTracesToRun, traces.LinkTracesToRunAsync);
        endpoints.Map(TrackingServiceMethods.CalculateFilterCorrelation, traces.CalculateFilterCorrelationAsync);

        var assessments = endpoints.ServiceProvider.GetRequiredService<AssessmentService>();
        endpoints.Map(TrackingServiceMethods.CreateAssessment, assessments.CreateAssessmentAsync);
        endpoints.Map(TrackingServiceMethods.GetAssessment, assessments.GetAssessmentAsync);
        endpoints.Map(TrackingServiceMethods.UpdateAssessment, assessments.UpdateAssessmentAsync);
        endpoints.Map(TrackingServiceMethods.DeleteAssessment, assessments.DeleteAssessmentAsync);

        var experiments = endpoints.ServiceProvider.GetRequiredService<ExperimentService>();
        endpoints.Map(TrackingServiceMethods.CreateExperiment, experiments.CreateExperimentAsync);
        endpoints.Map(TrackingServiceMethods.GetExperiment, experiments.GetExperimentAsync);
        endpoints.Map(TrackingServiceMethods.SearchExperiments, experiments.SearchExperimentsAsync);
        endpoints.Map(TrackingServiceMethods.UpdateExperiment, experiments.UpdateExperimentAsync);
        endpoints.Map(TrackingServiceMethods.DeleteExperiment, experiments.DeleteExperimentAsync);
        endpoints.Map(TrackingServiceMethods.RestoreExperiment, experiments.RestoreExperimentAsync);
        endpoints.Map(TrackingServiceMethods.SetExperimentTag, experiments.SetExperimentTagAsync);
        endpoints.Map(TrackingServiceMethods.DeleteExperimentTag, experiments.DeleteExperimentTagAsync);

        var runs = endpoints.ServiceProvider.GetRequiredService<RunService>();
        endpoints.Map(TrackingServiceMethods.CreateRun, runs.CreateRunAsync);
        endpoints.Map(TrackingServiceMethods.GetRun, runs.GetRunAsync);
        endpoints.Map(TrackingServiceMethods.UpdateRun, runs.UpdateRunAsync);
        endpoints.Map(TrackingServiceMethods.DeleteRun, runs.DeleteRunAsync);
        endpoints.Map(TrackingServiceMethods.RestoreRun, runs.RestoreRunAsync);
        endpoints.Map(TrackingServiceMethods.SearchRuns, runs.SearchRunsAsync);
        endpoints.Map(TrackingServiceMethods.LogRunBatch, runs.LogRunBatchAsync);
        endpoints.Map(TrackingServiceMethods.DeleteRunTag, runs.DeleteRunTagAsync);
        endpoints.Map(TrackingServiceMethods.GetMetricHistory, runs.GetMetricHistoryAsync);
    }

    private static void Map<TRequest, TResponse>(
        this IEndpointRouteBuilder endpoints, GrpcMethod<TRequest, TResponse> method, Func<TRequest, CancellationToken, Task<TResponse>> answer)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        endpoints.MapUnary(method, (request, call) => answer(request, call.CancellationToken));
}
