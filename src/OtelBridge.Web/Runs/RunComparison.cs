using Microsoft.AspNetCore.Http;
using OtelBridge.Web.Hosting;

namespace OtelBridge.Web.Runs;

/// <summary>Runs beside each other.</summary>
/// <param name="Runs">The runs, in the order of the address.</param>
/// <param name="Metrics">A line for each metric that one of them has.</param>
/// <param name="Params">A line for each param that one of them has.</param>
public sealed record RunComparison(IReadOnlyList<RunRow> Runs, IReadOnlyList<RunComparisonLine> Metrics, IReadOnlyList<RunComparisonLine> Params)
{
    public const string RunName = "run";

    private const int MaxRuns = 10;

    internal static async Task<RunComparison> ReadAsync(PageRequest request)
    {
        var ids = request.Http.Request.Query[RunName].OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        if (ids.Count is < 2 or > MaxRuns)
        {
            throw new BadHttpRequestException($"Choose 2 to {MaxRuns} runs to compare.");
        }

        var runs = new List<RunRow>(ids.Count);
        foreach (var id in ids)
        {
            var run = await request.Store.Runs.GetAsync(id, request.Aborted);
            runs.Add(new RunRow(run, (await request.Store.Experiments.FindAsync(run.ExperimentId, request.Aborted))?.Name ?? ""));
        }

        return Of(runs);
    }

    internal static RunComparison Of(IReadOnlyList<RunRow> runs) => new(
        runs,
        [.. Keys(runs.SelectMany(static row => row.Run.Metrics.Select(static metric => metric.Key))).Select(key => RunComparisonLine.OfMetric(key, runs))],
        [.. Keys(runs.SelectMany(static row => row.Run.Params.Keys)).Select(key => RunComparisonLine.OfParam(key, runs))]);

    private static IEnumerable<string> Keys(IEnumerable<string> keys) => keys.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
}
