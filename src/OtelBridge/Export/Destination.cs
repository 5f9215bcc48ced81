using System.Diagnostics;
using OpenTelemetry;
using OtelBridge.Diagnostics;

using OtelBridge.Configuration;
using OtelBridge.Export.Filtering;
using OtelBridge.Export.Sampling;
using OtelBridge.Export.Spool;

namespace OtelBridge.Export;

/// <summary>One target of spans with everything it needs of its own: queue, thread, ledger. Nothing it does is felt by the others or by the program.</summary>
internal sealed class Destination : IDisposable
{
    /// <summary>What a cancelled request is given to end, beyond the time of a shutdown.</summary>
    private static readonly TimeSpan AbortTime = TimeSpan.FromMilliseconds(250);

    /// <summary>What is waited after a turn that failed.</summary>
    private static readonly TimeSpan FailurePause = TimeSpan.FromSeconds(1);

    /// <summary>How much of a shutdown is kept for putting onto disk what could not be sent.</summary>
    private static readonly TimeSpan SpoolTime = TimeSpan.FromSeconds(2);

    private readonly ISpanSender _sender;
    private readonly SpoolReplay? _replay;
    private readonly TimeProvider _time;
    private readonly SpanQueue _queue;
    private readonly DropReporter _reporter;
    private readonly FlushWaiters _waiters;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _abort = new();
    private readonly Lock _startGate = new();
    private readonly int _batchSpans;
    private readonly SpanSampler? _sampler;
    private Thread? _thread;

    public Destination(ISpanSender sender, DeliverySettings settings, TimeProvider time, DeliveryLedger ledger, SpoolReplay? replay)
    {
        Ledger = ledger;
        _sender = sender;
        _replay = replay;
        _time = time;
        _queue = new SpanQueue(settings);
        _reporter = new DropReporter(sender.Name, Ledger, time);
        _waiters = new FlushWaiters(Ledger);
        _batchSpans = settings.MaxBatchSpans;
    }

    public string Name => _sender.Name;

    public DeliveryLedger Ledger { get; }

    /// <summary>Gets whether what cannot be sent has a place on disk, which takes time to reach.</summary>
    public bool HasSpool => _replay is not null;

    /// <summary>Gets what knows the ids of experiments at this destination; null when it is no tracking server.</summary>
    public Func<MlflowDestination?, string?>? KnownExperimentId { get; init; }

    /// <summary>Gets what its requests met; null when it makes none.</summary>
    public Circuit? Health { get; init; }

    /// <summary>Gets which spans it is to get; null for all.</summary>
    public SpanFilter? Filter { get; init; }

    /// <summary>Sets which traces it is to get; null for all.</summary>
    public SamplingSettings? Sampling
    {
        init => _sampler = value is null ? null : new SpanSampler(Name, value, Ledger, _time, (span, bytes) => TryEnqueue(span, bytes));
    }

    /// <summary>Takes an ended span, or counts it as excluded or dropped; never waits.</summary>
    public void Add(Activity span, int bytes)
    {
        var isExcluded = Filter is not null && Filter.Excludes(span);
        if (_sampler is not null)
        {
            // Not under the sampler's lock.
            TryStart();
            _sampler.Add(span, bytes, isExcluded);
            _reporter.Report();
        }
        else if (isExcluded)
        {
            Ledger.Exclude();
        }
        else if (!TryEnqueue(span, bytes))
        {
            _reporter.Report();
        }
    }

    public DestinationDelivery Snapshot() => _sampler is null ? Snapshot(0, 0) : _sampler.Read(Snapshot);

