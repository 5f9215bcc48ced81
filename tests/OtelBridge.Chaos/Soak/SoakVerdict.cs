using System.Globalization;

namespace OtelBridge.Chaos.Soak;

/// <summary>Whether a server can go on like this: its last third against the one before.</summary>
/// <remarks>Latencies are the medians of what each sample saw: a machine that somebody else kept busy for a minute decides nothing, one that grows slower does.</remarks>
internal static class SoakVerdict
{
    private const double MemoryGrowth = 1.10;
    private const double LatencyGrowth = 1.5;
    private const double Megabyte = 1e6;

    public static IReadOnlyList<Bound> Of(SoakResult result)
    {
        var third = result.Samples.Count / 3;
        var (middle, last) = (result.Samples.Skip(third).Take(third).ToList(), result.Samples.Skip(2 * third).ToList());
        return
        [
            new Bound("Errors and faults", "", Text(result.Faults.Count), "0", result.Faults.Count == 0),
            new Bound("Requests skipped, since the server was late by more than a second", "", Text(result.Skipped), "1 in 1,000", result.Skipped * 50_000 <= result.Spans),
            Grows("Resident memory, mean", "MB", MemoryGrowth, 10, Mean(middle, static s => s.Process.Resident / Megabyte), Mean(last, static s => s.Process.Resident / Megabyte)),
            Grows("Managed heap, mean", "MB", MemoryGrowth, 10, Mean(middle, static s => s.Heap / Megabyte), Mean(last, static s => s.Heap / Megabyte)),
            Grows("Handles, mean", "", MemoryGrowth, 5, Mean(middle, static s => s.Process.Handles), Mean(last, static s => s.Process.Handles)),
            Grows("Threads, mean", "", MemoryGrowth, 5, Mean(middle, static s => s.Process.Threads), Mean(last, static s => s.Process.Threads)),
            Grows("Spans a second, mean, as their inverse", "µs", 1.02, 0, 1e6 / Mean(middle, static s => s.SpansPerSecond), 1e6 / Mean(last, static s => s.SpansPerSecond)),
            .. Slower("Ingest", middle, last, static s => s.Ingest),
            .. Slower("Search", middle, last, static s => s.Search),
            .. Slower("Page", middle, last, static s => s.Page),
        ];
    }

    private static Bound[] Slower(string what, List<SoakSample> middle, List<SoakSample> last, Func<SoakSample, Quantiles> of) =>
    [
        Grows($"{what}, median", "ms", LatencyGrowth, 2, Median(middle, s => of(s).Median), Median(last, s => of(s).Median)),
        Grows($"{what}, 99th percentile", "ms", LatencyGrowth, 10, Median(middle, s => of(s).P99), Median(last, s => of(s).P99)),
    ];

    private static Bound Grows(string what, string unit, double factor, double more, double middle, double last) =>
        new(what, $"{Text(middle)} {unit}".Trim(), $"{Text(last)} {unit}".Trim(), string.Create(CultureInfo.InvariantCulture, $"+{(factor - 1) * 100:0} %{(more > 0 ? $" + {more} {unit}" : "")}").Trim(), last <= (middle * factor) + more);

    private static double Mean(List<SoakSample> samples, Func<SoakSample, double> of) => samples.Count == 0 ? 0 : samples.Average(of);

    private static double Median(List<SoakSample> samples, Func<SoakSample, double> of)
    {
        var values = samples.Select(of).Order().ToList();
        return values.Count == 0 ? 0 : values[values.Count / 2];
    }

    private static string Text(double number) => number.ToString(Math.Abs(number) < 100 ? "N1" : "N0", CultureInfo.InvariantCulture);

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
