using Microsoft.Extensions.Hosting;

namespace OtelBridge.Server.Audit;

/// <summary>Writes every minute what waits for the audit log, and removes every hour what is too old.</summary>
internal sealed class AuditService(AuditLog log, TimeProvider time) : BackgroundService
{
    private const int MinutesBetweenTrims = 60;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        for (var minute = 0; ; minute++)
        {
            await log.FlushAsync(stoppingToken);
            if (minute % MinutesBetweenTrims == 0)
            {
                await log.TrimAsync(stoppingToken);
            }

            if (!await timer.WaitForNextTickAsync(stoppingToken))
            {
                return;
            }
        }
    }
}
