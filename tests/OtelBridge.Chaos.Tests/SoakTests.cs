using OtelBridge.Chaos.Processes;
using OtelBridge.Chaos.Soak;
using Xunit.Abstractions;

namespace OtelBridge.Chaos.Tests;

/// <summary>The soak in seconds: all of it happens, and nothing is timed.</summary>
public sealed class SoakTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Soak_ShortForm_LosesNothing_AndDeletesWhatItShould()
    {
        var result = await new SoakRun(SoakOptions.Short, output.WriteLine).RunAsync();

        result.Faults.ShouldBeEmpty();
        result.Audited.ShouldBeGreaterThan(0);
        result.DeletedTraces.ShouldBeGreaterThan(0);
        result.Streams.ShouldBeGreaterThan(0);
        result.Samples.Sum(static sample => sample.Search.Count).ShouldBeGreaterThan(0);
        result.Samples.Sum(static sample => sample.Page.Count).ShouldBeGreaterThan(0);
        SoakReport.Write(result, SoakVerdict.Of(result), "soak.svg").ShouldContain("![");
        SoakChart.Draw(result.Samples).ShouldEndWith("</svg>\n");
    }

    [Fact]
    public void Verdict_OfARunThatStaysAsItIs_KeepsEveryBound() =>
        SoakVerdict.Of(Result(static _ => 1)).Where(static bound => !bound.IsKept).ShouldBeEmpty();

    [Fact]
    public void Verdict_OfMemoryAndLatencyThatGrow_NamesThem() =>
        SoakVerdict.Of(Result(static minute => Math.Pow(1.1, minute))).Where(static bound => !bound.IsKept).Select(static bound => bound.What)
            .ShouldBe(["Resident memory, mean", "Managed heap, mean", "Ingest, median", "Ingest, 99th percentile"]);

    private static SoakResult Result(Func<int, double> growth) => new(SoakOptions.Short, 12_000, 10_000, 1_000_000, 10, 3, 0, 100, [], [.. Enumerable.Range(0, 30).Select(minute => new SoakSample
    {
        At = TimeSpan.FromMinutes(minute),
        Process = new ProcessReading((long)(300_000_000 * growth(minute)), 30, 200),
        SpansPerSecond = 7_000,
        Ingest = new Quantiles(20 * growth(minute), 100 * growth(minute), 50),
        Search = new Quantiles(10, 40, 50),
        Page = new Quantiles(10, 40, 50),
        Metrics = new Dictionary<string, long> { ["process_managed_heap_bytes"] = (long)(100_000_000 * growth(minute)) },
    })]);
}
