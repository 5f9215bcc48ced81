using OtelBridge.Export;

namespace OtelBridge.Diagnostics;

/// <summary>Tells of dropped spans at most twice a minute, however many are dropped.</summary>
internal sealed class DropReporter(string destination, DeliveryLedger ledger, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private long _reported;
    private long? _last;

    /// <summary>Tells of what was dropped since the last report, when that was long enough ago.</summary>
    public void Report()
    {
        if (ledger.TotalDropped == Interlocked.Read(ref _reported))
        {
            return;
        }

        lock (_gate)
        {
            if (_last is { } last && time.GetElapsedTime(last) < Interval)
            {
                return;
            }

            _last = time.GetTimestamp();
        }

        ReportNow();
    }

    /// <summary>Tells of what was dropped and not told yet.</summary>
    public void ReportNow()
    {
        var total = ledger.TotalDropped;
        var count = total - Interlocked.Exchange(ref _reported, total);
        if (count > 0 && BridgeEventSource.Log.IsEnabled())
        {
            BridgeEventSource.Log.SpansDropped(destination, count, total, string.Join(", ", ledger.Dropped().Select(d => $"{d.Key}: {d.Value}")));
        }
    }
}
