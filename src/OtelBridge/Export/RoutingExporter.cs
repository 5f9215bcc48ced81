using System.Diagnostics;
using OpenTelemetry;
using OpenTelemetry.Resources;
using OtelBridge.Attributes;
using OtelBridge.Configuration;
using OtelBridge.Costs;
using OtelBridge.Diagnostics;
using OtelBridge.Export.Masking;
using OtelBridge.Export.Metrics;
using OtelBridge.Sources;
using OtelBridge.Tracing;
using OtelBridge.Tracing.Ambient;
using OtelBridge.Export.Writing;

namespace OtelBridge.Export;

/// <summary>Takes every recorded span at its end and hands it to each destination; a destination that fails or stalls costs the others nothing.</summary>
internal sealed class RoutingExporter : BaseProcessor<Activity>
{
    private readonly Destination[] _destinations;
    private readonly TimeSpan _shutdownTimeout;
    private readonly string? _experimentId;
    private readonly Lock _stopGate = new();
    private bool _stopped;

    public RoutingExporter(IEnumerable<Destination> destinations, TimeSpan shutdownTimeout, string? experimentId)
    {
        _destinations = [.. destinations];
        _shutdownTimeout = shutdownTimeout;
        _experimentId = experimentId;
        RunningExporters.Add(this);
    }

    public IReadOnlyList<DestinationDelivery> Delivery => [.. _destinations.Select(d => d.Snapshot())];

    /// <summary>Gets the tracking server of this tracing, which questions go to.</summary>
    public TrackingSettings? Tracking { get; init; }

    /// <summary>Gets whether the configuration names a destination, which ranks before a run and a chosen experiment.</summary>
    public bool HasDestination { get; init; }

    /// <summary>Gets what sends the metric of spans; null when nothing does.</summary>
    public SpanMetricsExport? Metrics { get; init; }

    /// <summary>Gets what hides tags and metadata from that metric; null for nothing.</summary>
    public FactMask? FactMask { get; init; }

    /// <summary>Gets whether it has ended, so that spans under way will not come to it any more.</summary>
    public bool IsStopped => Volatile.Read(ref _stopped);

    /// <summary>Gets what no destination may see, for spans that are kept in memory; null for nothing.</summary>
    public MaskSettings? Masks { get; init; }

    /// <summary>Gets what knows the ids of experiments, as far as they are known yet.</summary>
    public Func<MlflowDestination?, string?>? ExperimentIds { get; init; }

    public override void OnStart(Activity data)
    {
        try
        {
            AmbientTrace.Enter(data, HasDestination);
            FoldedCalls.Begin(data);
            SpanCapture.Current?.Started(data, this);
        }
        catch (Exception e)
        {
            BridgeEventSource.Log.SpanCallFailed(nameof(OnStart), e);
        }
    }

    public override void OnEnd(Activity data)
    {
        try
        {
            if (!data.Recorded || (TracingSwitch.Excludes(data) && !ReferenceEquals(data.Source, SpanSource.Instance)))
            {
                return;
            }

            if (FoldedCalls.Into(data) is { } outer)
            {
                FoldedCalls.End(data, outer);
                return;
            }

            // A span that we end has the program's processors behind it: what they took away is not put back.
            if (!SpanProcessors.HaveRun(data))
            {
                ForeignSpans.Describe(data);
                SpanCosts.Set(data);
                SpanProcessors.Run(data);
            }

            if (ActiveTrace.IsLocalRoot(data))
            {
                EndLocalRoot(data);
            }

            if (SpanCapture.Current?.TryTake(data, this) == true)
            {
                return;
            }

            // Usually begun before; a provider that the program builds itself is known only here.
            Begin();
            SpanDuration.Record(data, _experimentId, FactMask);
            var bytes = _destinations.Length == 0 ? 0 : SpanSize.Estimate(data);
            foreach (var destination in _destinations)
            {
                destination.Add(data, bytes);
            }
        }
        catch (Exception e)
        {
            BridgeEventSource.Log.SpanCallFailed(nameof(OnEnd), e);
        }
        finally
        {
            SpanCapture.Current?.Settled(data, this);
        }
    }

    /// <summary>Starts what is better started before the first span ends; the provider is built.</summary>
    public void Begin() => Metrics?.Begin(ParentProvider?.GetResource() ?? Resource.Empty);