    /// <summary>Hurries what waits and waits until it is settled or the time is over.</summary>
    public async Task<DestinationFlush> FlushAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var mark = _sampler?.Mark() ?? default;
        var (sent, dropped, target) = (Ledger.Sent, Ledger.Dropped(), _queue.Added);
        _queue.Hurry();
        await _waiters.WaitAsync(target, timeout, cancellationToken).ConfigureAwait(false);
        var after = Snapshot();
        var reasons = after.Dropped.Where(d => d.Value > dropped.GetValueOrDefault(d.Key)).ToDictionary(d => d.Key, d => d.Value - dropped.GetValueOrDefault(d.Key));
        return new DestinationFlush(Name, after.Sent - sent, reasons.Values.Sum(), Left(mark, target)) { Spooled = after.Spooled, Reasons = reasons };
    }

    /// <summary>Takes no more spans and stops waiting between attempts; <see cref="EndSending"/> and <see cref="EndStop"/> see the rest out.</summary>
    public void BeginStop()
    {
        _sampler?.Close();
        _queue.Close();
        _stopping.Cancel();
        _replay?.Stop();
    }

    /// <summary>Waits for the thread to send what is left; with a place on disk, not for so long that what is left could not be brought there.</summary>
    /// <param name="left">What is left of the time of the shutdown.</param>
    /// <param name="timeout">The whole time of the shutdown.</param>
    public void EndSending(TimeSpan left, TimeSpan timeout)
    {
        var wait = HasSpool ? left - TimeSpan.FromTicks(Math.Min(timeout.Ticks / 2, SpoolTime.Ticks)) : left;
        if (_thread?.Join(wait > TimeSpan.Zero ? wait : TimeSpan.Zero) == false)
        {
            _abort.Cancel();
        }
    }

    /// <summary>Waits for the thread to end, and counts as dropped what is neither sent nor on disk by then.</summary>
    public void EndStop(TimeSpan left)
    {
        if (_thread?.Join(left) == false)
        {
            _abort.Cancel();
            _thread.Join(AbortTime);
        }

        _replay?.Close();
        Ledger.Close(_queue.Added);
        _replay?.Dispose();
        _waiters.Complete();
        _reporter.ReportNow();
    }

    public void Dispose()
    {
        BeginStop();
        _abort.Cancel();
        lock (_startGate)
        {
            // A thread that ran disposes the sender when it ends, which may be later: it can be stuck in a call of somebody else's code.
            if (_thread is null)
            {
                _sender.Dispose();
            }
        }
    }

    private DestinationDelivery Snapshot(int held, long heldBytes)
    {
        var failure = Health?.LastFailure;
        return Ledger.Snapshot(Name, _sender.Endpoint, () => _queue.Added + held) with
        {
            QueuedBytes = _queue.Bytes + heldBytes,
            IsFailing = Health?.IsOpen ?? false,
            LastFailure = failure,
        };
    }

    private bool TryEnqueue(Activity span, int bytes)
    {
        if (!TryStart())
        {
            Ledger.Refuse(DropReason.Failed);
            return false;
        }

        if (!_queue.TryAdd(span, bytes))
        {
            Ledger.Refuse(_queue.IsClosed ? DropReason.Shutdown : DropReason.QueueFull);
            return false;
        }

        return true;
    }

    /// <summary>What had ended before a flush and is not settled after it; never too few.</summary>
    private long Left((long Waited, long Released) mark, long target)
    {
        var settled = Ledger.Settled;
        var left = Math.Max(0, target - settled);
        return _sampler is null ? left : left + _sampler.LeftSince(mark, _queue.Added - Math.Max(target, settled));
    }

    private bool TryStart()
    {
        if (Volatile.Read(ref _thread) is not null)
        {
            return true;
        }

        try
        {
            Start();
            return true;
        }
        catch (Exception e)
        {
            // A system out of threads; the next span tries again.
            BridgeEventSource.Log.DeliveryLoopFailed(Name, e);
            return false;
        }
    }

    private void Start()
    {
        lock (_startGate)
        {
            if (_thread is null)
            {
                // The thread must not carry the activity and the async locals of whoever ended the first span.
                using var _ = ExecutionContext.SuppressFlow();
                var thread = new Thread(Run) { IsBackground = true, Name = $"OtelBridge {Name}" };
                thread.Start();
                Volatile.Write(ref _thread, thread);
                BridgeEventSource.Log.DestinationStarted(Name, _sender.Endpoint);
            }
        }
    }

    private void Run()
    {
        // Our own requests must not become spans.
        using var quiet = SuppressInstrumentationScope.Begin();
        var pipeline = new SendPipeline(_sender, Ledger, _batchSpans);
        while (true)
        {
            try
            {
                if (!Turn(pipeline))
                {
                    // It sends over the same connection.
                    _replay?.Dispose();
                    _sender.Dispose();
                    return;
                }
            }
            catch (Exception e)
            {
                BridgeEventSource.Log.DeliveryLoopFailed(Name, e);
                // What fails at once must not take a whole processor.
                _stopping.Token.WaitHandle.WaitOne(FailurePause);
            }
        }
    }

    /// <summary>Sends one batch or waits for one that is under way; false when all is done and no more can come.</summary>
    private bool Turn(SendPipeline pipeline)
    {
        if (pipeline.HasRoom && _queue.WaitForBatch(mayWait: pipeline.IsEmpty))
        {
            pipeline.Start(_queue, _stopping.Token, _abort.Token);
        }
        else if (!pipeline.IsEmpty)
        {
            pipeline.Finish();
            _waiters.Complete();
            _reporter.Report();
        }
        else
        {
            return false;
        }

        return true;
    }
}
