using Google.Protobuf;
using OpenTelemetry;
using OtelBridge.Configuration;
using OtelBridge.Entities;
using OtelBridge.Grpc;
using Wire = OtelBridge.Tracking.V1;

namespace OtelBridge.Client.Transport.Grpc;

/// <summary>The questions over gRPC, to an OtelBridge store. This part: traces.</summary>
internal sealed partial class GrpcTransport : ITrackingTransport
{
    // Traces are as large as their makers let them be; a batch of them is taken as long as it fits a process without harm.
    private const int MaxAnswerBytes = 256 * 1024 * 1024;

    private readonly UnaryGrpcClient _client;
    private readonly SocketsHttpHandler? _own;

    /// <param name="address">The store's gRPC address as <c>http</c> or <c>https</c>.</param>
    /// <param name="timeout">Longest call.</param>
    /// <param name="settings">Certificates, who asks, and in which workspace.</param>
    /// <param name="handler">Under the client, for tests; its owner disposes it.</param>
    /// <exception cref="MlflowException">INVALID_PARAMETER_VALUE: a certificate cannot be read.</exception>
    public GrpcTransport(Uri address, TimeSpan timeout, RestSettings settings, HttpMessageHandler? handler = null)
    {
        _own = handler is null ? GrpcHandlers.Create(settings.Tls) : null;
        var options = new UnaryGrpcClientOptions { Timeout = timeout, MaxReceiveMessageSize = MaxAnswerBytes, Handler = handler ?? _own };
        foreach (var (key, value) in CallerHeaders.Of(settings))
        {
            options.Metadata[key] = value;
        }

        _client = new UnaryGrpcClient(address, options);
    }

    /// <summary>Asks over a connection that is used for spans too; disposing this disposes it.</summary>
    public GrpcTransport(UnaryGrpcClient client) => _client = client;

    public async Task<TraceInfo> GetTraceInfoAsync(string traceId, CancellationToken cancellationToken)
    {
        var answer = await CallAsync(TrackingServiceMethods.GetTraceInfo, new Wire.GetTraceInfoRequest { TraceId = traceId }, cancellationToken).ConfigureAwait(false);
        return TraceMessages.Read(answer.Info);
    }

    public async Task<Trace> GetTraceAsync(string traceId, CancellationToken cancellationToken)
    {
        var request = new Wire.GetTraceRequest { TraceId = traceId, Translated = true };
        var trace = (await CallAsync(TrackingServiceMethods.GetTrace, request, cancellationToken).ConfigureAwait(false)).Trace;
        return TraceMessages.IsComplete(trace) ? TraceMessages.Read(trace) : throw IncompleteTrace.Of(traceId);
    }

    public async Task<IReadOnlyList<Trace>> GetTracesAsync(IReadOnlyList<TraceInfo> infos, CancellationToken cancellationToken)
    {
        var request = new Wire.BatchGetTracesRequest { TraceIds = { infos.Select(static info => info.TraceId) }, Translated = true };
        var answer = await CallAsync(TrackingServiceMethods.BatchGetTraces, request, cancellationToken).ConfigureAwait(false);
        return [.. answer.Traces.Where(TraceMessages.IsComplete).Select(TraceMessages.Read)];
    }

    public async Task<PagedList<TraceInfo>> SearchTracesAsync(TraceSearch search, string? pageToken, CancellationToken cancellationToken)
    {
        var request = new Wire.SearchTracesRequest
        {
            ExperimentIds = { search.ExperimentIds },
            Filter = search.Filter ?? string.Empty,
            OrderBy = { search.OrderBy ?? [] },
            MaxResults = search.PageSize,
            PageToken = pageToken ?? string.Empty,
        };
        var answer = await CallAsync(TrackingServiceMethods.SearchTraces, request, cancellationToken).ConfigureAwait(false);
        return new PagedList<TraceInfo>([.. answer.Traces.Select(TraceMessages.Read)], answer.NextPageToken);
    }

    public async Task<TraceInfo> StartTraceAsync(TraceInfo info, CancellationToken cancellationToken)
    {
        var request = new Wire.StartTraceRequest { Record = TraceMessages.Write(info) };
        return TraceMessages.Read((await CallAsync(TrackingServiceMethods.StartTrace, request, cancellationToken).ConfigureAwait(false)).Info);
    }

    public async Task<int> DeleteTracesAsync(
        string experimentId, IReadOnlyList<string>? traceIds, DateTimeOffset? maxTimestamp, int? maxTraces, CancellationToken cancellationToken)
    {
        var request = new Wire.DeleteTracesRequest { ExperimentId = experimentId, TraceIds = { traceIds ?? [] } };
        if (maxTimestamp is { } time)
        {
            request.MaxTimestampMs = time.ToUnixTimeMilliseconds();
        }

        if (maxTraces is { } most)
        {
            request.MaxTraces = most;
        }

        return (int)(await CallAsync(TrackingServiceMethods.DeleteTraces, request, cancellationToken).ConfigureAwait(false)).TracesDeleted;
    }

    public Task SetTraceTagAsync(string traceId, string key, string value, CancellationToken cancellationToken) =>
        CallAsync(TrackingServiceMethods.SetTraceTag, new Wire.SetTraceTagRequest { TraceId = traceId, Key = key, Value = value }, cancellationToken);

    public Task DeleteTraceTagAsync(string traceId, string key, CancellationToken cancellationToken) =>
        CallAsync(TrackingServiceMethods.DeleteTraceTag, new Wire.DeleteTraceTagRequest { TraceId = traceId, Key = key }, cancellationToken);

    public Task LinkTracesToRunAsync(IReadOnlyList<string> traceIds, string runId, CancellationToken cancellationToken) =>
        CallAsync(TrackingServiceMethods.LinkTracesToRun, new Wire.LinkTracesToRunRequest { TraceIds = { traceIds }, RunId = runId }, cancellationToken);

    public void Dispose()
    {
        _client.Dispose();
        _own?.Dispose();
    }

    private async Task<TResponse> CallAsync<TRequest, TResponse>(GrpcMethod<TRequest, TResponse> method, TRequest request, CancellationToken cancellationToken)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        // A question about traces must not become a trace.
        using var quiet = SuppressInstrumentationScope.Begin();
        try
        {
            return await _client.CallAsync(method, request, null, cancellationToken).ConfigureAwait(false);
        }
        catch (GrpcException e)
        {
            throw GrpcErrors.ToMlflow(e, _client.Address);
        }
        catch (ObjectDisposedException e)
        {
            throw new MlflowException("The client was disposed.", MlflowErrorCode.BadRequest, e);
        }
    }
}
