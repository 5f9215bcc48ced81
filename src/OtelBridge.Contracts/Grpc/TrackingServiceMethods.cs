using Google.Protobuf;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Grpc;

/// <summary>The methods of the tracking service (<c>protos/otelbridge/tracking/v1/tracking.proto</c>).</summary>
public static class TrackingServiceMethods
{
    private const string Service = "otelbridge.tracking.v1.TrackingService";

    /// <summary>One trace with its spans.</summary>
    public static GrpcMethod<GetTraceRequest, GetTraceResponse> GetTrace { get; } =
        Method("GetTrace", GetTraceRequest.Parser, GetTraceResponse.Parser);

    /// <summary>Several traces with their spans.</summary>
    public static GrpcMethod<BatchGetTracesRequest, BatchGetTracesResponse> BatchGetTraces { get; } =
        Method("BatchGetTraces", BatchGetTracesRequest.Parser, BatchGetTracesResponse.Parser);

    /// <summary>The record of one trace.</summary>
    public static GrpcMethod<GetTraceInfoRequest, GetTraceInfoResponse> GetTraceInfo { get; } =
        Method("GetTraceInfo", GetTraceInfoRequest.Parser, GetTraceInfoResponse.Parser);

    /// <summary>A page of trace records.</summary>
    public static GrpcMethod<SearchTracesRequest, SearchTracesResponse> SearchTraces { get; } =
        Method("SearchTraces", SearchTracesRequest.Parser, SearchTracesResponse.Parser);

    /// <summary>How many traces a filter finds.</summary>
    public static GrpcMethod<CountTracesRequest, CountTracesResponse> CountTraces { get; } =
        Method("CountTraces", CountTracesRequest.Parser, CountTracesResponse.Parser);

    /// <summary>What a client says of a whole trace.</summary>
    public static GrpcMethod<StartTraceRequest, StartTraceResponse> StartTrace { get; } =
        Method("StartTrace", StartTraceRequest.Parser, StartTraceResponse.Parser);

    /// <summary>Deletes traces.</summary>
    public static GrpcMethod<DeleteTracesRequest, DeleteTracesResponse> DeleteTraces { get; } =
        Method("DeleteTraces", DeleteTracesRequest.Parser, DeleteTracesResponse.Parser);

    /// <summary>Sets a tag of a trace.</summary>
    public static GrpcMethod<SetTraceTagRequest, SetTraceTagResponse> SetTraceTag { get; } =
        Method("SetTraceTag", SetTraceTagRequest.Parser, SetTraceTagResponse.Parser);

    /// <summary>Deletes a tag of a trace.</summary>
    public static GrpcMethod<DeleteTraceTagRequest, DeleteTraceTagResponse> DeleteTraceTag { get; } =
        Method("DeleteTraceTag", DeleteTraceTagRequest.Parser, DeleteTraceTagResponse.Parser);

    /// <summary>Links traces to a run.</summary>
    public static GrpcMethod<LinkTracesToRunRequest, LinkTracesToRunResponse> LinkTracesToRun { get; } =
        Method("LinkTracesToRun", LinkTracesToRunRequest.Parser, LinkTracesToRunResponse.Parser);

    /// <summary>How often two filters hold for the same traces.</summary>
    public static GrpcMethod<CalculateFilterCorrelationRequest, CalculateFilterCorrelationResponse> CalculateFilterCorrelation { get; } =
        Method("CalculateFilterCorrelation", CalculateFilterCorrelationRequest.Parser, CalculateFilterCorrelationResponse.Parser);

    /// <summary>Adds an assessment.</summary>
    public static GrpcMethod<CreateAssessmentRequest, CreateAssessmentResponse> CreateAssessment { get; } =
        Method("CreateAssessment", CreateAssessmentRequest.Parser, CreateAssessmentResponse.Parser);

    /// <summary>One assessment.</summary>
    public static GrpcMethod<GetAssessmentRequest, GetAssessmentResponse> GetAssessment { get; } =
        Method("GetAssessment", GetAssessmentRequest.Parser, GetAssessmentResponse.Parser);

    /// <summary>Changes an assessment.</summary>
    public static GrpcMethod<UpdateAssessmentRequest, UpdateAssessmentResponse> UpdateAssessment { get; } =
        Method("UpdateAssessment", UpdateAssessmentRequest.Parser, UpdateAssessmentResponse.Parser);

    /// <summary>Deletes an assessment.</summary>
    public static GrpcMethod<DeleteAssessmentRequest, DeleteAssessmentResponse> DeleteAssessment { get; } =
        Method("DeleteAssessment", DeleteAssessmentRequest.Parser, DeleteAssessmentResponse.Parser);

