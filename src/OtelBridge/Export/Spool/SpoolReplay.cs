using OpenTelemetry;
using OtelBridge.Configuration;
using OtelBridge.Diagnostics;

namespace OtelBridge.Export.Spool;

/// <summary>Sends what lies on disk for one destination, oldest first, whenever the destination takes it; beside what comes from the program.</summary>
internal sealed class SpoolReplay : IDisposable
{
    /// <summary>How often is looked for what processes that are gone left behind.</summary>
    private static readonly TimeSpan AdoptEvery = TimeSpan.FromSeconds(30);

    /// <summary>How often is looked for something to send.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly DestinationSettings _settings;
    private readonly ParcelSpool _spool;
    private readonly Courier _courier;
    private readonly DeliveryLedger _ledger;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;

    public SpoolReplay(DestinationSettings settings, ParcelSpool spool, Courier courier, DeliveryLedger ledger, TimeProvider time)
    {
        _settings = settings;
        _spool = spool;
        _courier = courier;
        _ledger = ledger;
        _time = time;
        // The task must not carry the activity and the async locals of whoever started tracing.
        using var _ = ExecutionContext.SuppressFlow();
        _running = Task.Run(RunAsync);
    }

    /// <summary>Ends the replay; what is on disk stays there.</summary>
    public void Stop() => _stop.Cancel();

    /// <summary>Waits for the end and lets go of the disk.</summary>
    public void Dispose()
    {
        Stop();
        _running.Wait(TimeSpan.FromSeconds(1));
        _spool.Dispose();
    }

    private async Task RunAsync()
    {
        // Our own requests must not become spans.
        using var quiet = SuppressInstrumentationScope.Begin();
        var adopted = default(long?);
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                if (adopted is not { } last || _time.GetElapsedTime(last) >= AdoptEvery)
                {
                    _ledger.Adopt(_spool.Adopt());
                    adopted = _time.GetTimestamp();
                }

                var parcel = _spool.Next();
                if (parcel is null || !_courier.Circuit.TryPass())
                {
                    await WaitAsync(parcel is null ? Pause : _courier.Circuit.Wait).ConfigureAwait(false);
                }
                else
                {
                    await ReplayAsync(parcel).ConfigureAwait(false);
                }
            }
            catch (Exception e)
            {
                BridgeEventSource.Log.DeliveryLoopFailed(_settings.Name, e);
                await WaitAsync(AdoptEvery).ConfigureAwait(false);
            }
        }
    }

    private async Task ReplayAsync(SpooledParcel spooled)
    {
        var outcome = new SendOutcome();
        if (_time.GetUtcNow() - spooled.Written > _settings.Spool!.MaxAge)
        {
            outcome.Drop(DropReason.SpoolExpired, spooled.Spans);
        }
        else if (spooled.TryRead() is not { } parcel)
        {
            outcome.Drop(DropReason.SpoolFailed, spooled.Spans);
        }
        else if (!await TryDeliverAsync(new ParcelRun(_settings.Name, parcel, outcome)).ConfigureAwait(false))
        {
            return;
        }

        // First from disk, then into the ledger: a crash in between costs a count that is gone anyway, and no span.
        _spool.Remove(spooled);
        outcome.DropRest(spooled.Spans, DropReason.SpoolFailed);
        _ledger.Replayed(outcome);
    }

    /// <summary>False when the destination does not take it now: it stays on disk, whole.</summary>
    private async Task<bool> TryDeliverAsync(ParcelRun run)
    {
        while (!run.IsDone)
        {
            if (await _courier.TryAdvanceAsync(run, _stop.Token).ConfigureAwait(false) is not null)
            {
                return false;
            }
        }

        return true;
    }

    private async Task WaitAsync(TimeSpan delay) =>
        await Task.Delay(delay < Pause ? Pause : delay, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
