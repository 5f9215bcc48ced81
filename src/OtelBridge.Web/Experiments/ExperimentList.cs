using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;
using OtelBridge.Web.Addresses;
using OtelBridge.Web.Hosting;
using OtelBridge.Web.Live;
using OtelBridge.Web.Traces;

namespace OtelBridge.Web.Experiments;

/// <summary>The experiments with what goes on in them.</summary>
/// <param name="Search">Part of a name that was looked for; empty for all.</param>
/// <param name="IsDeletedView">Whether the deleted ones are shown instead.</param>
/// <param name="Order">What they are ordered by.</param>
/// <param name="Rows">The experiments of this page.</param>
/// <param name="NextPageToken">Asks for the next page; empty on the last.</param>
/// <param name="IsFirstRun">Whether the store has no trace at all yet.</param>
public sealed record ExperimentList(string Search, bool IsDeletedView, ExperimentOrder Order, IReadOnlyList<ExperimentRow> Rows, string NextPageToken, bool IsFirstRun)
{
    public const string SearchName = "q";
    public const string ViewName = "view";
    public const string OrderName = "order";
    public const string PageName = "page";
    public const string Deleted = "deleted";

    private const int PageSize = 100;
    private const int MaxTrends = 40; // rows that get a line for their week
    private const int TrendBuckets = 28;

    private static readonly TimeSpan Week = TimeSpan.FromDays(7);

    /// <summary>Gets what the page's stream compares with.</summary>
    public string Seen { get; private init; } = "";

    internal static async Task<ExperimentList> ReadAsync(PageRequest request)
    {
        var seen = LiveStream.MarkOf(await FingerprintAsync(request.Store, request.Aborted));
        var (search, deleted, order) = (request.Query(SearchName), request.Query(ViewName) == Deleted, ExperimentOrder.Of(request.Query(OrderName)));
        var query = new SearchExperimentsRequest
        {
            MaxResults = PageSize,
            PageToken = request.Query(PageName),
            Filter = ExperimentSearch.FilterOf(search),
            View = deleted ? LifecycleView.Deleted : LifecycleView.Active,
        };
        var page = await request.Store.Experiments.SearchAsync(query, request.Aborted);
        var sums = (await request.Store.Aggregates.ReadExperimentsAsync([.. page.Items.Select(static item => item.ExperimentId)], request.Aborted))
            .ToDictionary(static item => item.ExperimentId);
        var rows = order.Sorted(page.Items.Select(item => ExperimentRow.Of(item, sums.GetValueOrDefault(item.ExperimentId)))).ToList();
        var isFirstRun = search.Length == 0 && !deleted && query.PageToken.Length == 0 && rows.Count <= 1 && rows.All(static row => row.Totals.Count == 0);
        return new ExperimentList(search, deleted, order, await WithWeeksAsync(request, rows), page.NextPageToken, isFirstRun) { Seen = seen };
    }

    // The sums change with the latest trace; what changes older ones is seen at the next of it.
    internal static async Task<string> FingerprintAsync(ITraceStore store, CancellationToken cancellationToken)
    {
        var latest = await store.Reader.SearchTracesAsync(new TraceQuery([], 1, ""), cancellationToken);
        return latest.Items.Count == 0 ? "" : TraceList.PrintOf(latest.Items[0]);
    }

    /// <summary>The address of the list with one thing of it changed.</summary>
    public string With(string name, string value)
    {
        var parameters = new Dictionary<string, string>
        {
            [SearchName] = Search, [ViewName] = IsDeletedView ? Deleted : "", [OrderName] = Order.Key == "last" ? "" : Order.Key, [name] = value,
        };
        return Links.With(Links.Experiments, parameters.Select(static pair => (pair.Key, pair.Value)));
    }

    private static async Task<IReadOnlyList<ExperimentRow>> WithWeeksAsync(PageRequest request, List<ExperimentRow> rows)
    {
        var range = new TimeRange("", request.Context.Now - Week, request.Context.Now).Bounds(request.Context.Now);
        var left = MaxTrends;
        for (var i = 0; i < rows.Count && left > 0; i++)
        {
            if (rows[i].LastStart < (ulong)range.From!.Value || rows[i].LastStart is null)
            {
                continue;
            }

            var series = await request.Store.Aggregates.ReadSeriesAsync(new AggregateQuery([rows[i].Id], "", range.From, range.To), TrendBuckets, request.Aborted);
            rows[i] = rows[i] with { Week = [.. series.Buckets.Select(static bucket => (double?)bucket.Count)] };
            left--;
        }

        return rows;
    }
}
