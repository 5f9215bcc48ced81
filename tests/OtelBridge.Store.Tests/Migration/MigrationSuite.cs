using OtelBridge.Store.Ingest;
using OtelBridge.Store.Migration;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Searching;
using OtelBridge.Tracking.V1;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Migration;

/// <summary>From one kind of store into another one: everything arrives, once, and the same. Every pair of kinds inherits it.</summary>
public abstract class MigrationSuite : IAsyncLifetime
{
    private const int Traces = 300;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly List<string> _said = [];
    private RichStore _rich = null!; // set before each test

    protected ITraceStore Source { get; private set; } = null!; // set before each test

    protected ITraceStore Target { get; private set; } = null!; // set before each test

    public async Task InitializeAsync()
    {
        (Source, Target) = (await OpenSourceAsync(), await OpenTargetAsync());
        _rich = new RichStore(Source, new Random(7));
    }

    public virtual async Task DisposeAsync()
    {
        await Source.DisposeAsync();
        await Target.DisposeAsync();
    }

    protected abstract Task<ITraceStore> OpenSourceAsync();

    protected abstract Task<ITraceStore> OpenTargetAsync();

    [Fact]
    public async Task Everything_OfAStore_ArrivesTheSame_AndIsFoundAlike()
    {
        await _rich.FillAsync(Traces);

        var report = await MigrateAsync();

        report.IsWhole.ShouldBeTrue(Findings(report));
        report.Experiments.ShouldBe(4);
        report.Runs.ShouldBe(2);
        report.Sums.Values.Sum(sums => sums.Target.Traces).ShouldBe(await Source.Reader.CountTracesAsync([], "", CancellationToken.None));
        await ShouldBeTheSameAsync();
        var (differences, found) = await AlikeSearches.CompareAsync(Source, Target, filters: 200, seed: Environment.TickCount);
        differences.ShouldBeEmpty();
        found.ShouldBeGreaterThan(40);
    }

    [Fact]
    public async Task Changes_AfterTheCopy_ArriveWithTheNextRun_AndNothingElseIsCopied()
    {
        await _rich.FillAsync(30);
        await MigrateAsync();

        await _rich.IngestAsync(Request(Span(7, 50, 1, offsetMs: 900)), "0"); // a late span
        await Source.Records.SetTagAsync(TraceIdText(8), "new", "tag", CancellationToken.None);
        await Source.Records.DeleteTagAsync(TraceIdText(4), "mlflow.traceName", CancellationToken.None);
        await Source.Records.LinkToRunAsync([TraceIdText(9)], _rich.Run, CancellationToken.None);
        var judged = (await Source.Reader.FindTraceInfoAsync(TraceIdText(6), CancellationToken.None))!.Assessments;
        await Source.Assessments.DeleteAsync(TraceIdText(6), judged.First(a => a.Overrides.Length > 0).AssessmentId, CancellationToken.None);
        await _rich.AddTracesAsync(5, "0");
        await Source.Experiments.RenameAsync(_rich.Other, "renamed", CancellationToken.None);
        (await Source.Experiments.CreateAsync("it's other 😀", new Dictionary<string, string>(), CancellationToken.None)).ShouldNotBeNull(); // the name moves on
        await Source.Runs.LogAsync(new LogRunBatchRequest { RunId = _rich.Run, Metrics = { new Metric { Key = "loss", Value = 9, Step = -1, TimestampMs = 1 } } }, CancellationToken.None);
        var report = await MigrateAsync();

        report.IsWhole.ShouldBeTrue(Findings(report));
        report.Copied.ShouldBe(10);
        await ShouldBeTheSameAsync();
    }

    [Fact]
    public async Task Source_ThatGoesOnTakingSpans_IsCopied_AndTheLastRunFindsTheRest()
    {
        await _rich.FillAsync(30);
        using var stop = new CancellationTokenSource();
        var ingest = Task.Run(async () =>
        {
            for (var i = 0; i < 100 && !stop.IsCancellationRequested; i++)
            {
                await _rich.AddTracesAsync(10, "0");
            }
        });

        await MigrateAsync();
        await stop.CancelAsync();
        await ingest.WaitAsync(Patience);
        var report = await MigrateAsync();

        report.IsWhole.ShouldBeTrue(Findings(report));
        await ShouldBeTheSameAsync();
    }

    [Fact]
    public async Task Run_StoppedInTheMiddle_GoesOnWhereItWas()
    {
        await _rich.FillAsync(Traces);
        using var stop = new CancellationTokenSource();
        var stopping = new MigrationOptions { Progress = (_, done, _) => { if (done > 0) { stop.Cancel(); } } };
        await Should.ThrowAsync<OperationCanceledException>(new StoreMigration(Source, Target, stopping).RunAsync(stop.Token).WaitAsync(Patience));
        var before = await Target.Reader.CountTracesAsync([], "", CancellationToken.None);

        var report = await MigrateAsync();

        before.ShouldBeGreaterThan(0);
        report.IsWhole.ShouldBeTrue(Findings(report));
        (report.Copied + before).ShouldBeInRange(report.Sums.Values.Sum(sums => sums.Source.Traces), report.Sums.Values.Sum(sums => sums.Source.Traces) + 250);
        await ShouldBeTheSameAsync(isOrdered: false);
    }

