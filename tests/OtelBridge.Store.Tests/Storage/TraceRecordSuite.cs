using OtelBridge.Otlp;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Storage;

/// <summary>The contract of <see cref="ITraceRecords"/>. Every backend inherits it.</summary>
public abstract class TraceRecordSuite : StoreSuite
{
    private const string Nasty = "'; DROP TABLE traces; -- \" ` % _ \\ 😀";

    [Fact]
    public async Task ChangeTag_StillAsSeen_IsMade()
    {
        await IngestAsync(Request(Span(1, 1)));

        (await ChangeAsync("place", null, "here")).ShouldBe(new TagChange(IsDone: true, "here"));
        (await ChangeAsync("place", "here", "there")).ShouldBe(new TagChange(IsDone: true, "there"));
        (await ChangeAsync("mlflow.traceName", null, "renamed")).IsDone.ShouldBeTrue();

        var info = (await FindInfoAsync(1)).ShouldNotBeNull();
        info.Tags["place"].ShouldBe("there");
        info.Name.ShouldBe("renamed");
        (await ChangeAsync("place", "there", null)).ShouldBe(new TagChange(IsDone: true, null));
        (await ChangeAsync("mlflow.traceName", "renamed", null)).IsDone.ShouldBeTrue();
        (await FindInfoAsync(1))!.Name.ShouldBe("step");
        (await FindInfoAsync(1))!.Tags.ShouldNotContainKey("place");
    }

    [Theory]
    [InlineData(null, "mine")]
    [InlineData("older", "mine")]
    [InlineData("older", null)]
    public async Task ChangeTag_ChangedMeanwhile_LeavesItAndTellsWhatItIs(string? seen, string? value)
    {
        await IngestAsync(Request(Span(1, 1)));
        await Store.Records.SetTagAsync(OtlpSamples.TraceIdText(1), "place", "theirs", CancellationToken.None).WaitAsync(Patience);

        (await ChangeAsync("place", seen, value)).ShouldBe(new TagChange(IsDone: false, "theirs"));

        (await FindInfoAsync(1))!.Tags["place"].ShouldBe("theirs");
    }

