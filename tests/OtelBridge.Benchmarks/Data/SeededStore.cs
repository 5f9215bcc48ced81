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
        await FillAsync(store, size, requestsAtOnce: 1);
        await store.FinishIndexAsync(CancellationToken.None);
        return address;
    }

    /// <summary>Opens a store elsewhere, an empty one or one that this has filled. Its writer makes one insert of several requests.</summary>
    public static async Task<ITraceStore> OpenAtAsync(string address, int size)
    {
        const int RequestsAtOnce = 32;
        var store = await TraceStores.OpenAsync(address, StoreAccess.ReadWrite, CancellationToken.None);
        if (await store.Reader.CountTracesAsync([], string.Empty, CancellationToken.None) < size)
        {
            await FillAsync(store, size, RequestsAtOnce);
        }

        return store;
    }

    /// <summary>Opens the store, with everything that it makes when nothing arrives.</summary>
    public static async Task<ITraceStore> OpenAsync(string folder, int size)
    {
        var store = await TraceStores.OpenAsync(await AddressAsync(folder, size), StoreAccess.ReadWrite, CancellationToken.None);
        await store.FinishIndexAsync(CancellationToken.None);
        return store;
    }

    private static async Task FillAsync(ITraceStore store, int size, int requestsAtOnce)
    {
        var ingestor = new TraceIngestor(store);
        var traces = new SeedTraces(seed: 1);
        for (var made = 0; made < size;)
        {
            var requests = new List<Task>(requestsAtOnce);
            while (requests.Count < requestsAtOnce && made < size)
            {
                var count = Math.Min(TracesPerRequest, size - made);
                requests.Add(ingestor.IngestAsync(traces.Request(count), null, CancellationToken.None));
                made += count;
            }

            await Task.WhenAll(requests);
        }
    }
}
