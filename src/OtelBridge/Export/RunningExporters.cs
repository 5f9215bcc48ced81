using OtelBridge.Configuration;

namespace OtelBridge.Export;

/// <summary>The exporters that take spans in this process now.</summary>
internal static class RunningExporters
{
    /// <summary>A server that takes longer than this is not asked about the last spans.</summary>
    private static readonly TimeSpan StorePatience = TimeSpan.FromSeconds(5);

    // One for each provider; each leaves at its shutdown.
    private static readonly List<RoutingExporter> All = [];
    private static readonly Lock Gate = new();

    static RunningExporters()
    {
        // Whoever started tracing, and whether or not it is disposed: what waits is sent before the process is gone.
        AppDomain.CurrentDomain.ProcessExit += static (_, _) => StopAll();
        AppDomain.CurrentDomain.UnhandledException += static (_, e) =>
        {
            if (e.IsTerminating)
            {
                StopAll();
            }
        };
    }

    /// <summary>Gets the tracking server of the tracing that was started last and runs still.</summary>
    public static TrackingSettings? Tracking
    {
        get
        {
            lock (Gate)
            {
                return All.LastOrDefault(static e => e.Tracking is not null)?.Tracking;
            }
        }
    }

    /// <summary>Gets how many there are.</summary>
    public static int Count => Running().Length;

    /// <summary>What became of the spans so far, of all of them.</summary>
    public static IEnumerable<DestinationDelivery> Delivery() => Running().SelectMany(static e => e.Delivery);

    public static void Add(RoutingExporter exporter)
    {
        lock (Gate)
        {
            All.Add(exporter);
        }
    }

    public static void Remove(RoutingExporter exporter)
    {
        lock (Gate)
        {
            All.Remove(exporter);
        }
    }

    /// <summary>Ends all of them, side by side, each inside its own time of shutdown.</summary>
    private static void StopAll() => Parallel.ForEach(Running(), static e => e.Stop());

    /// <summary>Waits, not for long, until the tracking server has what ended before; collectors are not waited for.</summary>
    public static Task SettleStoreAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(Running().Select(e => e.FlushStoreAsync(StorePatience, cancellationToken)));

    private static RoutingExporter[] Running()
    {
        lock (Gate)
        {
            return [.. All];
        }
    }

    public static async Task<FlushResult> FlushAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var results = await Task.WhenAll(Running().Select(e => e.FlushAsync(timeout, cancellationToken))).ConfigureAwait(false);
        return new FlushResult([.. results.SelectMany(r => r.Destinations)]);
    }
}
