using OtelBridge.Entities;
using OtelBridge.Entities.Json;

namespace OtelBridge.Client.Transport.Rest;

/// <summary>The questions over MLflow's REST API. This part: how clients of version 2 told a server of a trace, which servers of version 3 understand too.</summary>
internal sealed partial class RestTransport
{
    /// <summary>Starts a trace, which gets an id of the server's; in progress until <see cref="EndTraceV2Async"/>.</summary>
    public Task<TraceInfo> StartTraceV2Async(TraceInfo info, CancellationToken cancellationToken)
    {
        var body = RestBody.Of(json =>
        {
            json.WriteString("experiment_id", info.ExperimentId);
            json.WriteNumber("timestamp_ms", Milliseconds(info));
            json.WritePairs("request_metadata", info.TraceMetadata);
            json.WritePairs("tags", info.Tags);
        });
        return PostAsync(TracesV2, body, static answer => RestTraces.ReadInfo(answer.Member("trace_info") ?? throw new FormatException("it has no 'trace_info'")), cancellationToken);
    }

    /// <summary>Says how a trace ended; metadata and tags are added.</summary>
    /// <param name="traceId">The server's id of the trace.</param>
    /// <param name="info">What is known of it.</param>
    /// <param name="cancellationToken">Ends the question.</param>
    public Task EndTraceV2Async(string traceId, TraceInfo info, CancellationToken cancellationToken)
    {
        var body = RestBody.Of(json =>
        {
            json.WriteString("request_id", traceId);
            json.WriteNumber("timestamp_ms", Milliseconds(info) + (long)(info.ExecutionDuration ?? TimeSpan.Zero).TotalMilliseconds);
            json.WriteString("status", TraceStateText.Write(info.State));
            json.WritePairs("request_metadata", info.TraceMetadata);
            json.WritePairs("tags", info.Tags);
        });
        return TellAsync(HttpMethod.Patch, $"{TracesV2}/{Uri.EscapeDataString(traceId)}", body, cancellationToken);
    }

    private static long Milliseconds(TraceInfo info) => info.RequestTimeNs / 1_000_000;
}
