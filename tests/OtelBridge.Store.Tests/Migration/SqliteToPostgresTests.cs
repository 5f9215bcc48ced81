using OtelBridge.Store.Ingest;
using OtelBridge.Store.Migration;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;
using OtelBridge.Store.Tests.Storage.Postgres;
using OtelBridge.Store.Tests.Storage.Sqlite;
using OtelBridge.TestSupport;
using OtelBridge.TestSupport.Postgres;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Migration;

/// <summary>The pair that shows how a migration goes about its work, which is the same for every other one.</summary>
public sealed class SqliteToPostgresTests : MigrationSuite
{
    private readonly SqliteTestStore _source = new();
    private readonly PostgresTestDatabase _target = new();

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _source.Dispose();
        await PostgresIntegrity.CheckAsync(_target);
        await _target.DisposeAsync();
    }

    protected override Task<ITraceStore> OpenSourceAsync() => _source.OpenAsync();

    protected override Task<ITraceStore> OpenTargetAsync() => _target.OpenAsync();

    [Fact]
    public async Task Source_ThatGoesOnTakingSpans_IsCopied_AndTheLastRunFindsTheRest()
    {
        await Rich.FillAsync(30);
        using var stop = new CancellationTokenSource();
        var ingest = Task.Run(async () =>
        {
            for (var i = 0; i < 100 && !stop.IsCancellationRequested; i++)
            {
                await Rich.AddTracesAsync(10, "0");
            }
        });

        await MigrateAsync();
        await stop.CancelAsync();
        await ingest.WaitAsync(Patience);
        var report = await MigrateAsync();

        report.IsWhole.ShouldBeTrue(Findings(report));
        await ShouldBeTheSameAsync(isOrdered: false); // what came in during the first pass may stand behind what it copied
    }

    [Fact]
    public async Task Run_StoppedInTheMiddle_GoesOnWhereItWas()
    {
        await Rich.FillAsync(Traces);
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
        await Rich.FillAsync(30);
        await new TraceIngestor(Target).IngestAsync(Request(Span(5000, 1)), "0", CancellationToken.None);
        var deleting = new MigrationOptions
        {
            Say = line =>
            {
                if (line.StartsWith("Pass 1", StringComparison.Ordinal))
                {
                    Task.Run(() => Source.Records.DeleteAsync(new TraceDeletion("0") { TraceIds = [TraceIdText(1), TraceIdText(2)] }, CancellationToken.None)).GetAwaiter().GetResult();
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
        await Rich.FillAsync(30);
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
        await Rich.FillAsync(30);
        await MigrateAsync();
        await Target.Records.SetTagAsync(TraceIdText(3), "other", "here", CancellationToken.None);
        await Target.Records.DeleteAsync(new TraceDeletion("0") { TraceIds = [TraceIdText(5), TraceIdText(7)] }, CancellationToken.None);
        await Target.Experiments.SetTagAsync(Rich.Other, "other", "here", CancellationToken.None);
        await Target.Runs.DeleteTagAsync(Rich.Run, "k", CancellationToken.None);

        var report = await new StoreMigration(Source, Target).CompareAsync(CancellationToken.None).WaitAsync(Patience);

        report.IsWhole.ShouldBeFalse();
        report.Of(MigrationFinding.Differs).Named.ShouldBe([TraceIdText(3)]);
        report.Of(MigrationFinding.Missing).Named.ShouldBe([TraceIdText(7)]); // 5 is in the other experiment
        report.Of(MigrationFinding.ExperimentDiffers).Named.ShouldHaveSingleItem().ShouldContain("it's other");
        report.Of(MigrationFinding.RunDiffers).Named.ShouldBe([Rich.Run]);
        (await Target.Reader.GetTraceInfosAsync([TraceIdText(3), TraceIdText(7)], CancellationToken.None)).ShouldHaveSingleItem().Tags["other"].ShouldBe("here");
    }

    [Fact]
    public async Task Experiment_OfTheSameIdAndAnotherName_IsRefused()
    {
        await Rich.FillAsync(20);
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
        await Rich.FillAsync(20);
        await MigrateAsync();

        var id = await Target.Experiments.CreateAsync("new", new Dictionary<string, string>(), CancellationToken.None);

        (await Source.Experiments.FindAsync(id!, CancellationToken.None)).ShouldBeNull();
    }
}
