using OtelBridge.Tracking.V1;
using OtelBridge.Web.Addresses;
using OtelBridge.Web.Hosting;

namespace OtelBridge.Web.Runs;

/// <summary>One run with all that is known of it.</summary>
/// <param name="Row">The run.</param>
/// <param name="Metrics">Its metrics in the order of their names, with their histories.</param>
/// <param name="Params">Its params in the order of their names.</param>
/// <param name="Tags">Its tags in the order of their keys.</param>
/// <param name="Traces">How many traces belong to it.</param>
public sealed record RunView(
    RunRow Row, IReadOnlyList<MetricHistory> Metrics, IReadOnlyList<KeyValuePair<string, string>> Params, IReadOnlyList<KeyValuePair<string, string>> Tags, long Traces)
{
    private const int MaxHistories = 30; // metrics beyond have their latest value alone
    private const int MaxValues = 2_000; // of each

    /// <summary>Gets its traces.</summary>
    public string TracesAddress => Links.Traces(new Scope([Row.Run.ExperimentId], FilterOf(Row.Run.RunId), TimeRange.All));

    internal static async Task<RunView> ReadAsync(PageRequest request)
    {
        var run = await request.Store.Runs.GetAsync(request.Route("id"), request.Aborted);
        var experiment = await request.Store.Experiments.FindAsync(run.ExperimentId, request.Aborted);
        var metrics = new List<MetricHistory>(run.Metrics.Count); // as many as the run has
        foreach (var latest in run.Metrics.OrderBy(static metric => metric.Key, StringComparer.Ordinal))
        {
            metrics.Add(metrics.Count < MaxHistories ? await HistoryAsync(request, run.RunId, latest) : MetricHistory.Of(latest, [], hasMore: false));
        }

        var traces = await request.Store.Reader.CountTracesAsync([run.ExperimentId], FilterOf(run.RunId), request.Aborted);
        return new RunView(new RunRow(run, experiment?.Name ?? ""), metrics, Sorted(run.Params), Sorted(run.Tags), traces);
    }

    private static string FilterOf(string runId) => $"run_id = '{runId}'";

    private static async Task<MetricHistory> HistoryAsync(PageRequest request, string runId, Metric latest)
    {
        var page = await request.Store.Runs.GetMetricHistoryAsync(
            new GetMetricHistoryRequest { RunId = runId, Key = latest.Key, MaxResults = MaxValues }, request.Aborted);
        return MetricHistory.Of(latest, page.Items, page.NextPageToken.Length > 0);
    }

    private static List<KeyValuePair<string, string>> Sorted(IEnumerable<KeyValuePair<string, string>> pairs) => [.. pairs.OrderBy(static pair => pair.Key, StringComparer.Ordinal)];
}