    /// <summary>Makes an experiment.</summary>
    public static GrpcMethod<CreateExperimentRequest, CreateExperimentResponse> CreateExperiment { get; } =
        Method("CreateExperiment", CreateExperimentRequest.Parser, CreateExperimentResponse.Parser);

    /// <summary>One experiment by id or name.</summary>
    public static GrpcMethod<GetExperimentRequest, GetExperimentResponse> GetExperiment { get; } =
        Method("GetExperiment", GetExperimentRequest.Parser, GetExperimentResponse.Parser);

    /// <summary>A page of experiments.</summary>
    public static GrpcMethod<SearchExperimentsRequest, SearchExperimentsResponse> SearchExperiments { get; } =
        Method("SearchExperiments", SearchExperimentsRequest.Parser, SearchExperimentsResponse.Parser);

    /// <summary>Renames an experiment.</summary>
    public static GrpcMethod<UpdateExperimentRequest, UpdateExperimentResponse> UpdateExperiment { get; } =
        Method("UpdateExperiment", UpdateExperimentRequest.Parser, UpdateExperimentResponse.Parser);

    /// <summary>Marks an experiment as deleted.</summary>
    public static GrpcMethod<DeleteExperimentRequest, DeleteExperimentResponse> DeleteExperiment { get; } =
        Method("DeleteExperiment", DeleteExperimentRequest.Parser, DeleteExperimentResponse.Parser);

    /// <summary>Takes back the deletion of an experiment.</summary>
    public static GrpcMethod<RestoreExperimentRequest, RestoreExperimentResponse> RestoreExperiment { get; } =
        Method("RestoreExperiment", RestoreExperimentRequest.Parser, RestoreExperimentResponse.Parser);

    /// <summary>Sets a tag of an experiment.</summary>
    public static GrpcMethod<SetExperimentTagRequest, SetExperimentTagResponse> SetExperimentTag { get; } =
        Method("SetExperimentTag", SetExperimentTagRequest.Parser, SetExperimentTagResponse.Parser);

    /// <summary>Deletes a tag of an experiment.</summary>
    public static GrpcMethod<DeleteExperimentTagRequest, DeleteExperimentTagResponse> DeleteExperimentTag { get; } =
        Method("DeleteExperimentTag", DeleteExperimentTagRequest.Parser, DeleteExperimentTagResponse.Parser);

    /// <summary>Makes a run.</summary>
    public static GrpcMethod<CreateRunRequest, CreateRunResponse> CreateRun { get; } =
        Method("CreateRun", CreateRunRequest.Parser, CreateRunResponse.Parser);

    /// <summary>One run.</summary>
    public static GrpcMethod<GetRunRequest, GetRunResponse> GetRun { get; } =
        Method("GetRun", GetRunRequest.Parser, GetRunResponse.Parser);

    /// <summary>Changes a run.</summary>
    public static GrpcMethod<UpdateRunRequest, UpdateRunResponse> UpdateRun { get; } =
        Method("UpdateRun", UpdateRunRequest.Parser, UpdateRunResponse.Parser);

    /// <summary>Marks a run as deleted.</summary>
    public static GrpcMethod<DeleteRunRequest, DeleteRunResponse> DeleteRun { get; } =
        Method("DeleteRun", DeleteRunRequest.Parser, DeleteRunResponse.Parser);

    /// <summary>Takes back the deletion of a run.</summary>
    public static GrpcMethod<RestoreRunRequest, RestoreRunResponse> RestoreRun { get; } =
        Method("RestoreRun", RestoreRunRequest.Parser, RestoreRunResponse.Parser);

    /// <summary>A page of runs.</summary>
    public static GrpcMethod<SearchRunsRequest, SearchRunsResponse> SearchRuns { get; } =
        Method("SearchRuns", SearchRunsRequest.Parser, SearchRunsResponse.Parser);

    /// <summary>Adds params, metrics and tags to a run.</summary>
    public static GrpcMethod<LogRunBatchRequest, LogRunBatchResponse> LogRunBatch { get; } =
        Method("LogRunBatch", LogRunBatchRequest.Parser, LogRunBatchResponse.Parser);

    /// <summary>Deletes a tag of a run.</summary>
    public static GrpcMethod<DeleteRunTagRequest, DeleteRunTagResponse> DeleteRunTag { get; } =
        Method("DeleteRunTag", DeleteRunTagRequest.Parser, DeleteRunTagResponse.Parser);

    /// <summary>Every logged value of one metric.</summary>
    public static GrpcMethod<GetMetricHistoryRequest, GetMetricHistoryResponse> GetMetricHistory { get; } =
        Method("GetMetricHistory", GetMetricHistoryRequest.Parser, GetMetricHistoryResponse.Parser);

    private static GrpcMethod<TRequest, TResponse> Method<TRequest, TResponse>(
        string name, MessageParser<TRequest> request, MessageParser<TResponse> response)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> => new(Service, name, request, response);
}
