using System.Diagnostics;
using OpenTelemetry;
using OtelBridge.Client.Spans;
using OtelBridge.Diagnostics;

namespace OtelBridge.Tracing.Lifetime;

/// <summary>Ends traces that run for too long, those that the program forgot among them. Only there when a timeout is set.</summary>
internal sealed class TraceTimeout : BaseProcessor<Activity>
{
    private readonly TimeSpan _timeout;
    private readonly RunningTraces _running;
    private readonly ITimer _timer;

    public TraceTimeout(TimeSpan timeout, TimeSpan interval, TimeProvider time)
    {
        _timeout = timeout;
        _running = new RunningTraces(time);
        _timer = time.CreateTimer(static state => ((TraceTimeout)state!).EndOld(), this, interval, interval);
    }

    public override void OnStart(Activity data)
    {
        if (data.Recorded)
        {
            _running.Add(data);
        }
    }

    public override void OnEnd(Activity data) => _running.Remove(data);

    protected override void Dispose(bool disposing)
    {
        _timer.Dispose();
        base.Dispose(disposing);
    }

    private void EndOld()
    {
        while (_running.TryTakeOlderThan(_timeout, out var open))
        {
            var traceId = TraceIds.TextOf(open[^1]);
            var reason = $"it ran for longer than the timeout of {_timeout.TotalSeconds:0.###} s";
            BridgeEventSource.Log.TraceClosed(traceId, reason);
            for (var i = 0; i < open.Count; i++)
            {
                End(open[i], $"The trace was ended by OtelBridge: {reason}.", isOutermost: i == open.Count - 1);
            }

            OpenTraces.Process.RemoveEnded(traceId);
        }
    }

    private static void End(Activity activity, string message, bool isOutermost)
    {
        try
        {
            AbandonedSpan.Mark(activity, message, withEvent: isOutermost);
            ActivityEnd.Process(activity);
            ActivityEnd.Stop(activity);
        }
        catch (Exception e)
        {
            // Processors of the program run inside the stop, and the other spans are to end all the same.
            BridgeEventSource.Log.SpanCallFailed(nameof(TraceTimeout), e);
        }
    }
}
