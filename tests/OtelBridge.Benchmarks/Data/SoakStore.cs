using System.Globalization;
using OtelBridge.Chaos.Load;
using OtelBridge.Store.Ingest;
using OtelBridge.Store.Storage;

namespace OtelBridge.Benchmarks.Data;

/// <summary>A store of so many traces as the soak sends them, made once in a folder: ten spans each, of 3,000 words that each stand in a quarter of the traces.</summary>
internal static class SoakStore
{
    private const int TracesPerRequest = 51;

    // Their start is no part of what is measured.
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The file of the store; made, with its word index, when the folder does not hold it yet.</summary>
    public static async Task<string> FileAsync(string folder, int size)
    {
        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"soak-{size}.db"));
        if (File.Exists(path))
        {
            return path;
        }

        await using var store = await TraceStores.OpenAsync("sqlite:" + path, StoreAccess.ReadWrite, CancellationToken.None);
        var ingestor = new TraceIngestor(store);
        var ledger = new Ledger();
        var traces = new TraceMaker(ledger);
        for (var made = 0; made < size; made += TracesPerRequest)
        {
            var batch = ledger.Add(Math.Min(TracesPerRequest, size - made), string.Empty, Start.AddSeconds(made));
            await ingestor.IngestAsync(traces.Request(batch), null, CancellationToken.None);
        }

        await store.FinishIndexAsync(CancellationToken.None);
        return path;
    }
}
