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

    /// <summary>A page of trace records.</summary>
    public static GrpcMethod<SearchTracesRequest, SearchTracesResponse> SearchTraces { get; } =
        Method("SearchTraces", SearchTracesRequest.Parser, SearchTracesResponse.Parser);

    /// <summary>Makes an experiment.</summary>
    public static GrpcMethod<CreateExperimentRequest, CreateExperimentResponse> CreateExperiment { get; } =
        Method("CreateExperiment", CreateExperimentRequest.Parser, CreateExperimentResponse.Parser);

    /// <summary>One experiment by id or name.</summary>
    public static GrpcMethod<GetExperimentRequest, GetExperimentResponse> GetExperiment { get; } =
        Method("GetExperiment", GetExperimentRequest.Parser, GetExperimentResponse.Parser);

    /// <summary>A page of experiments.</summary>
    public static GrpcMethod<SearchExperimentsRequest, SearchExperimentsResponse> SearchExperiments { get; } =
        Method("SearchExperiments", SearchExperimentsRequest.Parser, SearchExperimentsResponse.Parser);

    private static GrpcMethod<TRequest, TResponse> Method<TRequest, TResponse>(
        string name, MessageParser<TRequest> request, MessageParser<TResponse> response)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> => new(Service, name, request, response);
}
