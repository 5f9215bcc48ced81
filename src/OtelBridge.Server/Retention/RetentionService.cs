using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OtelBridge.Server.Audit;
using OtelBridge.Server.Security;
using OtelBridge.Server.Telemetry;
using OtelBridge.Store.Access.Workspaces;
using OtelBridge.Store.Audit;
using OtelBridge.Store.Retention;
using OtelBridge.Store.Storage;

namespace OtelBridge.Server.Retention;

/// <summary>Sweeps the store of each workspace when the server starts, and every minute; one that takes long, or does not answer, keeps no other waiting.</summary>
internal sealed class RetentionService(WholeStore whole, RetentionLimits limits, TimeProvider time, ILogger<RetentionService> logger, AuditLog? audit = null) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly SteadyClock _clock = new(time);
    private bool _doubted;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(whole.Workspaces.Select(workspace => SweepAsync(workspace, stoppingToken)));

    private async Task SweepAsync(Workspace workspace, CancellationToken stoppingToken)
    {
        if (!TraceRetention.CanSweep(workspace.Store))
        {
            return; // a store of the program's own looks after itself
        }

        var retention = new TraceRetention(workspace.Store, limits, _clock);
        var warned = new HashSet<(string Experiment, string Tag)>(); // one warning a tag, which is read every minute; bounded by the experiments of the store
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            await SweepAsync(retention, workspace, warned, stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task SweepAsync(TraceRetention retention, Workspace workspace, HashSet<(string Experiment, string Tag)> warned, CancellationToken stoppingToken)
    {
        var fault = "";
        SayWhatIsDoubted();
        using var activity = ServerTelemetry.Start("retention sweep", ActivityKind.Internal);
        try
        {
            await foreach (var swept in retention.SweepAsync(stoppingToken))
            {
                workspace.Sweeps.Add(swept);
                Log(swept, workspace, warned);
                if (audit is not null && swept.TooOld + swept.TooMuch is > 0 and var deleted)
                {
                    var place = workspace.Name == WorkspaceName.Default ? "" : $" {AuditSubject.Workspace}:{workspace.Name}";
                    await audit.WriteOwnAsync(AuditAction.Delete, "retention", $"{AuditSubject.Experiment}:{swept.ExperimentId}{place}", deleted);
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
        workspace.Sweeps.End(now, now + Interval, fault);
    }

    private void SayWhatIsDoubted()
    {
        var ahead = _clock.Doubted;
        if (ahead > TimeSpan.Zero && !_doubted)
        {
            RetentionLog.Doubted(logger, ahead);
        }

        _doubted = ahead > TimeSpan.Zero;
    }

    private void Log(SweptExperiment swept, Workspace workspace, HashSet<(string Experiment, string Tag)> warned)
    {
        var name = workspace.Name == WorkspaceName.Default ? swept.ExperimentId : $"{workspace.Name}/{swept.ExperimentId}";
        if (swept.TooOld + swept.TooMuch > 0)
        {
            RetentionLog.Deleted(logger, name, swept.TooOld, swept.TooMuch);
        }

        if (swept.BadTag is { } tag && warned.Add((swept.ExperimentId, tag)))
        {
            RetentionLog.BadTag(logger, name, tag);
        }
    }
}
