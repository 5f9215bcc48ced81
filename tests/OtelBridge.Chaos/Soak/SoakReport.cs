using System.Globalization;
using System.Text;

namespace OtelBridge.Chaos.Soak;

/// <summary>Writes down what came of a soak, for people.</summary>
internal static class SoakReport
{
    private const int Rows = 12;

    public static string Write(SoakResult result, IReadOnlyList<Bound> verdict, string chart)
    {
        var text = new StringBuilder();
        var last = result.Samples[^1];
        text.Append(CultureInfo.InvariantCulture, $"""
            | | |
            | --- | --- |
            | Length | {result.Options.Length.TotalMinutes:0.#} minutes, after {result.Options.LimitLength.TotalSeconds:0} s at the one limit and {result.Options.SweptLength.TotalMinutes:0.#} minutes at the other |
            | The limit while nothing is deleted, with all readers and until all is indexed | {result.Unswept:N0} spans a second |
            | The limit while as much is deleted as comes in | {result.Limit:N0} spans a second |
            | Load | {SoakOptions.Share * 100:0} % of that: {result.Limit * SoakOptions.Share:N0} spans a second, in requests of 5 traces of 10 spans |
            | Stored in all | {result.Spans:N0} spans |
            | Kept at most | {result.Options.Retain.TotalMinutes:0} minutes; {last.StoreSpans:N0} spans, {last.StoreBytes / 1e6:N0} MB at the end |
            | Deleted by hand | {result.DeletedTraces:N0} traces, beside {last.Metrics.GetValueOrDefault("otelbridge_retention_deleted_traces_total"):N0} by retention |
            | Searches, pages | {result.Samples.Sum(static s => s.Search.Count):N0}, {result.Samples.Sum(static s => s.Page.Count):N0}; {result.Streams:N0} live streams |
            | Looked for after a restart | {result.Audited:N0} traces |

            ![Memory, load and latency over time]({chart})

            | Bound | Middle third | Last third | May | |
            | --- | --- | --- | --- | --- |

            """);
        foreach (var bound in verdict)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {bound.What} | {bound.Middle} | {bound.Last} | {bound.May} | {(bound.IsKept ? "kept" : "**broken**")} |\n");
        }

        foreach (var fault in result.Faults)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n- {fault}");
        }

        text.Append("\n| At | Spans/s | Memory MB | Heap MB | Full collections | Handles | Threads | Store MB | Not indexed yet | Ingest ms p50 / p99 | Search ms p50 / p99 | Page ms p50 / p99 |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
        foreach (var s in Enumerable.Range(1, Rows).Select(row => result.Samples[(result.Samples.Count * row / Rows) - 1 is var i && i < 0 ? 0 : i]).Distinct())
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {s.At:mm\\:ss} | {s.SpansPerSecond:N0} | {s.Process.Resident / 1e6:N0} | {s.Heap / 1e6:N0} | {s.Collections} | {s.Process.Handles} | {s.Process.Threads} | {s.StoreBytes / 1e6:N0} | {s.Unindexed:N0} | {Text(s.Ingest)} | {Text(s.Search)} | {Text(s.Page)} |\n");
        }

        return text.ToString();
    }

    private static string Text(Quantiles times) => string.Create(CultureInfo.InvariantCulture, $"{times.Median:N1} / {times.P99:N0}");
}
