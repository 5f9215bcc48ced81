using System.Globalization;
using OtelBridge.Grpc;
using OtelBridge.Store.Model;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Tracking;

/// <summary>Checks which traces are to be deleted: those of ids, or those up to a time.</summary>
internal static class TraceDeletionRequest
{
    // The ids are bound as one parameter a step; a client deletes some hundred at once.
    private const int MaxTraceIds = 10_000;

    public static TraceDeletion Check(DeleteTracesRequest request)
    {
        var deletion = new TraceDeletion(TrackingRequest.ExperimentId(request.ExperimentId));
        switch (request.TraceIds.Count, request.HasMaxTimestampMs)
        {
            case (0, false):
                throw Refused("Say which traces to delete: either 'trace_ids', or 'max_timestamp_ms' (in MLflow's REST API 'request_ids' or 'max_timestamp_millis').");
            case (> 0, true):
                throw Refused("Only one of 'trace_ids' and 'max_timestamp_ms' can be given.");
            case (> 0, false) when request.HasMaxTraces:
                throw Refused("'max_traces' goes with 'max_timestamp_ms' only, not with 'trace_ids'.");
            case (> MaxTraceIds, false):
                throw TrackingRequest.Invalid($"of {request.TraceIds.Count} ids", "trace_ids", $"at most {MaxTraceIds} traces can be deleted by id at once");
            case (_, true):
                return deletion with
                {
                    MaxTimestampMs = request.MaxTimestampMs,
                    MaxTraces = !request.HasMaxTraces || request.MaxTraces > 0
                        ? request.HasMaxTraces ? request.MaxTraces : null
                        : throw TrackingRequest.Invalid(request.MaxTraces.ToString(CultureInfo.InvariantCulture), "max_traces", "it is a positive number"),
                };
            default:
                return deletion with { TraceIds = [.. request.TraceIds.Select(TrackingRequest.TraceId)] };
        }
    }

    private static GrpcException Refused(string message) => new(GrpcStatusCode.InvalidArgument, message);
}
