using System.Globalization;
using OtelBridge.Server.Seeding;
using OtelBridge.Store.Ingest;
using OtelBridge.Store.Storage;

namespace OtelBridge.Benchmarks.Data;

/// <summary>A store of so many made-up traces of ten spans, made once in a folder: the file is what <c>otelbridge seed</c> makes.</summary>
internal static class SeededStore
{
    private const int TracesPerRequest = 51;

    /// <summary>The store's address; made when the folder does not hold it yet.</summary>
    public static async Task<string> AddressAsync(string folder, int size)
    {
        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"seed-{size}.db"));
        var address = "sqlite:" + path;
        if (File.Exists(path))
        {
            return address;
        }

        await using var store = await TraceStores.OpenAsync(address, StoreAccess.ReadWrite, CancellationToken.None);
        var ingestor = new TraceIngestor(store);
        var traces = new SeedTraces(seed: 1);
        for (var made = 0; made < size; made += TracesPerRequest)
        {
            await ingestor.IngestAsync(traces.Request(Math.Min(TracesPerRequest, size - made)), null, CancellationToken.None);
        }

        await store.FinishIndexAsync(CancellationToken.None);
        return address;
    }

    /// <summary>Opens the store, with everything that it makes when nothing arrives.</summary>
    public static async Task<ITraceStore> OpenAsync(string folder, int size)
    {
        var store = await TraceStores.OpenAsync(await AddressAsync(folder, size), StoreAccess.ReadWrite, CancellationToken.None);
        await store.FinishIndexAsync(CancellationToken.None);
        return store;
    }
}
