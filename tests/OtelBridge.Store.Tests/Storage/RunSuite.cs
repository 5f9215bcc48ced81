using OtelBridge.Store.Search;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;

namespace OtelBridge.Store.Tests.Storage;

/// <summary>The contract of <see cref="IRunCatalog"/>, and links of traces to runs. Every backend inherits it.</summary>
public abstract class RunSuite : StoreSuite
{
    private const string Nasty = "'; DROP TABLE runs; -- \" ` % _ \\ 😀";

    private IRunCatalog Runs => Store.Runs;

    [Fact]
    public async Task Create_WithEveryField_ComesBack()
    {
        var experiment = await Store.Experiments.CreateAsync(
            new CreateExperimentRequest { Name = "e", ArtifactLocation = "s3://bucket/a/" }, CancellationToken.None);

        var run = await Runs.CreateAsync(
            new CreateRunRequest { ExperimentId = experiment, UserId = Nasty, Name = Nasty, StartTimeMs = 5, Tags = { [Nasty] = Nasty } }, CancellationToken.None);

        run.RunId.ShouldMatch("^[0-9a-f]{32}$");
        run.ExperimentId.ShouldBe(experiment);
        run.Name.ShouldBe(Nasty);
        run.UserId.ShouldBe(Nasty);
        run.Status.ShouldBe(RunStatus.Running);
        run.StartTimeMs.ShouldBe(5);
        run.HasEndTimeMs.ShouldBeFalse();
        run.LifecycleStage.ShouldBe(LifecycleStage.Active);
        run.ArtifactUri.ShouldBe($"s3://bucket/a/{run.RunId}/artifacts");
        run.Tags.ShouldBe(new Dictionary<string, string> { [Nasty] = Nasty, ["mlflow.runName"] = Nasty }, ignoreOrder: true);
        (await ReadAsync(run)).ShouldBe(run);
        (await Runs.GetExperimentIdAsync(run.RunId, CancellationToken.None)).ShouldBe(experiment);
    }

