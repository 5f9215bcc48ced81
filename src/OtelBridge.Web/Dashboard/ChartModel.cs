using OtelBridge.Web.Charts;

namespace OtelBridge.Web.Dashboard;

/// <summary>A chart of the dashboard.</summary>
/// <param name="Id">Its id on the page.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Summary">What it says, in a sentence.</param>
/// <param name="Form">How values become marks.</param>
/// <param name="Unit">What values are.</param>
/// <param name="Buckets">The steps of time.</param>
/// <param name="Series">The values.</param>
/// <param name="Brush">Where a chosen range is shown; empty where none can be chosen.</param>
public sealed record ChartModel(
    string Id,
    string Title,
    string Summary,
    ChartForm Form,
    ChartUnit Unit,
    IReadOnlyList<ChartBucket> Buckets,
    IReadOnlyList<ChartSeries> Series,
    string Brush = "");
