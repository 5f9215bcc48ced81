using System.Text;
using OtelBridge.Fuzz.Engine;
using OtelBridge.Fuzz.Targets.Spans;
using OtelBridge.Store.Ingest;
using OtelBridge.Store.Model;
using OtelBridge.Store.Search;
using OtelBridge.Store.Storage;

namespace OtelBridge.Fuzz.Targets.Search;

/// <summary>Filters against a small store: what can be read as a filter can be asked.</summary>
/// <remarks>The first line of an input is a filter, the others are an order.</remarks>
internal sealed class SearchTarget : FuzzTarget
{
    private readonly StoreFolder _folder = new();
    private readonly Lazy<ITraceStore> _store;

    public SearchTarget() => _store = new Lazy<ITraceStore>(Open);

    public override string Name => "search";

    public override string What => "filters and orders against a small SQLite store: searching, counting, and the next page";

    public override int InputsInTests => 200;

    public override IReadOnlyList<string> Words => WordLists.Filter;

    public override IEnumerable<byte[]> Seeds => FilterTarget.Filters.Select(static filter => Encoding.UTF8.GetBytes(filter + "\nexecution_time_ms DESC\nname"));

    public override long AllowedBytes(int length) => (64L << 20) + (20_000L * length);

    public override string Run(ReadOnlySpan<byte> input)
    {
        var lines = Encoding.UTF8.GetString(input).Split('\n');
        var query = new TraceQuery([], 2, "") { Filter = lines[0], OrderBy = [.. lines.Skip(1).Where(static line => line.Length > 0)] };
        var reader = _store.Value.Reader;
        var page = reader.SearchTracesAsync(query, CancellationToken.None).GetAwaiter().GetResult();
        var count = reader.CountTracesAsync([], query.Filter, CancellationToken.None).GetAwaiter().GetResult();
        Promise(Math.Min(count, 2) == page.Items.Count, "A page has as many traces as were counted.");
        if (page.NextPageToken.Length > 0)
        {
            var next = reader.SearchTracesAsync(query with { PageToken = page.NextPageToken }, CancellationToken.None).GetAwaiter().GetResult();
            Promise(next.Items.Count == Math.Min(count - 2, 2), "The next page goes on where the last one ended.");
        }

        return $"{count}";
    }

    public override bool IsRefusal(Exception exception) => exception is InvalidFilterException;

    public override void Dispose()
    {
        if (_store.IsValueCreated)
        {
            _store.Value.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }

        _folder.Dispose();
        base.Dispose();
    }

    private ITraceStore Open()
    {
        var store = TraceStores.OpenAsync(_folder.Address, StoreAccess.ReadWrite, CancellationToken.None).GetAwaiter().GetResult();
        var ingestor = new TraceIngestor(store);
        foreach (var request in SpanSeeds.Requests)
        {
            ingestor.IngestAsync(request.Clone(), null, CancellationToken.None).GetAwaiter().GetResult();
        }

        store.FinishIndexAsync(CancellationToken.None).GetAwaiter().GetResult();
        return store;
    }
}
