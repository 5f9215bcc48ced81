using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Model;
using OtelBridge.Tracking.V1;
using OtelBridge.Web.Addresses;
using OtelBridge.Web.Hosting;
using OtelBridge.Web.Wording;

namespace OtelBridge.Web.Dashboard;

/// <summary>Reads the parts of the dashboard, each by itself.</summary>
internal sealed class DashboardReader
{
    private const int MostBuckets = 80;
    private const int MostTrendBuckets = 40;
    private const int MostGroups = 25;
    private const int MostOutliers = 10;
    private const long NanosPerMilli = 1_000_000;

    private readonly PageRequest _request;
    private readonly DashboardAddress _address;
    private readonly AggregateQuery _query;
    private readonly TraceMarks _marks;

    private DashboardReader(PageRequest request, DashboardAddress address, AggregateQuery query)
    {
        _request = request;
        _address = address;
        _query = query;
        _marks = new TraceMarks(address.Scope, query.FromUnixNano, query.ToUnixNano);
    }

    private IAggregateReader Sums => _request.Store.Aggregates;

    public static DashboardReader Of(PageRequest request, DashboardAddress address)
    {
        // Whole milliseconds, as addresses and filters have them: otherwise a mark would count others than its link finds.
        var (from, to) = address.Scope.Range.Bounds(request.Time.GetUtcNow());
        return new DashboardReader(request, address, new AggregateQuery(address.Scope.ExperimentIds, address.Scope.Filter, Millis(from), Millis(to)));
    }

    public async Task<DashboardPartModel> ReadAsync(DashboardSection section) => section switch
    {
        DashboardSection.Overview => new(section, Overview: await OverviewAsync()),
        DashboardSection.Models => new(section, Groups: await GroupsAsync(AggregateDimension.Model)),
        DashboardSection.Names => new(section, Groups: await GroupsAsync(AggregateDimension.TraceName)),
        DashboardSection.Spans => new(section, Groups: await GroupsAsync(_address.ByType ? AggregateDimension.SpanType : AggregateDimension.SpanName)),
        DashboardSection.Outliers => new(section, Outliers: await Task.WhenAll(
            OutliersAsync("Slowest traces", TraceMarks.SlowestFirst, static info => info.HasDurationNano, static info => TimeText.Duration(info.DurationNano)),
            OutliersAsync("Costliest traces", TraceMarks.CostliestFirst, static info => info.Cost is not null, static info => CostText.Of(info.Cost)))),
        _ => new(section, Assessments: AssessmentChart.Of(await Sums.ReadAssessmentsAsync(_query, MostTrendBuckets, _request.Aborted), _marks)),
    };

    private async Task<OverviewModel> OverviewAsync()
    {
        var now = Sums.ReadSeriesAsync(_query, MostBuckets, _request.Aborted);
        var before = Before() is { } earlier ? Sums.ReadSeriesAsync(earlier, 1, _request.Aborted) : null;
        return OverviewModel.Of(await now, before is null ? null : (await before).Whole, _marks, _address);
    }

    // The period of the same length that ended where this one begins.
    private AggregateQuery? Before()
    {
        var to = _query.ToUnixNano ?? (_address.Scope.Range.Last.Length > 0 ? (_request.Time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * 100 : null);
        return _query.FromUnixNano is { } from && to is { } end && end > from && from >= end - from
            ? _query with { FromUnixNano = from - (end - from), ToUnixNano = from }
            : null;
    }

    private async Task<GroupTableModel> GroupsAsync(AggregateDimension dimension) =>
        GroupTableModel.Of(dimension, await Sums.ReadGroupsAsync(_query, dimension, _address.Order, MostGroups, _request.Aborted), _address, _marks);

    private async Task<OutlierList> OutliersAsync(string title, string order, Func<TraceInfo, bool> has, Func<TraceInfo, string> value)
    {
        var query = new TraceQuery(_query.ExperimentIds, MostOutliers, "") { Filter = _address.Scope.FilterWithRange(_request.Time.GetUtcNow()), OrderBy = [order] };
        var page = await _request.Store.Reader.SearchTracesAsync(query, _request.Aborted);
        return new OutlierList(title, _marks.All(order), [.. page.Items.Where(has).Select(info => Row(info, value(info)))]);
    }

    private static OutlierRow Row(TraceInfo info, string value) => new(
        info.Name.Length > 0 ? info.Name : info.TraceId, Links.Trace(info.TraceId), info.RequestPreview, info.StartTimeUnixNano, info.State == TraceState.Error, value);

    private static long? Millis(long? nanos) => nanos / NanosPerMilli * NanosPerMilli;
}
