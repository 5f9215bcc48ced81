using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OtelBridge.Store.Quotas;
using OtelBridge.Store.Storage;

namespace OtelBridge.Server.Quotas;

/// <summary>Tells the store what was stored today, and learns what other servers on it have stored: a restart forgets nothing, and several servers count together.</summary>
internal sealed partial class QuotaKeeper(Quotas quotas, IQuotaCatalog catalog, TimeProvider time, ILogger<QuotaKeeper> logger) : BackgroundService
{
    /// <summary>How long a server does not know what another one has stored; a process that is killed forgets as much.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private const int MostListed = 10_000;

    private readonly SemaphoreSlim _turn = new(1); // so that sums are learnt in the order in which they were made

    public override void Dispose()
    {
        _turn.Dispose();
        base.Dispose();
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryTellAsync(cancellationToken);
    }

    /// <summary>Lists what everybody has stored today.</summary>
    public async Task<IReadOnlyDictionary<string, QuotaUse>> ListTodayAsync(CancellationToken cancellationToken)
    {
        await TellAsync(cancellationToken);
        var uses = await catalog.ListUseAsync(DayUse.DayOf(time.GetUtcNow()), MostListed, cancellationToken);
        return uses.ToDictionary(static use => use.Subject, StringComparer.Ordinal);
    }

    /// <summary>Gives what all callers of a workspace may ask for together.</summary>
    public Quota OfWorkspace(string workspace) => quotas.OfWorkspace(workspace);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await TryTellAsync(stoppingToken);
        }
    }

    private async Task TryTellAsync(CancellationToken cancellationToken)
    {
        try
        {
            await TellAsync(cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            // The next turn tells it.
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested) // a server does not end for it
        {
            Failed(logger, e);
        }
    }

    private async Task TellAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var untold = quotas.Accounts.SelectMany(static account => account.TakeUntold().Select(use => (Account: account, Use: use))).ToList();
            if (untold.Count > 0)
            {
                await TellAsync(untold, cancellationToken);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task TellAsync(IReadOnlyList<(QuotaAccount Account, QuotaUse Use)> untold, CancellationToken cancellationToken)
    {
        try
        {
            var accounts = untold.Select(static item => item.Account).Distinct().ToDictionary(static account => account.Subject, StringComparer.Ordinal);
            foreach (var sum in await catalog.AddUseAsync([.. untold.Select(static item => item.Use)], cancellationToken))
            {
                accounts[sum.Subject].Learn(sum);
            }
        }
        catch
        {
            foreach (var (account, use) in untold)
            {
                account.PutBack(use);
            }

            throw;
        }
    }

    [LoggerMessage(EventId = 2101, Level = LogLevel.Error, Message = "What was stored today could not be told to the store")]
    private static partial void Failed(ILogger logger, Exception exception);
}
