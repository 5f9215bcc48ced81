using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OtelBridge.Server.Audit;
using OtelBridge.Server.Security;
using OtelBridge.Server.Telemetry;
using OtelBridge.Store.Audit;
using OtelBridge.Store.Retention;
using OtelBridge.Store.Storage;

namespace OtelBridge.Server.Retention;

/// <summary>Sweeps the store when the server starts, and every minute.</summary>
internal sealed class RetentionService(WholeStore whole, RetentionLimits limits, SweepLedger ledger, TimeProvider time, ILogger<RetentionService> logger, AuditLog? audit = null) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly ITraceStore _store = whole.Store;

    // One warning a tag: it is read every minute. Bounded by the experiments of the store.
    private readonly HashSet<(string Experiment, string Tag)> _warned = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!TraceRetention.CanSweep(_store))
        {
            return; // a store of the program's own looks after itself
        }

        var retention = new TraceRetention(_store, limits, time);
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            await SweepAsync(retention, stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task SweepAsync(TraceRetention retention, CancellationToken stoppingToken)
    {
        var fault = "";
        using var activity = ServerTelemetry.Start("retention sweep", ActivityKind.Internal);
        try
        {
            await foreach (var swept in retention.SweepAsync(stoppingToken))
            {
                ledger.Add(swept);
                Log(swept);
                if (audit is not null && swept.TooOld + swept.TooMuch is > 0 and var deleted)
                {
                    await audit.WriteOwnAsync(AuditAction.Delete, "retention", $"{AuditSubject.Experiment}:{swept.ExperimentId}", deleted);
                }
            }
        }
        catch (StoreUnavailableException e)
        {
            fault = e.Message;
            RetentionLog.Unavailable(logger, e.Message);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested) // the next turn may succeed; a server does not end for it
        {
            fault = "The last sweep failed; the server's log says why.";
            RetentionLog.Failed(logger, e);
        }

        activity?.SetStatus(fault.Length > 0 ? ActivityStatusCode.Error : ActivityStatusCode.Unset, fault.Length > 0 ? fault : null);
        var now = time.GetUtcNow();
        ledger.End(now, now + Interval, fault);
    }

    private void Log(SweptExperiment swept)
    {
        if (swept.TooOld + swept.TooMuch > 0)
        {
            RetentionLog.Deleted(logger, swept.ExperimentId, swept.TooOld, swept.TooMuch);
        }

        if (swept.BadTag is { } tag && _warned.Add((swept.ExperimentId, tag)))
        {
            RetentionLog.BadTag(logger, swept.ExperimentId, tag);
        }
    }
}
