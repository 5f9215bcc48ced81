using System.Text.Json;
using OtelBridge.Benchmarks.Aggregates;
using OtelBridge.Benchmarks.Export;
using OtelBridge.Benchmarks.GenAI;
using OtelBridge.Benchmarks.Measuring;
using OtelBridge.Benchmarks.Pages;
using OtelBridge.Benchmarks.Search;
using OtelBridge.Benchmarks.Servers;
using OtelBridge.Benchmarks.Spans;
using OtelBridge.Benchmarks.Storage;
using OtelBridge.Export;

namespace OtelBridge.Benchmarks;

/// <summary>Runs the benchmarks one after the other and prints the report.</summary>
internal static class ReportCommand
{
    // Every benchmark, with the beginnings of its figures' names; made only when it runs.
    private static IEnumerable<(string[] Prefixes, Func<Benchmark> Make)> Benchmarks(bool quick, IReadOnlyList<int> sizes, string? data, string? clickHouse) =>
    [
        (["span."], () => new SpanOverheadBenchmark(quick)),
        (["span."], () => new SpanShapesBenchmark(quick)),
        ([ChatBenchmark.Prefix], () => new ChatBenchmark(quick)),
        (["export."], () => new ExportBenchmark(quick, "export", ExportDestinationKind.Store)),
        (["export.collector."], () => new ExportBenchmark(quick, "export.collector", ExportDestinationKind.Collector)),
        (["export.http."], () => new ExportBenchmark(quick, "export.http", ExportDestinationKind.Collector, isHttp: true)),
        (["export.mlflow."], () => new ExportBenchmark(quick, "export.mlflow", ExportDestinationKind.Mlflow)),
        (["export.file."], () => new ExportBenchmark(quick, "export.file", ExportDestinationKind.File)),
        (["destinations.caller."], () => new CallerBenchmark(quick)),
        (["destinations.stalled."], () => new StalledBenchmark(quick)),
        (["destinations.dead."], () => new DeadBenchmark(quick)),
        ([SpoolBenchmark.Prefix], () => new SpoolBenchmark(quick)),
        (["dialects."], () => new DialectBenchmark(quick)),
        (["storage.ingest.", "storage.bytes."], () => new IngestBenchmark(quick)),
        ([SweepBenchmark.Prefix], () => new SweepBenchmark(quick)),
        ([MaskingBenchmark.Prefix], () => new MaskingBenchmark(quick)),
        (["storage.postgres."], () => new PostgresIngestBenchmark(quick)),
        (["clickhouse.ingest.", "clickhouse.bytes."], () => new ClickHouseIngestBenchmark(quick)),
        ([ServersBenchmark.Prefix], () => new ServersBenchmark(quick)),
        ([GuardBenchmark.Prefix], () => new GuardBenchmark(quick)),
        (["read."], () => new ReadBenchmark(quick)),
        .. (quick && data is null ? [SearchBenchmark.QuickSize] : sizes)
            .Select(size => (new[] { SearchBenchmark.Prefix }, (Func<Benchmark>)(() => new SearchBenchmark(size, data)))),
        .. (clickHouse is null ? [] : quick ? [SearchBenchmark.QuickSize] : (IReadOnlyList<int>)[sizes.Max()]) // one address is one store
            .Select(size => (new[] { SearchBenchmark.ClickHousePrefix }, (Func<Benchmark>)(() => new SearchBenchmark(size, null, clickHouse)))),
        ([PhraseBenchmark.Prefix], () => new PhraseBenchmark(quick && data is null ? PhraseBenchmark.QuickSize : PhraseBenchmark.FullSize, data)),
        .. (quick && data is null ? [SearchBenchmark.QuickSize] : sizes)
            .Select(size => (new[] { AggregateBenchmark.Prefix }, (Func<Benchmark>)(() => new AggregateBenchmark(size, data)))),
        ([PageBenchmark.Prefix], () => new PageBenchmark(quick ? PageBenchmark.QuickSize : sizes.Max(), data)),
    ];

    public static async Task<int> RunAsync(
        string only, bool quick, IReadOnlyList<int> sizes, string? data, string? clickHouse, TextWriter output, CancellationToken cancellationToken)
    {
        var results = new List<Result>();
        foreach (var (prefixes, make) in Benchmarks(quick, sizes, data, clickHouse))
        {
            if (prefixes.Any(prefix => prefix.StartsWith(only, StringComparison.Ordinal) || only.StartsWith(prefix, StringComparison.Ordinal)))
            {
                results.AddRange((await RunAsync(make(), quick, cancellationToken)).Where(r => r.Name.StartsWith(only, StringComparison.Ordinal)));
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
