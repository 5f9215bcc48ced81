using OtelBridge.Server.Audit;
using OtelBridge.Server.Quotas;
using OtelBridge.Server.Security;
using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Storage;
using OtelBridge.Web.Health;

namespace OtelBridge.Server.Telemetry;

/// <summary>Reads the numbers of the server, all workspaces together.</summary>
internal sealed class ServerReader(IServerFacts facts, AuditLedger audit, WholeStore whole, TimeProvider time, Quotas.Quotas? quotas = null)
{
    // As often as meters are usually read; asking a large store for its size takes it a moment.
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(15);

    private readonly QuotaRefusals _refusals = quotas?.Refusals ?? new QuotaRefusals();
    private readonly Lock _gate = new();
    private Task<StoreSize?> _size = Task.FromResult<StoreSize?>(null);
    private long? _askedAt;

    /// <summary>Reads them, and asks the store now.</summary>
    public async Task<ServerReading> ReadAsync(CancellationToken cancellationToken) => Read(await ReadSizeAsync(cancellationToken));

    /// <summary>Reads them with what the store said last, and asks it again for the next time when that was a while ago: whoever reads a meter does not wait.</summary>
    public ServerReading ReadLatest()
    {
        lock (_gate)
        {
            var latest = _size.IsCompletedSuccessfully ? _size.Result : null;
            if (_size.IsCompleted && (_askedAt is not { } at || time.GetElapsedTime(at) > Pace))
            {
                _askedAt = time.GetTimestamp();
                _size = Task.Run(AskAsync);
            }

            return Read(latest);
        }
    }

    private async Task<StoreSize?> AskAsync()
    {
        try
        {
            return await ReadSizeAsync(CancellationToken.None);
        }
        catch (Exception) // a store that closes, or a fault that whoever reads the store is told of
        {
            return null;
        }
    }

    private ServerReading Read(StoreSize? size) => new(
        whole.Workspaces.Select(static workspace => workspace.Intake.Read().All).Aggregate(static (all, one) => all.Plus(one)),
        whole.Workspaces.Select(static workspace => workspace.Sweeps.Read()).Aggregate(static (all, one) => all with { TooOld = all.TooOld + one.TooOld, TooMuch = all.TooMuch + one.TooMuch }),
        facts,
        size,
        audit.Lost,
        _refusals);

    // A store that does not answer now says nothing of itself; the other numbers say that.
    private async Task<StoreSize?> ReadSizeAsync(CancellationToken cancellationToken)
    {
        try
        {
            var sizes = await Task.WhenAll(whole.Workspaces.Select(workspace => workspace.Store.Aggregates.ReadSizeAsync(cancellationToken)));
            return sizes.Aggregate(static (all, one) => all.Plus(one));
        }
        catch (StoreUnavailableException)
        {
            return null;
        }
    }
}
