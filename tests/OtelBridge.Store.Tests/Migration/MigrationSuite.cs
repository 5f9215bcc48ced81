using OtelBridge.Store.Migration;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport.Searching;
using OtelBridge.Tracking.V1;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Migration;

/// <summary>From one kind of store into another one: everything arrives, once, and the same. Every pair of kinds inherits it.</summary>
public abstract class MigrationSuite : IAsyncLifetime
{
    protected const int Traces = 300;

    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    protected ITraceStore Source { get; private set; } = null!; // set before each test

    protected ITraceStore Target { get; private set; } = null!; // set before each test

    private protected RichStore Rich { get; private set; } = null!; // set before each test

    public async Task InitializeAsync()
    {
        (Source, Target) = (await OpenSourceAsync(), await OpenTargetAsync());
        Rich = new RichStore(Source, new Random(7));
    }

    public virtual async Task DisposeAsync()
    {
        await Source.DisposeAsync();
        await Target.DisposeAsync();
    }

    /// <summary>How many random filters both stores are asked: fewer where a question costs more.</summary>
    protected virtual int Filters => 100;

    protected abstract Task<ITraceStore> OpenSourceAsync();

    protected abstract Task<ITraceStore> OpenTargetAsync();

    [Fact]
    public async Task Everything_OfAStore_ArrivesTheSame_AndIsFoundAlike()
    {
        await Rich.FillAsync(Traces);

        var report = await MigrateAsync();

        report.IsWhole.ShouldBeTrue(Findings(report));
        report.Experiments.ShouldBe(4);
        report.Runs.ShouldBe(2);
        report.Sums.Values.Sum(sums => sums.Target.Traces).ShouldBe(await Source.Reader.CountTracesAsync([], "", CancellationToken.None));
        await ShouldBeTheSameAsync();
        var seed = Environment.TickCount;
        var (differences, found) = await AlikeSearches.CompareAsync(Source, Target, Filters, seed);
        differences.ShouldBeEmpty($"Seed {seed}");
        found.ShouldBeGreaterThan(Filters / 5);
    }

    [Fact]
    public async Task Changes_AfterTheCopy_ArriveWithTheNextRun_AndNothingElseIsCopied()
    {
        await Rich.FillAsync(30);
        await MigrateAsync();

        await Rich.IngestAsync(Request(Span(7, 50, 1, offsetMs: 900)), "0"); // a late span
        await Source.Records.SetTagAsync(TraceIdText(8), "new", "tag", CancellationToken.None);
        await Source.Records.DeleteTagAsync(TraceIdText(4), "mlflow.traceName", CancellationToken.None);
        await Source.Records.LinkToRunAsync([TraceIdText(9)], Rich.Run, CancellationToken.None);
        var judged = (await Source.Reader.FindTraceInfoAsync(TraceIdText(6), CancellationToken.None))!.Assessments;
        await Source.Assessments.DeleteAsync(TraceIdText(6), judged.First(a => a.Overrides.Length > 0).AssessmentId, CancellationToken.None);
        await Rich.AddTracesAsync(5, "0");
        await Source.Experiments.RenameAsync(Rich.Other, "renamed", CancellationToken.None);
        (await Source.Experiments.CreateAsync("it's other 😀", new Dictionary<string, string>(), CancellationToken.None)).ShouldNotBeNull(); // the name moves on
        await Source.Runs.LogAsync(new LogRunBatchRequest { RunId = Rich.Run, Metrics = { new Metric { Key = "loss", Value = 9, Step = -1, TimestampMs = 1 } } }, CancellationToken.None);
        var report = await MigrateAsync();

        report.IsWhole.ShouldBeTrue(Findings(report));
        report.Copied.ShouldBe(10);
        await ShouldBeTheSameAsync();
    }

    protected async Task<MigrationReport> MigrateAsync() => await new StoreMigration(Source, Target).RunAsync(CancellationToken.None).WaitAsync(Patience);

    protected static string Findings(MigrationReport report) => string.Join(
        "; ", Enum.GetValues<MigrationFinding>().Select(kind => (kind, found: report.Of(kind))).Where(item => item.found.Count > 0)
            .Select(item => $"{item.kind}: {item.found.Count} ({string.Join(", ", item.found.Named)})"));

    // Not by fingerprints: message by message.
    protected async Task ShouldBeTheSameAsync(bool isOrdered = true)
    {
        var (there, here) = (await StoreContents.ReadAsync(Source), await StoreContents.ReadAsync(Target));
        here.Experiments.ShouldBe(there.Experiments);
        here.Runs.ShouldBe(there.Runs);
        here.Metrics.ShouldBe(there.Metrics);
        if (isOrdered)
        {
            here.Traces.Select(trace => trace.Info.TraceId).ShouldBe(there.Traces.Select(trace => trace.Info.TraceId));
        }

        var byId = here.Traces.ToDictionary(trace => trace.Info.TraceId);
        foreach (var trace in there.Traces)
        {
            byId[trace.Info.TraceId].ShouldBe(trace);
        }
    }
}
