using Microsoft.Extensions.Logging;
using OtelBridge.Otlp;
using OtelBridge.Server.Diagnostics;
using OtelBridge.Server.Telemetry;
using OtelBridge.Store.Ingest;

namespace OtelBridge.Server.Otlp;

/// <summary>Where every OTLP wire ends: hands spans to the ingestor and words its result as OTLP does.</summary>
internal sealed class OtlpIntake(TraceIngestor ingestor, ILogger<OtlpIntake> logger)
{
    private readonly TraceIngestor _ingestor = ingestor;
    private readonly ILogger<OtlpIntake> _logger = logger;

    public async Task<ExportTraceServiceResponse> ExportAsync(
        ExportTraceServiceRequest request, string? experimentId, CancellationToken cancellationToken)
    {
        OwnSpans.Remove(request);
        var result = await _ingestor.IngestAsync(request, experimentId, cancellationToken);
        if (ServerTelemetry.Current is { IsAllDataRequested: true } activity)
        {
            activity.SetTag(ServerTelemetry.StoredKey, result.AcceptedSpans).SetTag(ServerTelemetry.RefusedKey, result.RejectedSpans);
        }

        var response = new ExportTraceServiceResponse();
        if (result.RejectedSpans > 0)
        {
            ReceiveLog.SpansRefused(_logger, result.RejectedSpans);
        }

        // OTLP also carries a warning this way: a message with nothing rejected.
        if (result.RejectedSpans > 0 || result.ErrorMessage.Length > 0)
        {
            response.PartialSuccess = new ExportTracePartialSuccess
            {
                RejectedSpans = result.RejectedSpans,
                ErrorMessage = result.ErrorMessage,
            };
        }

        return response;
    }
}
