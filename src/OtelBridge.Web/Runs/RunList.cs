using OtelBridge.Store.Search;
using OtelBridge.Tracking.V1;
using OtelBridge.Web.Addresses;
using OtelBridge.Web.Hosting;

namespace OtelBridge.Web.Runs;

/// <summary>The runs of some experiments, the latest first.</summary>
/// <param name="Scope">Which experiments; empty means the latest ones.</param>
/// <param name="Search">What was looked for: part of a name, or a filter for runs.</param>
/// <param name="IsDeletedView">Whether the deleted ones are shown instead.</param>
/// <param name="Rows">The runs of this page.</param>
/// <param name="Metrics">Metrics that get a column: those that most of the runs have.</param>
/// <param name="Params">Params that get a column.</param>
/// <param name="NextPageToken">Asks for the next page; empty on the last.</param>
/// <param name="Fault">Why the filter cannot be read; empty when it can.</param>
public sealed record RunList(
    Scope Scope, string Search, bool IsDeletedView, IReadOnlyList<RunRow> Rows, IReadOnlyList<string> Metrics, IReadOnlyList<string> Params, string NextPageToken, string Fault)
{
    public const string SearchName = "q";
    public const string PageName = "page";
    public const string ViewName = "view";
    public const string Deleted = "deleted";

    private const int PageSize = 50;
    private const int MaxExperiments = 100;
    private const int MaxMetrics = 4;
    private const int MaxParams = 3;

    internal static async Task<RunList> ReadAsync(PageRequest request)
    {
        var (scope, search, deleted) = (request.Scope, request.Query(SearchName).Trim(), request.Query(ViewName) == Deleted);
        var names = await ExperimentNamesAsync(request, scope.ExperimentIds);
        var query = new SearchRunsRequest
        {
            MaxResults = PageSize, PageToken = request.Query(PageName), Filter = FilterOf(search), View = deleted ? LifecycleView.Deleted : LifecycleView.Active,
        };
        query.ExperimentIds.Add(names.Keys);
        try
        {
            var page = await request.Store.Runs.SearchAsync(query, request.Aborted);
            var runs = page.Items;
            return new RunList(
                scope,
                search,
                deleted,
                [.. runs.Select(run => new RunRow(run, names.GetValueOrDefault(run.ExperimentId, "")))],
                Common(runs.SelectMany(static run => run.Metrics.Select(static metric => metric.Key)), MaxMetrics),
                Common(runs.SelectMany(static run => run.Params.Keys), MaxParams),
                page.NextPageToken,
                "");
        }
        catch (InvalidFilterException e)
        {
            return new RunList(scope, search, deleted, [], [], [], "", e.Message);
        }
    }

    /// <summary>The address of the list with one thing of it changed.</summary>
    public string With(string name, string value)
    {
        var parameters = new Dictionary<string, string> { [SearchName] = Search, [ViewName] = IsDeletedView ? Deleted : "", [name] = value };
        return Links.With(Links.Runs(Scope), parameters.Select(static pair => (pair.Key, pair.Value)));
    }

    // A word is part of a name; what compares is a filter.
    private static string FilterOf(string text) => text.Length == 0 || text.AsSpan().IndexOfAny('=', '<', '>') >= 0 || text.Contains(" like ", StringComparison.OrdinalIgnoreCase)
        ? text
        : $"attributes.run_name ILIKE '%{text.Replace("'", "''", StringComparison.Ordinal)}%'";

    private static List<string> Common(IEnumerable<string> keys, int most) =>
        [.. keys.GroupBy(static key => key).OrderByDescending(static group => group.Count()).ThenBy(static group => group.Key, StringComparer.Ordinal).Take(most).Select(static group => group.Key)];

    private static async Task<Dictionary<string, string>> ExperimentNamesAsync(PageRequest request, IReadOnlyList<string> ids)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal); // bounded by MaxExperiments
        if (ids.Count == 0)
        {
            var page = await request.Store.Experiments.SearchAsync(new SearchExperimentsRequest { MaxResults = MaxExperiments }, request.Aborted);
            foreach (var experiment in page.Items)
            {
                names[experiment.ExperimentId] = experiment.Name;
            }
        }

        foreach (var id in ids.Take(MaxExperiments))
        {
            names[id] = (await request.Store.Experiments.FindAsync(id, request.Aborted))?.Name ?? "";
        }

        return names;
    }
}
