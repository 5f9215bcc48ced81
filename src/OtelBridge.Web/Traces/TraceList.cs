using System.Globalization;
using OtelBridge.Store.Model;
using OtelBridge.Store.Search;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;
using OtelBridge.Web.Hosting;
using OtelBridge.Web.Live;

namespace OtelBridge.Web.Traces;

/// <summary>Reads the list from the store, a page at a time.</summary>
internal static class TraceList
{
    public const int PageSize = 50;

    /// <summary>Reads a page. A filter that cannot be read becomes a part of the model: its author is about to correct it.</summary>
    /// <exception cref="InvalidFilterException">The order cannot be read.</exception>
    public static async Task<TraceListModel> ReadAsync(PageRequest request, TraceListAddress address, string pageToken)
    {
        TraceOrder.Parse(address.Order);
        var columns = TraceColumns.Read(address.Columns) ?? TraceColumns.Read(request.Http.Request.Cookies[TraceColumns.CookieName] ?? "") ?? TraceColumns.Default;
        var model = new TraceListModel(address, columns, []) { ThisPage = pageToken };
        Page<TraceInfo> page;
        try
        {
            page = await SearchAsync(request, address, pageToken);
        }
        catch (InvalidFilterException e)
        {
            return model with { Fault = new FilterFault(e.Message, e.Place) };
        }

        var longest = page.Items.Where(static info => info.HasDurationNano).Select(static info => info.DurationNano).DefaultIfEmpty().Max();
        return model with
        {
            Rows = [.. page.Items.Select(info => new TraceRow(info, longest, request.Context.Now))],
            NextPage = page.NextPageToken,
            Seen = pageToken.Length == 0 ? LiveStream.MarkOf(PrintOf(page.Items)) : "",
            IsUnused = page.Items.Count == 0 && pageToken.Length == 0 && await IsUnusedAsync(request, address),
            Experiments = await NamesAsync(request.Store, [.. address.Scope.ExperimentIds, .. Shown(page.Items, columns)], request.Aborted),
        };
    }

    /// <summary>A text that changes when the first page would.</summary>
    public static async Task<string> FingerprintAsync(PageRequest request, TraceListAddress address)
    {
        var page = await SearchAsync(request, address, "");
        return PrintOf(page.Items);
    }

    private static string PrintOf(IEnumerable<TraceInfo> page) => string.Join('|', page.Select(PrintOf));

    /// <summary>A text that changes when the row of a trace would.</summary>
    public static string PrintOf(TraceInfo info) => string.Create(
        CultureInfo.InvariantCulture,
        $"{info.TraceId}:{(int)info.State}:{info.SpanCount}:{info.DurationNano}:{info.Tags.Count}:{info.Assessments.Select(static a => a.LastUpdateTimeMs).DefaultIfEmpty().Max()}");

    private static Task<Page<TraceInfo>> SearchAsync(PageRequest request, TraceListAddress address, string pageToken)
    {
        var filter = address.Scope.FilterWithRange(request.Context.Now);
        var query = new TraceQuery(address.Scope.ExperimentIds, PageSize, pageToken) { Filter = filter, OrderBy = address.Order };
        return request.Store.Reader.SearchTracesAsync(query, request.Aborted);
    }

    private static async Task<bool> IsUnusedAsync(PageRequest request, TraceListAddress address) =>
        (await request.Store.Reader.SearchTracesAsync(new TraceQuery(address.Scope.ExperimentIds, 1, ""), request.Aborted)).Items.Count == 0;

    private static IEnumerable<string> Shown(IReadOnlyList<TraceInfo> page, IReadOnlyList<TraceColumn> columns) =>
        columns.Any(static column => column.Key == "experiment") ? page.Select(static info => info.ExperimentId).Distinct() : [];

    // Bounded by the rows of a page and the experiments of an address.
    private static async Task<Dictionary<string, string>> NamesAsync(ITraceStore store, IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        var names = new Dictionary<string, string>();
        foreach (var id in ids.Distinct().Take(PageSize))
        {
            if (await store.Experiments.FindAsync(id, cancellationToken) is { } experiment)
            {
                names[id] = experiment.Name;
            }
        }

        return names;
    }
}
