using Microsoft.Extensions.Logging.Abstractions;
using OtelBridge.Otlp;
using OtelBridge.Pricing;
using OtelBridge.Server.Otlp;
using OtelBridge.Server.Tracking;
using OtelBridge.Store.Audit;
using OtelBridge.Store.Ingest;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Commands;

/// <summary>Writes into a store directly, which no server may be doing at the same time.</summary>
internal sealed class StoreTraceTarget(ITraceStore store, PriceTable prices) : ITraceTarget
{
    private readonly ITraceStore _store = store;
    private readonly OtlpIntake _intake = new(new TraceIngestor(store, prices), NullLogger<OtlpIntake>.Instance);
    private readonly TrackingService _tracking = new(store);
    private readonly ExperimentService _experiments = new(store);

    public static async Task<ITraceTarget> OpenAsync(string address, CancellationToken cancellationToken)
    {
        var prices = PriceFile.FromEnvironment();
        try
        {
            return new StoreTraceTarget(await MaskFile.OpenStoreAsync(address, cancellationToken), prices);
        }
        catch (StoreException e) when (e.IsInUse)
        {
            throw new StoreException($"{e.Message} Or write through that server, with --server.", e);
        }
    }

    public Task<ExportTraceServiceResponse> ExportAsync(
        ExportTraceServiceRequest request, string? experimentId, CancellationToken cancellationToken) =>
        _intake.ExportAsync(request, experimentId, cancellationToken);

    public async Task<TraceInfo> GetTraceInfoAsync(string traceId, CancellationToken cancellationToken)
    {
        var response = await _tracking.GetTraceInfoAsync(new GetTraceInfoRequest { TraceId = traceId }, cancellationToken);
        return response.Info;
    }

    public Task StartTraceAsync(TraceRecord record, CancellationToken cancellationToken) =>
        _tracking.StartTraceAsync(new StartTraceRequest { Record = record }, cancellationToken);

    public Task LinkToRunAsync(string traceId, string runId, CancellationToken cancellationToken) =>
        _tracking.LinkTracesToRunAsync(new LinkTracesToRunRequest { TraceIds = { traceId }, RunId = runId }, cancellationToken);

    public async Task<Experiment> GetExperimentAsync(GetExperimentRequest request, CancellationToken cancellationToken)
    {
        var response = await _experiments.GetExperimentAsync(request, cancellationToken);
        return response.Experiment;
    }

    public async Task<string> CreateExperimentAsync(string name, CancellationToken cancellationToken)
    {
        var response = await _experiments.CreateExperimentAsync(new CreateExperimentRequest { Name = name }, cancellationToken);
        return response.ExperimentId;
    }

    public Task AuditAsync(AuditEntry entry) => CommandAudit.Into(_store)(entry);

    public ValueTask DisposeAsync() => _store.DisposeAsync();
}
