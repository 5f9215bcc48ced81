using System.Globalization;
using OtelBridge.Server.Seeding;
using OtelBridge.Store.Ingest;
using OtelBridge.Store.Storage;

namespace OtelBridge.Benchmarks.Data;

/// <summary>A SQLite store of so many seeded traces, made once a folder, with everything that the store makes when nothing arrives.</summary>
internal static class SeededStore
{
    private const int TracesPerRequest = 51;

    public static async Task<ITraceStore> OpenAsync(string folder, int size)
    {
        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"seed-{size}.db"));
        var isNew = !File.Exists(path);
        var store = await TraceStores.OpenAsync("sqlite:" + path, StoreAccess.ReadWrite, CancellationToken.None);
        if (isNew)
        {
            var ingestor = new TraceIngestor(store);
            var traces = new SeedTraces(seed: 1);
            for (var made = 0; made < size; made += TracesPerRequest)
            {
                await ingestor.IngestAsync(traces.Request(Math.Min(TracesPerRequest, size - made)), null, CancellationToken.None);
            }
        }

        await store.FinishIndexAsync(CancellationToken.None);
        return store;
    }
}
