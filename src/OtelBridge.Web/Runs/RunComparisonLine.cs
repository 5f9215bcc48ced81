namespace OtelBridge.Web.Runs;

/// <summary>One metric or param of several runs.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Values">Its value in each run, absent where a run has none.</param>
/// <param name="Differs">Whether the runs differ in it.</param>
/// <param name="Most">The run with the largest value; -1 for what is no number, or where all are the same.</param>
/// <param name="Least">The run with the least value.</param>
public sealed record RunComparisonLine(string Key, IReadOnlyList<string> Values, bool Differs, int Most, int Least)
{
    internal static RunComparisonLine OfParam(string key, IReadOnlyList<RunRow> runs)
    {
        var values = runs.Select(row => row.Param(key)).ToList();
        return new RunComparisonLine(key, values, values.Distinct(StringComparer.Ordinal).Count() > 1, -1, -1);
    }

    internal static RunComparisonLine OfMetric(string key, IReadOnlyList<RunRow> runs)
    {
        var numbers = runs.Select((row, i) => (Index: i, row.Run.Metrics.FirstOrDefault(metric => metric.Key == key)?.Value)).ToList();
        var known = numbers.Where(static item => item.Value is { } value && double.IsFinite(value)).OrderBy(static item => item.Value).ToList();
        var differs = numbers.Select(static item => item.Value).Distinct().Count() > 1;
        var ranked = known.Count > 1 && known[0].Value < known[^1].Value;
        return new RunComparisonLine(key, [.. runs.Select(row => row.Metric(key))], differs, ranked ? known[^1].Index : -1, ranked ? known[0].Index : -1);
    }
}
