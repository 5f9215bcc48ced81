using Microsoft.AspNetCore.Http;
using OtelBridge.Otlp;
using OtelBridge.Store.Ingest;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;
using OtelBridge.Web.Addresses;
using OtelBridge.Web.Dashboard;
using OtelBridge.Web.Hosting;

namespace OtelBridge.Web.Tests.Dashboard;

/// <summary>A store with traces, and the dashboard over it as of a moment.</summary>
internal sealed class DashboardStore : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FixedTime _time = new();

    private DashboardStore()
    {
    }

    public ITraceStore Store { get; private set; } = null!;

    public static async Task<DashboardStore> OpenAsync(params Span[] spans)
    {
        var made = new DashboardStore();
        made.Store = await TraceStores.OpenAsync($"sqlite:{made._folder.File("store.db")}", StoreAccess.ReadWrite, CancellationToken.None);
        if (spans.Length > 0)
        {
            var result = await new TraceIngestor(made.Store).IngestAsync(OtlpSamples.Request(spans), null, CancellationToken.None);
            result.RejectedSpans.ShouldBe(0);
        }

        return made;
    }

    public Task<DashboardPartModel> ReadAsync(DashboardSection section, string query = "")
    {
        var request = RequestFor(query);
        return DashboardReader.Of(request, DashboardAddress.Read(request.Http.Request.Query)).ReadAsync(section);
    }

    /// <summary>How many traces the list shows that a link leads to.</summary>
    public Task<long> CountAsync(string link)
    {
        link.ShouldStartWith("traces");
        var query = link.Split('?', 2);
        var scope = Scope.Read(RequestFor(query.Length > 1 ? query[1] : "").Http.Request.Query);
        return Store.Reader.CountTracesAsync(scope.ExperimentIds, scope.FilterWithRange(_time.GetUtcNow()), CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        _folder.Dispose();
    }

    private PageRequest RequestFor(string query) => new(new DefaultHttpContext { Request = { QueryString = new QueryString("?" + query) } }, Store, _time);

    /// <summary>A clock that stands, half a day after the samples begin and not at a whole millisecond.</summary>
    private sealed class FixedTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks((long)(OtlpSamples.Start / 100)).AddHours(12).AddTicks(3_777);
    }
}
