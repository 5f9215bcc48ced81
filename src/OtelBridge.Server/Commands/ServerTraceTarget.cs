using System.Net.Security;
using OtelBridge.Attributes;
using OtelBridge.Grpc;
using OtelBridge.Otlp;
using OtelBridge.Store.Audit;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Commands;

/// <summary>Writes through a running server.</summary>
internal sealed class ServerTraceTarget(Uri address, Action<SslClientAuthenticationOptions> tls) : ITraceTarget
{
    private readonly ServerConnection _server = new(address, tls);

    public Task<ExportTraceServiceResponse> ExportAsync(
        ExportTraceServiceRequest request, string? experimentId, CancellationToken cancellationToken)
    {
        KeyValuePair<string, string>[] metadata = experimentId is null ? [] : [new(MlflowKeys.ExperimentHeader, experimentId)];
        return _server.CallAsync(TraceServiceMethods.Export, request, cancellationToken, metadata);
    }

    public async Task<TraceInfo> GetTraceInfoAsync(string traceId, CancellationToken cancellationToken)
    {
        var response = await _server.CallAsync(TrackingServiceMethods.GetTraceInfo, new GetTraceInfoRequest { TraceId = traceId }, cancellationToken);
        return response.Info;
    }

    public Task StartTraceAsync(TraceRecord record, CancellationToken cancellationToken) =>
        _server.CallAsync(TrackingServiceMethods.StartTrace, new StartTraceRequest { Record = record }, cancellationToken);

    public Task LinkToRunAsync(string traceId, string runId, CancellationToken cancellationToken) => _server.CallAsync(
        TrackingServiceMethods.LinkTracesToRun, new LinkTracesToRunRequest { TraceIds = { traceId }, RunId = runId }, cancellationToken);

    public async Task<Experiment> GetExperimentAsync(GetExperimentRequest request, CancellationToken cancellationToken)
    {
        var response = await _server.CallAsync(TrackingServiceMethods.GetExperiment, request, cancellationToken);
        return response.Experiment;
    }

    public async Task<string> CreateExperimentAsync(string name, CancellationToken cancellationToken)
    {
        var response = await _server.CallAsync(TrackingServiceMethods.CreateExperiment, new CreateExperimentRequest { Name = name }, cancellationToken);
        return response.ExperimentId;
    }

    public Task AuditAsync(AuditEntry entry) => Task.CompletedTask;

    public ValueTask DisposeAsync()
    {
        _server.Dispose();
        return ValueTask.CompletedTask;
    }
}
