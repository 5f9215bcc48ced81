using OtelBridge.Otlp;
using OtelBridge.Pricing;
using OtelBridge.Store.Ingest;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Tests.Storage;

/// <summary>An open store for each test, and what nearly every test does with it. Every backend inherits the suites.</summary>
public abstract class StoreSuite : IAsyncLifetime
{
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    protected ITraceStore Store { get; private set; } = null!; // set before each test

    /// <summary>Prices that tests can reckon with; models of other names have none.</summary>
    protected static PriceTable Prices { get; } = PriceTable.Load(new MemoryStream("""
        {"date": "2026-01-01", "models": [{ "model": "priced", "provider": "test", "input": 2, "output": 10, "cache_read": 0.5, "cache_write": 4 }]}
        """u8.ToArray()));

    private TraceIngestor Ingestor { get; set; } = null!; // set before each test

    public async Task InitializeAsync() => await ReopenAsync();

    public virtual async Task DisposeAsync() => await Store.DisposeAsync();

    protected abstract Task<ITraceStore> OpenAsync();

    /// <summary>Removes everything that is stored; the store is closed.</summary>
    protected abstract void Empty();

    protected async Task ReopenAsync(bool empty = false)
    {
        if (Store is not null && !empty)
        {
            await Store.DisposeAsync();
        }

        if (empty)
        {
            Empty();
        }

        Store = await OpenAsync().WaitAsync(Patience);
        Ingestor = new TraceIngestor(Store, Prices);
    }

    protected async Task<IngestResult> IngestAsync(ExportTraceServiceRequest request, string? experimentId = null)
    {
        var result = await Ingestor.IngestAsync(request, experimentId, CancellationToken.None).WaitAsync(Patience);
        result.ErrorMessage.ShouldBeEmpty();
        return result;
    }

    protected async Task<Trace> GetAsync(int trace) =>
        (await Store.Reader.GetTracesAsync([OtlpSamples.TraceIdText(trace)], CancellationToken.None).WaitAsync(Patience)).ShouldHaveSingleItem();

    protected Task<TraceInfo?> FindInfoAsync(int trace) =>
        Store.Reader.FindTraceInfoAsync(OtlpSamples.TraceIdText(trace), CancellationToken.None).WaitAsync(Patience);

    protected async Task<string> CreateExperimentAsync(string name) =>
        (await Store.Experiments.CreateAsync(name, new Dictionary<string, string>(), CancellationToken.None).WaitAsync(Patience)).ShouldNotBeNull();

    /// <summary>The same span in another trace. To send a trace in every order takes a trace for each of them, not a store.</summary>
    protected static Span InTrace(int trace, Span span)
    {
        var copy = span.Clone();
        copy.TraceId = OtlpSamples.TraceId(trace);
        return copy;
    }

    protected static IEnumerable<T[]> Permutations<T>(T[] items) => items.Length <= 1
        ? [items]
        : items.SelectMany((item, i) => Permutations([.. items.Where((_, j) => j != i)]).Select(rest => (T[])[item, .. rest]));

    /// <summary>Sends items in several orders, a trace each, numbered from 1. Side by side, so that a store may group them: the first of every order, then the second.</summary>
    protected static async Task SendInOrdersAsync<T>(IReadOnlyList<T[]> orders, Func<int, T, Task> send)
    {
        for (var step = 0; step < orders[0].Length; step++)
        {
            await Task.WhenAll(orders.Select((order, i) => send(i + 1, order[step])));
        }
    }
}