    [Fact]
    public async Task Traces_OnlyAtTheTarget_Stay_ThoseDeletedAtTheSourceMeanwhileGo()
    {
        await _rich.FillAsync(30);
        await new TraceIngestor(Target).IngestAsync(Request(Span(5000, 1)), "0", CancellationToken.None);
        var deleting = new MigrationOptions
        {
            Say = line =>
            {
                if (line.StartsWith("Pass 1", StringComparison.Ordinal))
                {
                    Source.Records.DeleteAsync(new TraceDeletion("0") { TraceIds = [TraceIdText(1), TraceIdText(2)] }, CancellationToken.None).GetAwaiter().GetResult();
                }
            },
        };

        var report = await new StoreMigration(Source, Target, deleting).RunAsync(CancellationToken.None).WaitAsync(Patience);

        report.IsWhole.ShouldBeTrue(Findings(report));
        report.Of(MigrationFinding.DeletedMeanwhile).Named.ShouldBe([TraceIdText(1), TraceIdText(2)]);
        report.Of(MigrationFinding.OnlyAtTarget).Named.ShouldBe([TraceIdText(5000)]);
        (await Target.Reader.GetTraceInfosAsync([TraceIdText(1), TraceIdText(2), TraceIdText(5000)], CancellationToken.None))
            .ShouldHaveSingleItem().TraceId.ShouldBe(TraceIdText(5000));
    }

    [Fact]
    public async Task Trace_ThatGoesOnAtTheTarget_KeepsItsSpans()
    {
        await _rich.FillAsync(30);
        await MigrateAsync();
        await new TraceIngestor(Target).IngestAsync(Request(Span(8, 70, 1)), "0", CancellationToken.None);

        var report = await MigrateAsync();

        report.IsWhole.ShouldBeTrue(Findings(report));
        report.Of(MigrationFinding.GoesOnAtTarget).Named.ShouldBe([TraceIdText(8)]);
        (await Target.Reader.GetTracesAsync([TraceIdText(8)], CancellationToken.None))[0].ResourceSpans.AllSpans().ShouldContain(span => span.SpanId == SpanId(70));
    }

    [Fact]
    public async Task Compare_FindsWhatDiffers_AndChangesNothing()
    {
        await _rich.FillAsync(30);
        await MigrateAsync();
        await Target.Records.SetTagAsync(TraceIdText(3), "other", "here", CancellationToken.None);
        await Target.Records.DeleteAsync(new TraceDeletion("0") { TraceIds = [TraceIdText(5), TraceIdText(7)] }, CancellationToken.None);
        await Target.Experiments.SetTagAsync(_rich.Other, "other", "here", CancellationToken.None);
        await Target.Runs.DeleteTagAsync(_rich.Run, "k", CancellationToken.None);

        var report = await new StoreMigration(Source, Target).CompareAsync(CancellationToken.None).WaitAsync(Patience);

        report.IsWhole.ShouldBeFalse();
        report.Of(MigrationFinding.Differs).Named.ShouldBe([TraceIdText(3)]);
        report.Of(MigrationFinding.Missing).Named.ShouldBe([TraceIdText(7)]); // 5 is in the other experiment
        report.Of(MigrationFinding.ExperimentDiffers).Named.ShouldHaveSingleItem().ShouldContain("it's other");
        report.Of(MigrationFinding.RunDiffers).Named.ShouldBe([_rich.Run]);
        (await Target.Reader.GetTraceInfosAsync([TraceIdText(3), TraceIdText(7)], CancellationToken.None)).ShouldHaveSingleItem().Tags["other"].ShouldBe("here");
    }

    [Fact]
    public async Task Experiment_OfTheSameIdAndAnotherName_IsRefused()
    {
        await _rich.FillAsync(20);
        for (var i = 0; i < 3; i++)
        {
            await Target.Experiments.CreateAsync($"of the target {i}", new Dictionary<string, string>(), CancellationToken.None);
        }

        var fault = await Should.ThrowAsync<MigrationException>(MigrateAsync());

        fault.Message.ShouldContain("'of the target 0' at the target");
        (await Target.Reader.CountTracesAsync([], "", CancellationToken.None)).ShouldBe(0);
    }

    [Fact]
    public async Task NewExperiments_OfTheTarget_GetIdsThatWereNotCopied()
    {
        await _rich.FillAsync(20);
        await MigrateAsync();

        var id = await Target.Experiments.CreateAsync("new", new Dictionary<string, string>(), CancellationToken.None);

        (await Source.Experiments.FindAsync(id!, CancellationToken.None)).ShouldBeNull();
    }

    private async Task<MigrationReport> MigrateAsync() =>
        await new StoreMigration(Source, Target, new MigrationOptions { Say = _said.Add }).RunAsync(CancellationToken.None).WaitAsync(Patience);

    private static string Findings(MigrationReport report) => string.Join(
        "; ", Enum.GetValues<MigrationFinding>().Select(kind => (kind, found: report.Of(kind))).Where(item => item.found.Count > 0)
            .Select(item => $"{item.kind}: {item.found.Count} ({string.Join(", ", item.found.Named)})"));

    // Not by fingerprints: message by message.
    private async Task ShouldBeTheSameAsync(bool isOrdered = true)
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
