using OpenTelemetry;
using OtelBridge.Configuration;
using OtelBridge.Diagnostics;

namespace OtelBridge.Export.Spool;

/// <summary>Sends what lies on disk for one destination, oldest first, whenever the destination takes it; beside what comes from the program.</summary>
internal sealed class SpoolReplay : IDisposable
{
    /// <summary>How often is looked for what processes that are gone left behind.</summary>
    private static readonly TimeSpan AdoptEvery = TimeSpan.FromSeconds(30);

    /// <summary>The least that is waited when nothing can be done now.</summary>
    private static readonly TimeSpan ShortPause = TimeSpan.FromMilliseconds(20);

    /// <summary>What is waited after a turn that failed, or a file that could not be read.</summary>
    private static readonly TimeSpan FailurePause = TimeSpan.FromSeconds(1);

    /// <summary>What a request under way is given to end when the program does: its spans would be sent again otherwise.</summary>
    private static readonly TimeSpan LastRequestTime = TimeSpan.FromMilliseconds(250);

    /// <summary>Parcels that are read for one request at most.</summary>
    private const int MaxBundle = 256;

    private readonly DestinationSettings _settings;
    private readonly ParcelSpool _spool;
    private readonly Courier _courier;
    private readonly DeliveryLedger _ledger;
    private readonly TimeProvider _time;
    private readonly ReplayOrder _order;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly Task _running;

    public SpoolReplay(DestinationSettings settings, ParcelSpool spool, Courier courier, DeliveryLedger ledger, TimeProvider time)
    {
        _settings = settings;
        _spool = spool;
        _courier = courier;
        _ledger = ledger;
        _time = time;
        _order = new ReplayOrder(spool);
        // The task must not carry the activity and the async locals of whoever started tracing.
        using var _ = ExecutionContext.SuppressFlow();
        _running = Task.Run(RunAsync);
    }

    /// <summary>Begins no more requests; what is on disk stays there.</summary>
    public void Stop() => _stop.Cancel();

    /// <summary>Lets nothing more be put on disk.</summary>
    public void Close() => _spool.Close();

    /// <summary>Waits for the end and lets go of the disk.</summary>
    public void Dispose()
    {
        Stop();
        if (!_running.Wait(LastRequestTime))
        {
            _abort.Cancel();
            _running.Wait(FailurePause);
        }

        // While a request is under way nobody else may take its parcel.
        _running.ContinueWith(_ => _spool.Dispose(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
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

                await TurnAsync().ConfigureAwait(false);
            }
            catch (Exception e)
            {
                BridgeEventSource.Log.DeliveryLoopFailed(_settings.Name, e);
                await WaitAsync(FailurePause).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Settles one parcel, or waits for one, or for its destination.</summary>
    private async Task TurnAsync()
    {
        if (_order.Next() is not { } spooled)
        {
            await _spool.WaitAsync().WaitAsync(AdoptEvery, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        else if (IsExpired(spooled))
        {
            Settle([spooled], new SendOutcome(), DropReason.SpoolExpired);
        }
        else if (!_courier.Circuit.TryPass())
        {
            var wait = _courier.Circuit.Wait;
            await WaitAsync(wait < ShortPause ? ShortPause : wait < AdoptEvery ? wait : AdoptEvery).ConfigureAwait(false);
        }
        else
        {
            await ReplayAsync(spooled).ConfigureAwait(false);
        }
    }

    private async Task ReplayAsync(SpooledParcel spooled)
    {
        switch (_spool.Read(spooled, out var parcel))
        {
            case ParcelReading.Read:
                await ReplayAsync(Bundle(spooled, parcel!)).ConfigureAwait(false);
                break;
            case ParcelReading.NotNow:
                _order.Failed(spooled);
                await WaitAsync(FailurePause).ConfigureAwait(false);
                break;
            default:
                Settle([spooled], new SendOutcome(), DropReason.SpoolFailed);
                break;
        }
    }

    private async Task ReplayAsync(ParcelBundle bundle)
    {
        var outcome = new SendOutcome();
        if (await TryDeliverAsync(new ParcelRun(_settings.Name, bundle.ToParcel(), outcome, bundle.Spooled.Count)).ConfigureAwait(false))
        {
            Settle(bundle.Spooled, outcome, DropReason.Failed);
        }
        else
        {
            _order.Failed(bundle.Spooled[0]);
        }
    }

    /// <summary>The parcel with those that follow it, as many as a request holds; alone while the destination does not take what it is sent.</summary>
    private ParcelBundle Bundle(SpooledParcel first, Parcel parcel)
    {
        var bundle = new ParcelBundle();
        bundle.Add(first, parcel);
        var last = first;
        while (_order.IsSmooth
            && bundle.Spooled.Count < MaxBundle
            && _spool.Next(last) is { } next
            && bundle.Bytes + next.Bytes <= _settings.Delivery.MaxRequestBytes
            && !IsExpired(next)
            && TryRead(next) is { } more
            && bundle.Takes(more, _settings.Delivery.MaxRequestBytes))
        {
            bundle.Add(next, more);
            last = next;
        }

        return bundle;
    }

    /// <summary>Null when it cannot be read; one that never can is counted.</summary>
    private Parcel? TryRead(SpooledParcel spooled)
    {
        var reading = _spool.Read(spooled, out var parcel);
        if (reading is ParcelReading.Damaged or ParcelReading.Newer)
        {
            Settle([spooled], new SendOutcome(), DropReason.SpoolFailed);
        }

        return reading == ParcelReading.Read ? parcel : null;
    }

    private bool IsExpired(SpooledParcel spooled) => _time.GetUtcNow() - spooled.Written > _settings.Spool!.MaxAge;

    /// <summary>False when the destination does not take it now: it stays on disk, whole.</summary>
    private async Task<bool> TryDeliverAsync(ParcelRun run)
    {
        while (!run.IsDone)
        {
            if (await _courier.TryAdvanceAsync(run, _abort.Token).ConfigureAwait(false) is not null)
            {
                return false;
            }
        }

        return true;
    }

    // First from disk, then into the ledger: a crash in between costs a count that is gone anyway, and no span.
    private void Settle(IReadOnlyList<SpooledParcel> parcels, SendOutcome outcome, DropReason rest)
    {
        foreach (var spooled in parcels)
        {
            _spool.Remove(spooled);
        }

        outcome.DropRest(parcels.Sum(static parcel => parcel.Spans), rest);
        _ledger.Replayed(outcome);
        _order.Passed();
    }

    private async Task WaitAsync(TimeSpan delay) => await Task.Delay(delay, _time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