    public async Task<FlushResult> FlushAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var bounded = Bounded(timeout);
        return new FlushResult(await Task.WhenAll(_destinations.Select(d => d.FlushAsync(bounded, cancellationToken))).ConfigureAwait(false));
    }

    /// <summary>Waits for the tracking server alone.</summary>
    public Task FlushStoreAsync(TimeSpan timeout, CancellationToken cancellationToken) =>
        Task.WhenAll(_destinations.Where(static d => d.Name == DestinationNames.Store).Select(d => d.FlushAsync(timeout, cancellationToken)));

    /// <summary>Ends the destinations inside the time of the options; for the end of the process, where nobody asks for a result.</summary>
    public void Stop() => OnShutdown(Timeout.Infinite);

    protected override bool OnForceFlush(int timeoutMilliseconds)
    {
        try
        {
            var start = Stopwatch.GetTimestamp();
            var timeout = timeoutMilliseconds < 0 ? _shutdownTimeout : TimeSpan.FromMilliseconds(timeoutMilliseconds);
            // Nothing here runs on a synchronisation context, so waiting cannot lock up the caller.
            var result = FlushAsync(timeout, CancellationToken.None).GetAwaiter().GetResult();
            Metrics?.Flush(Bounded(timeout - Stopwatch.GetElapsedTime(start)));
            return result.IsComplete;
        }
        catch (Exception e)
        {
            BridgeEventSource.Log.ShutdownFailed(e);
            return false;
        }
    }

    protected override bool OnShutdown(int timeoutMilliseconds)
    {
        try
        {
            var dropped = _destinations.Sum(d => d.Ledger.TotalDropped);
            Stop(Milliseconds(timeoutMilliseconds));
            return _destinations.Sum(d => d.Ledger.TotalDropped) == dropped;
        }
        catch (Exception e)
        {
            BridgeEventSource.Log.ShutdownFailed(e);
            return false;
        }
    }

    protected override void Dispose(bool disposing)
    {
        OnShutdown((int)_shutdownTimeout.TotalMilliseconds);
        foreach (var destination in _destinations)
        {
            destination.Dispose();
        }

        Metrics?.Dispose();

        base.Dispose(disposing);
    }

    /// <summary>Sends what waits and ends the destinations, all inside one time. The first call does it; others wait for that, since the process may end when they return.</summary>
    private void Stop(TimeSpan timeout)
    {
        lock (_stopGate)
        {
            if (!_stopped)
            {
                StopDestinations(timeout);
                _stopped = true;
                RunningExporters.Remove(this);
            }
        }
    }

    private void StopDestinations(TimeSpan timeout)
    {
        var start = Stopwatch.GetTimestamp();
        foreach (var destination in _destinations)
        {
            destination.BeginStop();
        }

        // Those with a spool first: one that stalls must not take the time in which others bring to disk what they could not send.
        foreach (var destination in _destinations.OrderByDescending(static d => d.HasSpool))
        {
            destination.EndSending(Left(), Bounded(timeout));
        }

        foreach (var destination in _destinations)
        {
            destination.EndStop(Left());
        }

        TimeSpan Left() => Bounded(timeout - Stopwatch.GetElapsedTime(start));
    }

    private void EndLocalRoot(Activity root)
    {
        ActiveTrace.Ended(root);
        var destination = TraceExperiment.Of(root);
        var known = destination is null ? _experimentId : destination.ExperimentId;
        if ((known ?? ExperimentIds?.Invoke(destination)) is { } id)
        {
            // So that a store behind a collector puts the trace where the program wants it.
            root.SetTag(MlflowKeys.ExperimentId, id);
        }
    }

    // Also below what the caller gives: a provider is disposed with five seconds, whatever the options say.
    private TimeSpan Milliseconds(int milliseconds) =>
        milliseconds < 0 || milliseconds > _shutdownTimeout.TotalMilliseconds ? _shutdownTimeout : TimeSpan.FromMilliseconds(milliseconds);

    // A timer takes no more than this; nobody waits for longer.
    private static TimeSpan Bounded(TimeSpan timeout) =>
        timeout < TimeSpan.Zero ? TimeSpan.Zero : timeout > TimeSpan.FromDays(1) ? TimeSpan.FromDays(1) : timeout;
}
