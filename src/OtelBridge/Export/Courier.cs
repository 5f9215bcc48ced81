using System.Diagnostics;
using OtelBridge.Configuration;
using OtelBridge.Diagnostics;
using OtelBridge.Export.Spool;
using OtelBridge.Export.Wires;

namespace OtelBridge.Export;

/// <summary>Brings parcels to one destination: again where that can help, in parts where a part can be taken, to disk where that is wanted; and says what became of every span.</summary>
internal sealed class Courier : IDisposable
{
    private readonly string _name;
    private readonly Lazy<ISpanWire> _wire;
    private readonly ParcelSpool? _spool;
    private readonly DeliveryMetrics _metrics;
    private readonly TimeSpan _retryTimeout;
    private readonly TimeProvider _time;

    public Courier(DestinationSettings settings, Func<ISpanWire> wire, ParcelSpool? spool, DeliveryMetrics metrics, TimeProvider time)
    {
        _name = settings.Name;
        _retryTimeout = settings.Delivery.RetryTimeout;
        _spool = spool;
        _metrics = metrics;
        _time = time;
        Circuit = new Circuit(time);
        // A certificate that cannot be read fails each request, and not the start of the program.
        // It is read again at the next one: secrets may be mounted late.
        _wire = new Lazy<ISpanWire>(wire, LazyThreadSafetyMode.PublicationOnly);
    }

    public Circuit Circuit { get; }

    /// <summary>Gets the id of an experiment, as far as it is known.</summary>
    public string? KnownExperimentId(MlflowDestination? destination) => _wire.IsValueCreated ? (_wire.Value as IExperimentSource)?.KnownExperimentId(destination) : null;

    /// <summary>Delivers a parcel, or keeps it on disk, or gives it up; every span of it is counted in the outcome.</summary>
    /// <param name="parcel">The request.</param>
    /// <param name="outcome">Takes the counts.</param>
    /// <param name="stopping">Signals that the program ends: no more waiting between attempts.</param>
    /// <param name="abort">Signals that the time is over.</param>
    /// <returns>Whether the bytes of the parcel are free again: after a broken call a connection may still read them.</returns>
    public async Task<bool> DeliverAsync(Parcel parcel, SendOutcome outcome, CancellationToken stopping, CancellationToken abort)
    {
        var run = new ParcelRun(_name, parcel, outcome);
        var (start, isFree) = (_time.GetTimestamp(), true);
        while (!run.IsDone)
        {
            // Whoever replays the spool finds out when the destination is back. When nothing is on disk, as when it takes nothing, nobody would: then a parcel goes to see.
            var isForSpool = _spool is not null && Circuit.IsOpen;
            if (abort.IsCancellationRequested)
            {
                Keep(run, DropReason.Shutdown, outcome);
            }
            else if (isForSpool && _spool!.Next() is not null)
            {
                Keep(run, DropReason.Unreachable, outcome);
            }
            else if (Circuit.TryPass() || (stopping.IsCancellationRequested && !isForSpool))
            {
                if (await TryAdvanceAsync(run, abort).ConfigureAwait(false) is { } failure)
                {
                    isFree = false;
                    Judge(run, failure, start, outcome, stopping);
                }
            }
            else if (isForSpool)
            {
                Keep(run, DropReason.Unreachable, outcome);
            }
            else
            {
                await WaitAsync(run, start, outcome, stopping).ConfigureAwait(false);
            }
        }

        return isFree;
    }

    /// <summary>Sends the next part of a run once; what failed, when it is neither delivered nor to blame itself.</summary>
    public async Task<SendException?> TryAdvanceAsync(ParcelRun run, CancellationToken abort)
    {
        var sent = Stopwatch.GetTimestamp();
        var failure = default(SendException);
        try
        {
            run.Taken(await _wire.Value.SendAsync(run.Next, abort).ConfigureAwait(false));
        }
        catch (SendException e)
        {
            failure = e;
        }
        catch (Exception e)
        {
            failure = new SendException(SendFailure.Broken, e.Message, e);
        }

        _metrics.Answered(sent, failure?.Failure);
        switch (failure?.Failure)
        {
            case null:
                Circuit.Succeeded();
                return null;
            case SendFailure.Refused or SendFailure.TooLarge:
                // Somebody is there and answers.
                Circuit.Succeeded();
                run.Divide(failure);
                return null;
            default:
                if (!abort.IsCancellationRequested)
                {
                    Circuit.Failed(failure.Message, failure.RetryAfter);
                }

                return failure;
        }
    }

    public void Dispose()
    {
        if (_wire.IsValueCreated)
        {
            _wire.Value.Dispose();
        }
    }

    private void Judge(ParcelRun run, SendException failure, long start, SendOutcome outcome, CancellationToken stopping)
    {
        if (failure is { Failure: SendFailure.Transient } && !stopping.IsCancellationRequested && _time.GetElapsedTime(start) + Circuit.Wait < _retryTimeout)
        {
            outcome.Retried++;
            BridgeEventSource.Log.SendRetried(_name, failure.Message, (long)Circuit.Wait.TotalMilliseconds);
            return;
        }

        if (failure.InnerException is not OperationCanceledException)
        {
            BridgeEventSource.Log.SendFailed(_name, failure);
        }

        Keep(run, failure.Failure == SendFailure.Transient ? DropReason.Unreachable : failure.InnerException is OperationCanceledException ? DropReason.Shutdown : DropReason.Failed, outcome);
    }

    // When the program ends, the wait ends too, and one attempt is left.
    private async Task WaitAsync(ParcelRun run, long start, SendOutcome outcome, CancellationToken stopping)
    {
        var wait = Circuit.Wait;
        if (_time.GetElapsedTime(start) + wait >= _retryTimeout)
        {
            Keep(run, DropReason.Unreachable, outcome);
            return;
        }

        await Task.Delay(wait, _time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Puts what is left of a run onto disk if the destination has a spool, and gives up what finds no place there.</summary>
    private void Keep(ParcelRun run, DropReason reason, SendOutcome outcome)
    {
        foreach (var part in _spool is null ? [] : run.TakeRest())
        {
            if (_spool!.TryAdd(part) is { } refused)
            {
                outcome.Drop(refused, part.Spans);
            }
            else
            {
                outcome.Spooled += part.Spans;
            }
        }

        run.Drop(reason);
    }
}