    [Fact]
    public async Task Create_WithoutAName_TakesTheTagsOrMakesOneUp()
    {
        var tagged = await Runs.CreateAsync(new CreateRunRequest { ExperimentId = "0", Tags = { ["mlflow.runName"] = "of tag" } }, CancellationToken.None);
        var madeUp = await CreateAsync();

        tagged.Name.ShouldBe("of tag");
        madeUp.Name.ShouldMatch("^[a-z]+-[a-z]+-[0-9]+$");
        madeUp.Tags["mlflow.runName"].ShouldBe(madeUp.Name);
        madeUp.ArtifactUri.ShouldBe($"mlflow-artifacts:/0/{madeUp.RunId}/artifacts");
        madeUp.StartTimeMs.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Create_InNoExperimentOrADeletedOne_IsRefused()
    {
        var deleted = await CreateExperimentAsync("deleted");
        await Store.Experiments.SetLifecycleAsync(deleted, LifecycleStage.Deleted, CancellationToken.None);

        await Should.ThrowAsync<NotStoredException>(CreateAsync("987"));
        await Should.ThrowAsync<NotStoredException>(CreateAsync(Nasty));
        await Should.ThrowAsync<RefusedChangeException>(CreateAsync(deleted));
    }

    [Fact]
    public async Task Update_ChangesWhatIsGiven()
    {
        var run = await CreateAsync();

        await Runs.UpdateAsync(new UpdateRunRequest { RunId = run.RunId, Name = "renamed" }, CancellationToken.None);
        var ended = await Runs.UpdateAsync(new UpdateRunRequest { RunId = run.RunId, Status = RunStatus.Failed, EndTimeMs = 99 }, CancellationToken.None);

        ended.Name.ShouldBe("renamed");
        ended.Tags["mlflow.runName"].ShouldBe("renamed");
        ended.Status.ShouldBe(RunStatus.Failed);
        ended.EndTimeMs.ShouldBe(99);
        ended.StartTimeMs.ShouldBe(run.StartTimeMs);
        (await ReadAsync(run)).ShouldBe(ended);
    }

    [Fact]
    public async Task Log_ParamsMetricsTags_AreReadBackWithTheLatestValues()
    {
        var run = await CreateAsync();

        await Runs.LogAsync(
            new LogRunBatchRequest
            {
                RunId = run.RunId,
                Params = { ["lr"] = "0.1", [Nasty] = "" },
                Tags = { ["a"] = Nasty, ["long"] = new string('v', 8001), ["mlflow.runName"] = "by tag" },
                Metrics =
                {
                    Value("loss", 0.5, step: 1, time: 50), Value("loss", 0.25, step: 2, time: 10), Value("loss", 9, step: 1, time: 99),
                    Value("same", 1, step: 1, time: 1), Value("same", 3, step: 1, time: 1), Value("same", 2, step: 1, time: 1),
                    Value("nan", double.NaN), Value("inf", double.PositiveInfinity), Value("minus", double.NegativeInfinity),
                },
            },
            CancellationToken.None);

        var read = await ReadAsync(run);
        read.Name.ShouldBe("by tag");
        read.Params.ShouldBe(new Dictionary<string, string> { ["lr"] = "0.1", [Nasty] = "" }, ignoreOrder: true);
        read.Tags["a"].ShouldBe(Nasty);
        read.Tags["long"].Length.ShouldBe(8000);
        read.Metrics.ToDictionary(m => m.Key, m => m.Value).ShouldBe(
            new Dictionary<string, double>
            {
                ["loss"] = 0.25, ["same"] = 3, ["nan"] = double.NaN, ["inf"] = double.PositiveInfinity, ["minus"] = double.NegativeInfinity,
            },
            ignoreOrder: true);
        read.Metrics.Single(m => m.Key == "loss").ShouldBe(Value("loss", 0.25, step: 2, time: 10));
    }

    [Fact]
    public async Task Log_AnotherValueOfAParam_IsRefusedAndNothingOfItIsStored()
    {
        var run = await CreateAsync();
        await Runs.LogAsync(new LogRunBatchRequest { RunId = run.RunId, Params = { ["lr"] = "0.1" } }, CancellationToken.None);

        await Runs.LogAsync(new LogRunBatchRequest { RunId = run.RunId, Params = { ["lr"] = "0.1" } }, CancellationToken.None);
        var fault = await Should.ThrowAsync<RefusedChangeException>(Runs.LogAsync(
            new LogRunBatchRequest { RunId = run.RunId, Params = { ["new"] = "1", ["lr"] = "0.2" }, Metrics = { Value("m", 1) }, Tags = { ["t"] = "1" } },
            CancellationToken.None));

        fault.Message.ShouldContain("'lr'");
        var read = await ReadAsync(run);
        read.Params.ShouldBe(new Dictionary<string, string> { ["lr"] = "0.1" });
        read.Metrics.ShouldBeEmpty();
        read.Tags.ShouldNotContainKey("t");
    }

    [Fact]
    public async Task Log_ManyAtOnce_AllAreStored()
    {
        var run = await CreateAsync();

        await Task.WhenAll(Enumerable.Range(0, 30).Select(i => Runs.LogAsync(
            new LogRunBatchRequest { RunId = run.RunId, Metrics = { Value("m", i, step: i) }, Params = { [$"p{i}"] = "x" } }, CancellationToken.None)));

        var read = await ReadAsync(run);
        read.Params.Count.ShouldBe(30);
        read.Metrics.ShouldHaveSingleItem().Value.ShouldBe(29);
    }

    [Fact]
    public async Task MetricHistory_Pages_OldestFirst()
    {
        var run = await CreateAsync();
        Metric[] values = [Value("m", 1, step: 0, time: 1), Value("m", double.NaN, step: 1, time: 2), Value("m", 3, step: 0, time: 3), Value("m", 3, step: 1, time: 3)];
        await Runs.LogAsync(new LogRunBatchRequest { RunId = run.RunId, Metrics = { values.Reverse(), values, Value("other", 5) } }, CancellationToken.None);
        var query = new GetMetricHistoryRequest { RunId = run.RunId, Key = "m", MaxResults = 3 };

        var first = await Runs.GetMetricHistoryAsync(query, CancellationToken.None);
        query.PageToken = first.NextPageToken;
        var second = await Runs.GetMetricHistoryAsync(query, CancellationToken.None);
        var none = await Runs.GetMetricHistoryAsync(new GetMetricHistoryRequest { RunId = run.RunId, Key = "never", MaxResults = 3 }, CancellationToken.None);

        first.Items.Concat(second.Items).ShouldBe(values);
        second.NextPageToken.ShouldBeEmpty();
        none.Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task Deleted_IsLeftAloneUntilRestored()
    {
        var run = await CreateAsync();

        await Runs.SetLifecycleAsync(run.RunId, LifecycleStage.Deleted, CancellationToken.None);

        (await ReadAsync(run)).LifecycleStage.ShouldBe(LifecycleStage.Deleted);
        await Should.ThrowAsync<RefusedChangeException>(Runs.LogAsync(new LogRunBatchRequest { RunId = run.RunId, Tags = { ["a"] = "b" } }, CancellationToken.None));
        await Should.ThrowAsync<RefusedChangeException>(Runs.UpdateAsync(new UpdateRunRequest { RunId = run.RunId, Name = "x" }, CancellationToken.None));
        await Should.ThrowAsync<RefusedChangeException>(Runs.DeleteTagAsync(run.RunId, "mlflow.runName", CancellationToken.None));
        await Runs.SetLifecycleAsync(run.RunId, LifecycleStage.Active, CancellationToken.None);
        await Runs.LogAsync(new LogRunBatchRequest { RunId = run.RunId, Tags = { ["a"] = "b" } }, CancellationToken.None);
        await Runs.DeleteTagAsync(run.RunId, "a", CancellationToken.None);
        (await ReadAsync(run)).ShouldBe(run);
    }

    [Fact]
    public async Task Unknown_IsNotStored()
    {
        var run = await CreateAsync();

        await Should.ThrowAsync<NotStoredException>(Runs.GetAsync(Nasty, CancellationToken.None));
        await Should.ThrowAsync<NotStoredException>(Runs.GetExperimentIdAsync(Nasty, CancellationToken.None));
        await Should.ThrowAsync<NotStoredException>(Runs.UpdateAsync(new UpdateRunRequest { RunId = "r" }, CancellationToken.None));
        await Should.ThrowAsync<NotStoredException>(Runs.SetLifecycleAsync("r", LifecycleStage.Deleted, CancellationToken.None));
        await Should.ThrowAsync<NotStoredException>(Runs.LogAsync(new LogRunBatchRequest { RunId = "r" }, CancellationToken.None));
        await Should.ThrowAsync<NotStoredException>(Runs.DeleteTagAsync(run.RunId, Nasty, CancellationToken.None));
        await Should.ThrowAsync<NotStoredException>(
            Runs.GetMetricHistoryAsync(new GetMetricHistoryRequest { RunId = "r", Key = "m", MaxResults = 1 }, CancellationToken.None));
    }

    [Theory]
    [InlineData("", "c b a")]
    [InlineData("metrics.acc > 0.9", "b")]
    [InlineData("metrics.acc < 1", "b a")]
    [InlineData("metrics.acc != 0.95 and params.model = 'm-1'", "a")]
    [InlineData("params.model LIKE 'm-%'", "b a")]
    [InlineData("tags.purpose = 'demo'", "a")]
    [InlineData("attributes.status = 'FAILED'", "c")]
    [InlineData("run_name ILIKE 'A%'", "a")]
    [InlineData("start_time >= 200", "c b")]
    [InlineData("end_time > 0", "c")]
    [InlineData("NOT end_time > 0", "b a")]
    [InlineData("user_id IS NULL", null)]
    [InlineData("artifact_uri LIKE 'mlflow-artifacts:/0/%/artifacts'", "c b a")]
    public async Task Search_ByFilter_FindsWhatHolds(string filter, string? names)
    {
        await CreateThreeAsync();
        var query = new SearchRunsRequest { ExperimentIds = { "0" }, Filter = filter };

        if (names is null)
        {
            await Should.ThrowAsync<InvalidFilterException>(() => NamesAsync(query));
        }
        else
        {
            (await NamesAsync(query)).ShouldBe(names);
        }
    }

    [Theory]
    [InlineData("start_time ASC", "a b c")]
    [InlineData("metrics.acc DESC", "b a c")]
    [InlineData("metrics.acc", "a b c")]
    [InlineData("params.model DESC", "b a c")]
    [InlineData("tags.purpose", "a c b")]
    [InlineData("status", "c b a")]
    public async Task Search_Ordered_AbsentLastThenTheLatestStart(string order, string names)
    {
        await CreateThreeAsync();
        var query = new SearchRunsRequest { ExperimentIds = { "0", "987", "x" }, OrderBy = { order }, MaxResults = 2 };

        var first = await Runs.SearchAsync(query, CancellationToken.None);
        query.PageToken = first.NextPageToken;
        var second = await Runs.SearchAsync(query, CancellationToken.None);

        string.Join(' ', first.Items.Concat(second.Items).Select(r => r.Name)).ShouldBe(names);
        second.NextPageToken.ShouldBeEmpty();
    }

    [Fact]
    public async Task Search_ByExperimentAndView_LeavesOutTheOthers()
    {
        await CreateThreeAsync();
        var other = await CreateExperimentAsync("other");
        var run = await Runs.CreateAsync(new CreateRunRequest { ExperimentId = other, Name = "d" }, CancellationToken.None);
        await Runs.SetLifecycleAsync(run.RunId, LifecycleStage.Deleted, CancellationToken.None);

        (await NamesAsync(new SearchRunsRequest { ExperimentIds = { other } })).ShouldBeEmpty();
        (await NamesAsync(new SearchRunsRequest { ExperimentIds = { other }, View = LifecycleView.Deleted })).ShouldBe("d");
        (await NamesAsync(new SearchRunsRequest { ExperimentIds = { "0" }, View = LifecycleView.Deleted })).ShouldBeEmpty();
        (await NamesAsync(new SearchRunsRequest { ExperimentIds = { "0", other }, View = LifecycleView.All })).ShouldBe("d c b a");
        (await NamesAsync(new SearchRunsRequest())).ShouldBeEmpty();
        await Should.ThrowAsync<InvalidPageTokenException>(() => NamesAsync(new SearchRunsRequest { PageToken = "bm90IGpzb24=" }));
    }

    [Fact]
    public async Task Link_OfTraces_IsIdempotentAndPassesOverUnknown()
    {
        var run = await CreateAsync();
        var other = await CreateAsync();
        await IngestAsync(OtlpSamples.Request(OtlpSamples.Span(1, 1)));
        string[] ids = [OtlpSamples.TraceIdText(1), "none", OtlpSamples.TraceIdText(1)];

        await Store.Records.LinkToRunAsync(ids, run.RunId, CancellationToken.None);
        await Store.Records.LinkToRunAsync(ids, run.RunId, CancellationToken.None);
        await Store.Records.LinkToRunAsync(ids, other.RunId, CancellationToken.None);
        await Should.ThrowAsync<NotStoredException>(Store.Records.LinkToRunAsync(ids, "r", CancellationToken.None));

        (await GetAsync(1)).Info.RunIds.ShouldBe(new[] { run.RunId, other.RunId }.Order(StringComparer.Ordinal));
    }

    private async Task CreateThreeAsync()
    {
        foreach (var (name, start) in ((string, long)[])[("a", 100), ("b", 200), ("c", 300)])
        {
            var run = await Runs.CreateAsync(new CreateRunRequest { ExperimentId = "0", Name = name, StartTimeMs = start }, CancellationToken.None);
            await Runs.LogAsync(
                name switch
                {
                    "a" => new LogRunBatchRequest
                    {
                        RunId = run.RunId, Metrics = { Value("acc", 0.99, step: 1), Value("acc", 0.9, step: 2) }, Params = { ["model"] = "m-1" }, Tags = { ["purpose"] = "demo" },
                    },
                    "b" => new LogRunBatchRequest { RunId = run.RunId, Metrics = { Value("acc", 0.95) }, Params = { ["model"] = "m-2" } },
                    _ => new LogRunBatchRequest { RunId = run.RunId, Metrics = { Value("acc", double.NaN) } },
                },
                CancellationToken.None);
            if (name == "c")
            {
                await Runs.UpdateAsync(new UpdateRunRequest { RunId = run.RunId, Status = RunStatus.Failed, EndTimeMs = 400 }, CancellationToken.None);
            }
        }
    }

    private static Metric Value(string key, double value, long step = 0, long time = 0) => new() { Key = key, Value = value, Step = step, TimestampMs = time };

    private async Task<string> NamesAsync(SearchRunsRequest query)
    {
        query.MaxResults = 100;
        return string.Join(' ', (await Runs.SearchAsync(query, CancellationToken.None).WaitAsync(Patience)).Items.Select(r => r.Name));
    }

    private Task<Run> CreateAsync(string experiment = "0") =>
        Runs.CreateAsync(new CreateRunRequest { ExperimentId = experiment }, CancellationToken.None).WaitAsync(Patience);

    private Task<Run> ReadAsync(Run run) => Runs.GetAsync(run.RunId, CancellationToken.None).WaitAsync(Patience);
}
