using System.Collections.Frozen;

namespace OtelBridge.Web.Experiments;

/// <summary>A column that the list of experiments can be ordered by.</summary>
/// <param name="Key">What the address calls it.</param>
/// <param name="Title">What the column is called.</param>
/// <param name="IsNumber">Whether it stands to the right.</param>
/// <param name="Sorted">The rows in this order: the largest or latest first, names from A. What is not known comes last.</param>
public sealed record ExperimentOrder(string Key, string Title, bool IsNumber, Func<IEnumerable<ExperimentRow>, IEnumerable<ExperimentRow>> Sorted)
{
    public static readonly IReadOnlyList<ExperimentOrder> All =
    [
        new("name", "Experiment", false, static rows => rows.OrderBy(static row => row.Name, StringComparer.OrdinalIgnoreCase)),
        By("traces", "Traces", static row => row.Totals.Count),
        By("errors", "Errors", static row => row.Totals.Count == 0 ? -1 : (double)row.Totals.Errors / row.Totals.Count),
        By("p95", "p95", static row => row.Totals.Duration95 ?? -1),
        By("tokens", "Tokens", static row => row.Totals.TotalTokens),
        By("cost", "Cost", static row => row.Totals.Cost ?? -1),
        By("last", "Last trace", static row => row.LastStart ?? 0),
    ];

    private static readonly FrozenDictionary<string, ExperimentOrder> ByKey = All.ToFrozenDictionary(static order => order.Key, StringComparer.Ordinal);

    /// <summary>The order that an address names; the latest trace first when it names none.</summary>
    public static ExperimentOrder Of(string key) => ByKey.GetValueOrDefault(key) ?? ByKey["last"];

    private static ExperimentOrder By(string key, string title, Func<ExperimentRow, double> value) => new(key, title, true, rows => rows.OrderByDescending(value));
}
