using OtelBridge.Otlp;
using OtelBridge.Store.Audit;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Server.Commands;

/// <summary>Where a command writes: a server or a store. What is done twice is as if done once.</summary>
internal interface ITraceTarget : IAsyncDisposable
{
    /// <summary>Stores spans.</summary>
    /// <param name="request">The spans.</param>
    /// <param name="experimentId">Experiment of traces that are new and name none; null for Default.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    Task<ExportTraceServiceResponse> ExportAsync(ExportTraceServiceRequest request, string? experimentId, CancellationToken cancellationToken);

    Task<TraceInfo> GetTraceInfoAsync(string traceId, CancellationToken cancellationToken);

    Task StartTraceAsync(TraceRecord record, CancellationToken cancellationToken);

    Task LinkToRunAsync(string traceId, string runId, CancellationToken cancellationToken);

    Task<Experiment> GetExperimentAsync(GetExperimentRequest request, CancellationToken cancellationToken);

    /// <summary>Writes down what was done here; a server does so by itself.</summary>
    Task AuditAsync(AuditEntry entry);

    Task<string> CreateExperimentAsync(string name, CancellationToken cancellationToken);
}
