using System.Globalization;
using OtelBridge.Benchmarks.Data;
using OtelBridge.Benchmarks.Measuring;
using OtelBridge.Browser.Tests.Browsing;
using OtelBridge.Grpc;
using OtelBridge.TestSupport;

namespace OtelBridge.Benchmarks.Pages;

/// <summary>What somebody waits for who looks at a store of so many traces: measured in Chromium, by its own clock, with a new visitor each time.</summary>
internal sealed class PageBenchmark : Benchmark, IAsyncDisposable
{
    public const string Prefix = "browser.";
    public const int QuickSize = 50_000;

    private const int SmallTrace = 100;
    private const int LargeTrace = 30_000;
    private const int OpenPages = 50;
    private const double WaitBoundMs = 500;
    private const double LargeBoundMs = 1_000; // what the view of a trace promises
    private const double FrameBoundMs = 33;
    private const double BytesPerKilobyte = 1024;

    // Every round takes the next.
    private static readonly string[] Filters = ["status = 'ERROR'", "tags.team = 'travel'", "span.name = 'send_mail' AND status = 'OK'", "trace.text ILIKE '%warranty%'"];

    private readonly int _size;
    private readonly string? _data;
    private readonly TemporaryFolder? _folder;
    private readonly Series _firstPaint, _largestPaint, _filter, _small, _large, _workingSet, _managed;
    private readonly (Series Median, Series P95, Series P99) _listFrames, _treeFrames;
    private ServerUnderTest? _server;
    private IPlaywright? _driver;
    private IBrowser? _browser;

    public PageBenchmark(int size, string? data)
    {
        (_size, _data, _folder) = (size, data, data is null ? new TemporaryFolder() : null);
        (_firstPaint, _largestPaint) = (Figure("list.first_paint", "ms", WaitBoundMs), Figure("list.largest_paint", "ms", WaitBoundMs));
        _filter = Figure("list.filter_to_result", "ms", WaitBoundMs);
        (_small, _large) = (Figure($"trace.open_{SmallTrace}_spans", "ms", WaitBoundMs), Figure($"trace.open_{LargeTrace}_spans", "ms", LargeBoundMs));
        (_listFrames, _treeFrames) = (Frames("list"), Frames($"trace_{LargeTrace}_spans"));
        (_workingSet, _managed) = (Figure($"server.working_set_per_page_of_{OpenPages}", "KB", null), Figure($"server.managed_per_page_of_{OpenPages}", "KB", null));
    }

    public override IReadOnlyList<Series> Figures =>
    [
        _firstPaint, _largestPaint, _filter, _small, _large, _listFrames.Median, _listFrames.P95, _listFrames.P99, _treeFrames.Median, _treeFrames.P95, _treeFrames.P99,
        _workingSet, _managed,
    ];

    public override async Task WarmUpAsync()
    {
        var store = await SeededStore.AddressAsync(_data ?? _folder!.Path, _size);
        _server = await ServerUnderTest.StartAsync(store: store);
        foreach (var spans in new[] { SmallTrace, LargeTrace })
        {
            foreach (var request in LargeTraces.Requests(spans, spans))
            {
                await _server.Grpc.CallAsync(TraceServiceMethods.Export, request);
            }
        }

        (_driver, _browser) = await ChromiumProgram.LaunchAsync();
        await RunRoundAsync(-1, counts: false);
    }

    public override Task RunRoundAsync(int round) => RunRoundAsync(round, counts: true);

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.CloseAsync();
        }

        _driver?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _folder?.Dispose();
    }

    private async Task RunRoundAsync(int round, bool counts)
    {
        void Add(Series series, double value)
        {
            if (counts)
            {
                series.Add(value);
            }
        }

        await VisitAsync("traces", async page =>
        {
            var paints = await page.EvaluateAsync<double[]>(PageScripts.Paints);
            Add(_firstPaint, paints[0]);
            Add(_largestPaint, paints[1]);
            AddFrames(_listFrames, await page.EvaluateAsync<double[]>(PageScripts.Scroll, ".traces-scroll"), Add);
            Add(_filter, await page.EvaluateAsync<double>(PageScripts.Filter, Filters[Math.Max(0, round) % Filters.Length]));
        });
        await VisitAsync(AddressOf(SmallTrace), async page => Add(_small, await page.EvaluateAsync<double>(PageScripts.TreeShown)));
        await VisitAsync(AddressOf(LargeTrace), async page =>
        {
            Add(_large, await page.EvaluateAsync<double>(PageScripts.TreeShown));
            AddFrames(_treeFrames, await page.EvaluateAsync<double[]>(PageScripts.Scroll, ".tree-view"), Add);
        });
        if (round <= 0)
        {
            await MeasureMemoryAsync(Add);
        }
    }

    // Blank pages first: what the driver needs in this process for fifty pages is no memory of the server's.
    private async Task MeasureMemoryAsync(Action<Series, double> add)
    {
        var contexts = new List<IBrowserContext>(OpenPages);
        var pages = new List<IPage>(OpenPages);
        for (var i = 0; i < OpenPages; i++)
        {
            contexts.Add(await _browser!.NewContextAsync());
            pages.Add(await contexts[^1].NewPageAsync());
        }

        var (workingSet, managed) = Memory();
        foreach (var page in pages)
        {
            await page.GotoAsync(new Uri(_server!.HttpAddress, "traces?live=1").ToString());
        }

        var (workingSetWith, managedWith) = Memory();
        add(_workingSet, (workingSetWith - workingSet) / BytesPerKilobyte / OpenPages);
        add(_managed, (managedWith - managed) / BytesPerKilobyte / OpenPages);
        foreach (var context in contexts)
        {
            await context.CloseAsync();
        }
    }

    private async Task VisitAsync(string address, Func<IPage, Task> measure)
    {
        await using var context = await _browser!.NewContextAsync(new() { ViewportSize = new() { Width = 1440, Height = 900 } });
        context.SetDefaultTimeout(120_000);
        var page = await context.NewPageAsync();
        await page.GotoAsync(new Uri(_server!.HttpAddress, address).ToString());
        await measure(page);
    }

    private Series Figure(string name, string unit, double? bound) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{Prefix}{_size}.{name}"), unit, Result.Lower, bound, null);

    private (Series Median, Series P95, Series P99) Frames(string what) =>
        (Figure($"scroll.{what}.frame_p50", "ms", null), Figure($"scroll.{what}.frame_p95", "ms", FrameBoundMs), Figure($"scroll.{what}.frame_p99", "ms", null));

    private static void AddFrames((Series Median, Series P95, Series P99) figures, double[] frames, Action<Series, double> add)
    {
        Array.Sort(frames);
        double At(double quantile) => frames[(int)((frames.Length - 1) * quantile)];
        add(figures.Median, At(0.5));
        add(figures.P95, At(0.95));
        add(figures.P99, At(0.99));
    }

    private static (long WorkingSet, long Managed) Memory()
    {
        var managed = GC.GetTotalMemory(forceFullCollection: true);
        return (Environment.WorkingSet, managed);
    }

    private static string AddressOf(int spans) => $"traces/{OtlpSamples.TraceIdText(spans)}";
}
