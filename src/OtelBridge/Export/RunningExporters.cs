namespace OtelBridge.Export;

/// <summary>The exporters that take spans in this process now.</summary>
internal static class RunningExporters
{
    // One for each provider; each leaves at its shutdown.
    private static readonly List<RoutingExporter> All = [];
    private static readonly Lock Gate = new();

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

    public static async Task<FlushResult> FlushAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        RoutingExporter[] running;
        lock (Gate)
        {
            running = [.. All];
        }

        var results = await Task.WhenAll(running.Select(e => e.FlushAsync(timeout, cancellationToken))).ConfigureAwait(false);
        return new FlushResult([.. results.SelectMany(r => r.Destinations)]);
    }
}