    [Fact]
    public async Task ChangeTag_ManyAtOnceFromTheSameValue_OneIsMade()
    {
        await IngestAsync(Request(Span(1, 1)));

        var changes = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => ChangeAsync("place", null, $"{i}")));

        var made = changes.Where(change => change.IsDone).ShouldHaveSingleItem();
        changes.ShouldAllBe(change => change.Value == made.Value);
        (await FindInfoAsync(1))!.Tags["place"].ShouldBe(made.Value);
    }

    [Fact]
    public async Task Put_WithoutSpans_MakesTheTrace()
    {
        var other = await CreateExperimentAsync("other");
        var record = new TraceRecord
        {
            TraceId = TraceIdText(1),
            ExperimentId = other,
            State = TraceState.Error,
            StartTimeUnixNano = Start,
            DurationNano = 1_234_000_000,
            RequestPreview = "asked",
            ResponsePreview = "",
            ClientRequestId = "c-1",
            Tags = { ["mlflow.traceName"] = "answer", ["team"] = "search" },
            Metadata = { ["mlflow.trace.sizeStats"] = """{"total_size_bytes": 12, "num_spans": 3}""" },
        };

        var info = await PutAsync(record);

        info.ShouldBe(await FindInfoAsync(1));
        info.ExperimentId.ShouldBe(other);
        info.State.ShouldBe(TraceState.Error);
        info.StartTimeUnixNano.ShouldBe(Start);
        info.DurationNano.ShouldBe(1_234_000_000);
        info.RequestPreview.ShouldBe("asked");
        info.HasResponsePreview.ShouldBeTrue();
        info.ResponsePreview.ShouldBeEmpty();
        info.ClientRequestId.ShouldBe("c-1");
        info.Name.ShouldBe("answer");
        info.Tags.ShouldBe(record.Tags);
        info.Metadata.ShouldBe(record.Metadata);
        info.SpanCount.ShouldBe(0);
        info.ExpectedSpanCount.ShouldBe(3);
        (await GetAsync(1)).ResourceSpans.ShouldBeEmpty();
    }

    [Fact]
    public async Task Put_BeforeBetweenOrAfterTheSpans_IsTheSame()
    {
        var other = await CreateExperimentAsync("other");
        var root = Span(1, 1, name: "root", durationMs: 90).With("mlflow.spanInputs", "{}").With("mlflow.trace.tag.place", "root")
            .With("mlflow.trace.tag.only", "root").With("mlflow.trace.session", "of root");
        root.StartTimeUnixNano += 300_000;
        root.EndTimeUnixNano += 500_000;
        var child = Span(1, 2, parent: 1, name: "child", offsetMs: 1, status: Status.Types.StatusCode.Error);
        var start = new TraceRecord
        {
            TraceId = TraceIdText(1),
            ExperimentId = other,
            State = TraceState.InProgress,
            StartTimeUnixNano = Start,
            RequestPreview = "asked",
            Tags = { ["place"] = "record" },
        };
        var end = new TraceRecord
        {
            TraceId = TraceIdText(1),
            DurationNano = 90_000_000,
            State = TraceState.Error,
            Metadata = { ["mlflow.trace.session"] = "of record" },
            Assessments = { new Assessment { Name = "good", Feedback = new Feedback { Value = "true" }, CreateTimeMs = 5 } },
        };
        Func<int, Task>[] steps =
        [
            trace => IngestAsync(Request(InTrace(trace, root))), trace => IngestAsync(Request(InTrace(trace, child)), "0"),
            trace => PutAsync(InTrace(trace, start)), trace => PutAsync(InTrace(trace, end)),
        ];

        await AnyOrderShouldGiveAsync(steps, info =>
        {
            info.ExperimentId.ShouldBe(other);
            info.State.ShouldBe(TraceState.Error);
            info.Name.ShouldBe("root");
            info.StartTimeUnixNano.ShouldBe(Start + 300_000);
            info.DurationNano.ShouldBe(90_200_000);
            info.RequestPreview.ShouldBe("asked");
            info.SpanCount.ShouldBe(2);
            info.Tags.ShouldBe(new Dictionary<string, string> { ["place"] = "record", ["only"] = "root" }, ignoreOrder: true);
            info.Metadata["mlflow.trace.session"].ShouldBe("of record");
            info.Assessments.ShouldHaveSingleItem().Name.ShouldBe("good");
        });
    }

    [Fact]
    public async Task Put_TimesThatAreNotTheSpans_WinInAnyOrder()
    {
        var early = new TraceRecord { TraceId = TraceIdText(1), StartTimeUnixNano = Start - 5_000_000, DurationNano = 7_000_001 };
        Func<int, Task>[] steps =
        [
            trace => IngestAsync(Request(Span(trace, 1))), trace => IngestAsync(Request(Span(trace, 2, parent: 1, offsetMs: 30))),
            trace => PutAsync(InTrace(trace, early)),
        ];

        await AnyOrderShouldGiveAsync(steps, info =>
        {
            info.StartTimeUnixNano.ShouldBe(Start - 5_000_000);
            info.DurationNano.ShouldBe(7_000_001);
        });
    }

    [Fact]
    public async Task Put_WithoutTimes_TheyAreTheSpans()
    {
        var record = new TraceRecord { TraceId = TraceIdText(1), Tags = { ["a"] = "b" } };
        Func<int, Task>[] steps =
        [
            trace => IngestAsync(Request(Span(trace, 1, durationMs: 50))), trace => IngestAsync(Request(Span(trace, 2, parent: 1, offsetMs: 30))),
            trace => PutAsync(InTrace(trace, record)),
        ];

        await AnyOrderShouldGiveAsync(steps, info =>
        {
            info.StartTimeUnixNano.ShouldBe(Start);
            info.DurationNano.ShouldBe(50_000_000);
            info.State.ShouldBe(TraceState.Ok);
        });
    }

    [Theory]
    [InlineData(TraceState.Unspecified)]
    [InlineData(TraceState.InProgress)]
    public async Task Put_StateThatIsNoEnd_CountsUntilTheRootEnds(TraceState state)
    {
        var record = new TraceRecord { TraceId = TraceIdText(1), State = state };

        var alone = await PutAsync(record);
        await IngestAsync(Request(Span(1, 2, parent: 1)));
        var withChild = await FindInfoAsync(1);
        await IngestAsync(Request(Span(1, 1)));
        var again = await PutAsync(record);

        alone.State.ShouldBe(state);
        withChild!.State.ShouldBe(state);
        again.State.ShouldBe(TraceState.Ok);
    }

    [Fact]
    public async Task Put_Again_AddsUpAndTheLaterWins()
    {
        await PutAsync(new TraceRecord
        {
            TraceId = TraceIdText(1), State = TraceState.Ok, RequestPreview = "one", ClientRequestId = "c", Tags = { ["t"] = "1", ["u"] = "1" }, Metadata = { ["m"] = "1" },
        });

        var info = await PutAsync(new TraceRecord { TraceId = TraceIdText(1), State = TraceState.Error, RequestPreview = "two", Tags = { ["t"] = "2" } });

        info.State.ShouldBe(TraceState.Error);
        info.RequestPreview.ShouldBe("two");
        info.ClientRequestId.ShouldBe("c");
        info.Tags.ShouldBe(new Dictionary<string, string> { ["t"] = "2", ["u"] = "1" }, ignoreOrder: true);
        info.Metadata.ShouldBe(new Dictionary<string, string> { ["m"] = "1" });
    }

    [Fact]
    public async Task Put_SameAgain_ChangesNothing()
    {
        var record = new TraceRecord
        {
            TraceId = TraceIdText(1),
            StartTimeUnixNano = Start,
            Assessments =
            {
                new Assessment { Name = "same", Feedback = new Feedback { Value = "1" } },
                new Assessment { Name = "same", Feedback = new Feedback { Value = "1" } },
                new Assessment { AssessmentId = "a-chosen", Name = "own id", Expectation = new Expectation { Value = "\"x\"" }, Valid = false },
            },
        };
        var before = await PutAsync(record);

        var after = await PutAsync(record);

        after.ShouldBe(before);
        after.Assessments.Count.ShouldBe(3);
        after.Assessments.ShouldContain(a => a.AssessmentId == "a-chosen" && !a.Valid);
    }

    [Fact]
    public async Task Put_OverLongValues_AreCut()
    {
        var info = await PutAsync(new TraceRecord
        {
            TraceId = TraceIdText(1),
            RequestPreview = new string('p', 1001),
            ClientRequestId = new string('c', 51),
            Tags = { [new string('k', 251)] = new string('v', 7999) + "😀" },
            Metadata = { ["m"] = new string('m', 8001) },
        });

        info.RequestPreview.Length.ShouldBe(1000);
        info.ClientRequestId.Length.ShouldBe(50);
        info.Tags[new string('k', 250)].ShouldBe(new string('v', 7999));
        info.Metadata["m"].Length.ShouldBe(8000);
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"num_spans": -1}""")]
    [InlineData("""{"num_spans": 1.5}""")]
    [InlineData("""{"num_spans": null}""")]
    public async Task Put_SizeThatIsNone_SaysNothing(string stats)
    {
        var info = await PutAsync(new TraceRecord { TraceId = TraceIdText(1), Metadata = { ["mlflow.trace.sizeStats"] = stats } });

        info.HasExpectedSpanCount.ShouldBeFalse();
    }

    [Fact]
    public async Task Put_TextThatIsSql_ComesBackAsItIs()
    {
        var info = await PutAsync(new TraceRecord
        {
            TraceId = Nasty, RequestPreview = Nasty, Tags = { [Nasty] = Nasty, [""] = "" }, Metadata = { [Nasty] = Nasty },
        });

        info.TraceId.ShouldBe(Nasty);
        info.Tags[Nasty].ShouldBe(Nasty);
        info.Tags[""].ShouldBeEmpty();
        info.Metadata[Nasty].ShouldBe(Nasty);
    }

    [Fact]
    public async Task Put_UnknownExperiment_IsRefusedAndNothingIsStored()
    {
        var fault = await Should.ThrowAsync<NotStoredException>(PutAsync(new TraceRecord { TraceId = TraceIdText(1), ExperimentId = "987" }));

        fault.Message.ShouldContain("987");
        (await FindInfoAsync(1)).ShouldBeNull();
    }

    [Fact]
    public async Task Put_ManyAtOnceOnOneTrace_AllAddUp()
    {
        var puts = Enumerable.Range(0, 20).Select(i => PutAsync(new TraceRecord { TraceId = TraceIdText(1), Tags = { [$"t{i}"] = "x" } }));
        var spans = Enumerable.Range(1, 20).Select(i => IngestAsync(Request(Span(1, i, parent: 99))));

        await Task.WhenAll([.. puts, .. spans]);

        var info = (await GetAsync(1)).Info;
        info.Tags.Count.ShouldBe(20);
        info.SpanCount.ShouldBe(20);
    }

    [Fact]
    public async Task Tag_SetAgainAndDeleted_IsAsSaidLast()
    {
        await IngestAsync(Request(Span(1, 1).With("mlflow.trace.tag.color", "of span")));

        await SetTagAsync("color", "red");
        await SetTagAsync("color", Nasty);
        await IngestAsync(Request(Span(1, 1).With("mlflow.trace.tag.color", "of span")));
        var set = await FindInfoAsync(1);
        await Store.Records.DeleteTagAsync(TraceIdText(1), "color", CancellationToken.None);

        set!.Tags["color"].ShouldBe(Nasty);
        (await FindInfoAsync(1))!.Tags.ShouldBeEmpty();
    }

    [Fact]
    public async Task Tag_OfTheName_NamesTheTraceUntilItIsDeleted()
    {
        await IngestAsync(Request(Span(1, 1, name: "root")));

        await SetTagAsync("mlflow.traceName", "mine");
        await IngestAsync(Request(Span(1, 1, name: "root")));
        var named = await FindInfoAsync(1);
        await Store.Records.DeleteTagAsync(TraceIdText(1), "mlflow.traceName", CancellationToken.None);

        named!.Name.ShouldBe("mine");
        (await FindInfoAsync(1))!.Name.ShouldBe("root");
    }

    [Fact]
    public async Task Tag_OfWhatIsNotThere_IsNotStored()
    {
        await Should.ThrowAsync<NotStoredException>(SetTagAsync("a", "b"));
        await Should.ThrowAsync<NotStoredException>(Store.Records.DeleteTagAsync(TraceIdText(1), "a", CancellationToken.None));
        await IngestAsync(Request(Span(1, 1)));
        (await Should.ThrowAsync<NotStoredException>(Store.Records.DeleteTagAsync(TraceIdText(1), "a", CancellationToken.None))).Message.ShouldContain("'a'");
    }

    [Fact]
    public async Task Tag_TwoWritersAtOnce_OneOfThemWins()
    {
        await IngestAsync(Request(Span(1, 1)));

        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => SetTagAsync("who", i % 2 == 0 ? "even" : "odd")));

        (await FindInfoAsync(1))!.Tags["who"].ShouldBeOneOf("even", "odd");
    }

    [Fact]
    public async Task Delete_ById_RemovesOnlyThoseOfTheExperiment()
    {
        var other = await CreateExperimentAsync("other");
        await IngestAsync(Request(Span(1, 1), Span(1, 2, parent: 1), Span(2, 1), Span(3, 1)));
        await IngestAsync(Request(Span(4, 1)), other);
        await PutAsync(new TraceRecord
        {
            TraceId = TraceIdText(1), Tags = { ["a"] = "b" }, Metadata = { ["c"] = "d" }, Assessments = { new Assessment { AssessmentId = "a-1", Name = "x", Feedback = new Feedback { Value = "1" } } },
        });

        var deleted = await Store.Records.DeleteAsync(
            new TraceDeletion("0") { TraceIds = [TraceIdText(1), TraceIdText(1), TraceIdText(3), TraceIdText(4), "none", Nasty] }, CancellationToken.None);

        deleted.ShouldBe(2);
        (await IdsAsync()).ShouldBe([TraceIdText(2), TraceIdText(4)], ignoreOrder: true);
        (await GetAsync(2)).ResourceSpans.AllSpans().Count().ShouldBe(1);
        await IngestAsync(Request(Span(1, 1)));
        var again = await GetAsync(1);
        again.Info.Tags.ShouldBeEmpty();
        again.Info.Assessments.ShouldBeEmpty();
        again.Info.SpanCount.ShouldBe(1);
    }

    [Fact]
    public async Task Delete_ByTime_TheOldestFirst()
    {
        await IngestAsync(Request(Enumerable.Range(0, 10).Select(i => Span(i, 1, offsetMs: i))));
        var startMs = (long)(Start / 1_000_000);

        var two = await Store.Records.DeleteAsync(new TraceDeletion("0") { MaxTimestampMs = startMs + 5, MaxTraces = 2 }, CancellationToken.None);
        var left = await IdsAsync();
        var rest = await Store.Records.DeleteAsync(new TraceDeletion("0") { MaxTimestampMs = startMs + 5 }, CancellationToken.None);

        two.ShouldBe(2);
        left.ShouldBe(Enumerable.Range(2, 8).Select(TraceIdText), ignoreOrder: true);
        rest.ShouldBe(4);
        (await IdsAsync()).ShouldBe(Enumerable.Range(6, 4).Select(TraceIdText), ignoreOrder: true);
    }

    [Fact]
    public async Task Delete_MoreThanAStepHolds_DeletesAll()
    {
        await IngestAsync(Request(Enumerable.Range(0, 450).Select(i => Span(i, 1))));

        var byId = await Store.Records.DeleteAsync(new TraceDeletion("0") { TraceIds = [.. Enumerable.Range(0, 210).Select(TraceIdText)] }, CancellationToken.None);
        var byTime = await Store.Records.DeleteAsync(new TraceDeletion("0") { MaxTimestampMs = long.MaxValue }, CancellationToken.None);

        byId.ShouldBe(210);
        byTime.ShouldBe(240);
        (await IdsAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("987")]
    [InlineData("no number")]
    public async Task Delete_OfAnotherExperiment_DeletesNothing(string experiment)
    {
        await IngestAsync(Request(Span(1, 1)));

        (await Store.Records.DeleteAsync(new TraceDeletion(experiment) { TraceIds = [TraceIdText(1)] }, CancellationToken.None)).ShouldBe(0);

        (await FindInfoAsync(1)).ShouldNotBeNull();
    }

    protected Task<TraceInfo> PutAsync(TraceRecord record) => Store.Records.PutAsync(record, CancellationToken.None).WaitAsync(Patience);

    private Task SetTagAsync(string key, string value) => Store.Records.SetTagAsync(TraceIdText(1), key, value, CancellationToken.None).WaitAsync(Patience);

    private async Task<IReadOnlyList<string>> IdsAsync() =>
        [.. (await Store.Reader.SearchTracesAsync(new TraceQuery([], 500, string.Empty), CancellationToken.None).WaitAsync(Patience)).Items.Select(t => t.TraceId)];

    private async Task AnyOrderShouldGiveAsync(Func<int, Task>[] steps, Action<TraceInfo> check)
    {
        Func<int, Task>[][] orders = [.. Permutations(steps)];
        await SendInOrdersAsync(orders, static (trace, step) => step(trace));
        var infos = new List<TraceInfo>();
        foreach (var trace in Enumerable.Range(1, orders.Length))
        {
            var info = (await GetAsync(trace)).Info;
            info.TraceId = string.Empty;
            foreach (var assessment in info.Assessments)
            {
                assessment.TraceId = string.Empty;
                assessment.AssessmentId = string.Empty;
            }

            infos.Add(info);
        }

        infos.Distinct().Count().ShouldBe(1, infos.Distinct().Aggregate(string.Empty, (text, info) => text + info + "\n"));
        check(infos[0]);
    }

    private static TraceRecord InTrace(int trace, TraceRecord record)
    {
        var copy = record.Clone();
        copy.TraceId = TraceIdText(trace);
        return copy;
    }

    private Task<TagChange> ChangeAsync(string key, string? seen, string? value) =>
        Store.Records.ChangeTagAsync(OtlpSamples.TraceIdText(1), key, seen, value, CancellationToken.None).WaitAsync(Patience);
}
