using System.Text.Json;
using OtelBridge.Benchmarks.Export;
using OtelBridge.Benchmarks.Measuring;
using OtelBridge.Benchmarks.Spans;
using OtelBridge.Benchmarks.Storage;

namespace OtelBridge.Benchmarks;

/// <summary>Runs the benchmarks one after the other and prints the report.</summary>
internal static class ReportCommand
{
    // Every benchmark, with the beginnings of its figures' names; made only when it runs.
    private static readonly (string[] Prefixes, Func<bool, Benchmark> Make)[] Benchmarks =
    [
        (["span."], quick => new SpanOverheadBenchmark(quick)),
        (["export."], quick => new ExportBenchmark(quick)),
        (["storage.ingest.", "storage.bytes."], quick => new IngestBenchmark(quick)),
        (["storage.postgres."], quick => new PostgresIngestBenchmark(quick)),
    ];

    public static async Task<int> RunAsync(string only, bool quick, TextWriter output, CancellationToken cancellationToken)
    {
        var results = new List<Result>();
        foreach (var (prefixes, make) in Benchmarks)
        {
            if (prefixes.Any(prefix => prefix.StartsWith(only, StringComparison.Ordinal) || only.StartsWith(prefix, StringComparison.Ordinal)))
            {
                results.AddRange((await RunAsync(make(quick), quick, cancellationToken)).Where(r => r.Name.StartsWith(only, StringComparison.Ordinal)));
            }
        }

        await output.WriteLineAsync(JsonSerializer.Serialize(new Report(Machine.Current(), results), ReportJsonContext.Default.Report));
        return results.Count > 0 ? 0 : 2;
    }

    private static async Task<IEnumerable<Result>> RunAsync(Benchmark benchmark, bool quick, CancellationToken cancellationToken)
    {
        await using var held = benchmark as IAsyncDisposable;
        await benchmark.WarmUpAsync();
        var rounds = quick ? Math.Max(3, benchmark.Rounds / 3) : benchmark.Rounds;
        for (var round = 0; round < rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await benchmark.RunRoundAsync(round);
        }

        return benchmark.Figures.Select(figure => figure.ToResult());
    }
}
