using OtelBridge.Otlp;
using OtelBridge.Store.Aggregates;
using OtelBridge.Store.Model;
using OtelBridge.Store.Search;
using OtelBridge.Store.Storage;
using OtelBridge.Tracking.V1;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Storage.Aggregates;

/// <summary>The contract of <see cref="IAggregateReader"/>. Every backend inherits it.</summary>
public abstract class AggregateSuite : StoreSuite
{
    private const long Second = 1_000_000_000;
    protected const int MinuteMs = 60_000;

    protected static readonly AggregateQuery Everything = new([], string.Empty, null, null);

    [Fact]
    public async Task Store_WithoutTraces_SumsUpToNothing()
    {
        (await SeriesAsync(Everything)).ShouldSatisfyAllConditions(
            series => series.Buckets.ShouldBeEmpty(), series => series.BucketNano.ShouldBe(0), series => series.Whole.ShouldBe(Totals.None));
        (await GroupsAsync(AggregateDimension.Model)).ShouldBeEmpty();
        (await SessionsAsync()).Items.ShouldBeEmpty();
        (await Store.Aggregates.ReadAssessmentsAsync(Everything, 10, CancellationToken.None)).ShouldBeEmpty();
        (await Store.Aggregates.ReadExperimentsAsync(["0", "77", "x"], CancellationToken.None)).ShouldBe(
            [new("0", null, Totals.None), new("77", null, Totals.None), new("x", null, Totals.None)]);
        var size = await Store.Aggregates.ReadSizeAsync(CancellationToken.None);
        (size.Traces, size.Spans, size.UnindexedTraces, size.OldestStartUnixNano).ShouldBe((0, 0, 0, null));
        size.Bytes.ShouldBePositive();
    }

    [Fact]
    public async Task Series_OfARange_HasRoundBucketsThatCoverIt()
    {
        await IngestAsync(Request(Span(1, 1, durationMs: 100), Span(2, 1, offsetMs: 61 * MinuteMs, status: Status.Types.StatusCode.Error)));
        var from = (long)Start - (Second / 2);

        var series = await SeriesAsync(Everything with { FromUnixNano = from, ToUnixNano = from + (3600 * Second) }, 60);

        series.BucketNano.ShouldBe(120 * Second); // sixty minutes lie in 61 of them
        (series.FromUnixNano % series.BucketNano).ShouldBe(0);
        series.FromUnixNano.ShouldBeLessThanOrEqualTo(from);
        (series.FromUnixNano + (series.Buckets.Count * series.BucketNano)).ShouldBeGreaterThanOrEqualTo(from + (3600 * Second));
        series.Buckets.Count.ShouldBeLessThanOrEqualTo(60);
        (series.Whole.Count, series.Whole.Errors).ShouldBe((1, 0));
        series.Whole.Duration50!.Value.ShouldBeInRange(98_000_000, 102_000_000);
    }

    [Fact]
    public async Task Series_RangeThatEndsBeforeItBegins_IsEmpty()
    {
        await IngestAsync(Request(Span(1, 1)));

        (await SeriesAsync(Everything with { FromUnixNano = (long)Start + 5, ToUnixNano = (long)Start })).Buckets.ShouldBeEmpty();
        (await GroupsAsync(AggregateDimension.SpanName, Everything with { FromUnixNano = (long)Start + 5, ToUnixNano = (long)Start })).ShouldBeEmpty();
    }

    [Fact]
    public async Task Series_TracesOfAllTimes_HasNoMoreBucketsThanAsked()
    {
        var (first, last) = (Span(1, 1), Span(2, 1));
        (first.StartTimeUnixNano, first.EndTimeUnixNano) = (0, 5);
        (last.StartTimeUnixNano, last.EndTimeUnixNano) = ((ulong)long.MaxValue - 10, (ulong)long.MaxValue);
        await IngestAsync(Request(first, last));

        foreach (var most in (int[])[1, 7, 500])
        {
            var series = await SeriesAsync(Everything, most);
            series.Buckets.Count.ShouldBeInRange(1, most);
            (series.Whole.Count, series.Buckets.Sum(static bucket => bucket.Count)).ShouldBe((2, 2));
        }
    }

    [Fact]
    public async Task Filter_ThatCannotBeRead_IsTold()
    {
        await Should.ThrowAsync<InvalidFilterException>(() => SeriesAsync(Everything with { Filter = "status =" }));
        await Should.ThrowAsync<InvalidFilterException>(() => GroupsAsync(AggregateDimension.Model, Everything with { Filter = "nonsense" }));
        await Should.ThrowAsync<InvalidPageTokenException>(() => SessionsAsync(token: "nonsense"));
    }

    [Theory]
    [InlineData(AggregateOrder.Count, "b,a,c")]
    [InlineData(AggregateOrder.Errors, "c,a,b")]
    [InlineData(AggregateOrder.Duration95, "a,b,c")]
    [InlineData(AggregateOrder.Tokens, "c,b,a")]
    public async Task Groups_Ordered_BeginWithTheLargest(AggregateOrder order, string expected)
    {
        await IngestAsync(Request(
            Span(1, 1, name: "a", durationMs: 900),
            Span(2, 1, name: "b", durationMs: 10).With("mlflow.chat.tokenUsage", """{"input_tokens":3}"""),
            Span(3, 1, name: "b", durationMs: 10),
            Span(4, 1, name: "c", durationMs: 5, status: Status.Types.StatusCode.Error).With("mlflow.chat.tokenUsage", """{"input_tokens":9}""")));

        var groups = await Store.Aggregates.ReadGroupsAsync(Everything, AggregateDimension.TraceName, order, 10, CancellationToken.None);

        string.Join(',', groups.Select(static group => group.Value)).ShouldBe(expected);
        (await Store.Aggregates.ReadGroupsAsync(Everything, AggregateDimension.TraceName, order, 1, CancellationToken.None)).ShouldHaveSingleItem().ShouldBe(groups[0]);
    }

    [Fact]
    public async Task Sums_AfterEveryKindOfChange_AreThoseOfTheTraces()
    {
        var other = await CreateExperimentAsync("other");
        await IngestAsync(Request(Span(1, 1, durationMs: -1), Span(2, 1), Span(3, 1, offsetMs: 60 * MinuteMs)));
        Func<Task>[] changes =
        [
            () => IngestAsync(Request(Span(1, 1, status: Status.Types.StatusCode.Error))),
            () => IngestAsync(Request(Span(1, 2, parent: 1, offsetMs: -100 * MinuteMs, name: "earlier"))),
            () => IngestAsync(Request(Span(4, 1, offsetMs: 600 * MinuteMs))),
            () => IngestAsync(Request(Span(2, 2, parent: 1)), other),
            () => Store.Records.PutAsync(new TraceRecord { TraceId = TraceIdText(9), State = TraceState.Ok, StartTimeUnixNano = Start, DurationNano = 7 }, CancellationToken.None),
            () => Store.Records.PutAsync(new TraceRecord { TraceId = TraceIdText(9), StartTimeUnixNano = Start + (900UL * 60 * Second) }, CancellationToken.None),
            () => Store.Records.SetTagAsync(TraceIdText(3), "mlflow.traceName", "named", CancellationToken.None),
            () => Store.Records.DeleteTagAsync(TraceIdText(3), "mlflow.traceName", CancellationToken.None),
            () => Store.Records.DeleteAsync(new TraceDeletion("0") { TraceIds = [TraceIdText(3)] }, CancellationToken.None),
            () => Store.Records.DeleteAsync(new TraceDeletion("0") { MaxTimestampMs = long.MaxValue }, CancellationToken.None),
        ];
        for (var i = 0; i < changes.Length; i++)
        {
            await RollUpAsync();
            await changes[i]().WaitAsync(Patience);

            var all = await Store.Reader.SearchTracesAsync(new TraceQuery([], 100, string.Empty), CancellationToken.None).WaitAsync(Patience);
            (await SeriesAsync(Everything)).Whole.ShouldAgree(PlainSums.OfTraces(all.Items), $"change {i}");
            foreach (var group in await GroupsAsync(AggregateDimension.TraceName))
            {
                group.Totals.ShouldAgree(PlainSums.OfTraces(all.Items.Where(info => info.Name == group.Value)), $"change {i}: {group.Value}");
            }

            await RollUpAsync();
            await CheckKeptAsync($"change {i}");
        }
    }

    [Fact]
    public async Task Sums_ReadWhileOthersWriteAndSumsAreMade_NeverMissWhatWasAcknowledged()
    {
        const int Writers = 3;
        const int Calls = 25;
        var acknowledged = 0;
        var writing = Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var call = 0; call < Calls; call++)
            {
                var number = 1 + (writer * Calls) + call;
                await IngestAsync(Request(Span(number, 1, offsetMs: call % 5 * 4 * MinuteMs)));
                Interlocked.Increment(ref acknowledged);
            }
        })).ToArray();
        var all = Task.WhenAll(writing);
        var making = Task.Run(async () =>
        {
            while (!all.IsCompleted)
            {
                await RollUpAsync();
            }
        });

        while (!all.IsCompleted)
        {
            var before = Volatile.Read(ref acknowledged);
            (await SeriesAsync(Everything)).Whole.Count.ShouldBeInRange(before, Writers * Calls);
        }

        await all.WaitAsync(Patience);
        await making.WaitAsync(Patience);
        (await SeriesAsync(Everything)).Whole.Count.ShouldBe(Writers * Calls);
        await RollUpAsync();
        (await SeriesAsync(Everything)).Whole.Count.ShouldBe(Writers * Calls);
        await CheckKeptAsync("after all writes");
    }

    [Fact]
    public async Task Assessments_OfTraces_AreSummedByNameOverTime()
    {
        await IngestAsync(Request(Span(1, 1), Span(2, 1, offsetMs: 10 * MinuteMs), Span(3, 1, offsetMs: 10 * MinuteMs)));
        await AssessAsync(1, "ok", "true");
        await AssessAsync(2, "ok", "\"no\"");
        var replaced = await AssessAsync(3, "ok", "false");
        await AssessAsync(3, "ok", "true", overrides: replaced.AssessmentId);
        await AssessAsync(2, "score", "2");
        await AssessAsync(3, "score", "0.5");
        await AssessAsync(3, "score", "\"unclear\"");

        var trends = await Store.Aggregates.ReadAssessmentsAsync(Everything, 100, CancellationToken.None).WaitAsync(Patience);

        trends.Select(static trend => trend.Name).ShouldBe(["ok", "score"]);
        trends[0].Buckets.Where(static bucket => bucket.Count > 0).ShouldBe([new(1, 1, 0, null), new(2, 1, 1, null)]);
        trends[1].Buckets.Where(static bucket => bucket.Count > 0).ShouldBe([new(3, 0, 0, 1.25)]);
        var failing = await Store.Aggregates.ReadAssessmentsAsync(Everything with { Filter = "feedback.score = '2'" }, 1, CancellationToken.None).WaitAsync(Patience);
        failing.Select(static trend => trend.Buckets.Single()).ShouldBe([new(1, 0, 1, null), new(1, 0, 0, 2)]);
    }

    [Fact]
    public async Task Sessions_SayWhoAskedWhatFirstAndWhatWasAnsweredLast()
    {
        await IngestAsync(Request(
            Span(1, 1).With("mlflow.trace.session", "s").With("mlflow.trace.user", "ada").With("mlflow.spanInputs", "first?").With("mlflow.spanOutputs", "first."),
            Span(2, 1, offsetMs: 5).With("mlflow.trace.session", "s").With("mlflow.spanInputs", "last?").With("mlflow.spanOutputs", "last."),
            Span(3, 1, offsetMs: 3).With("mlflow.trace.session", "t"),
            Span(4, 1, offsetMs: 9)));

        var sessions = (await SessionsAsync()).Items;

        sessions.Select(static item => item.SessionId).ShouldBe(["s", "t"]);
        var found = sessions[0];
        (found.ExperimentId, found.User, found.FirstRequest, found.LastResponse, found.Totals.Count).ShouldBe(("0", "ada", "\"first?\"", "\"last.\"", 2));
        (found.FirstStartUnixNano, found.LastStartUnixNano).ShouldBe(((long)Start, (long)Start + 5_000_000));
        (sessions[1].User, sessions[1].FirstRequest).ShouldBe((null, null));
    }

    [Fact]
    public async Task Values_OfEveryListedField_AreThoseOfTheTraces()
    {
        await IngestAsync(Request(
            Span(1, 1, name: "answer").With("mlflow.trace.tag.team", "Search").With("mlflow.trace.tag.place", "x").With("mlflow.trace.session", "s%1").With("mlflow.spanType", "AGENT"),
            Span(2, 1, name: "Anticipate").With("mlflow.trace.tag.team", "billing").With("gen_ai.request.model", "gpt").With("mlflow.trace.metadata.build", "1.2")));
        await AssessAsync(1, "ok", "true");

        (await ValuesAsync("tags.")).ShouldBe(["place", "team"]);
        (await ValuesAsync("tags.team")).ShouldBe(["Search", "billing"]);
        (await ValuesAsync("tag.`team`", "SE")).ShouldBe(["Search"]);
        (await ValuesAsync("metadata.build")).ShouldBe(["1.2"]);
        (await ValuesAsync("metadata.", "bu")).ShouldBe(["build"]);
        (await ValuesAsync("name", "AN")).ShouldBe(["Anticipate", "answer"]);
        (await ValuesAsync("span.name", "answ")).ShouldBe(["answer"]);
        (await ValuesAsync("span.name", limit: 1)).ShouldBe(["Anticipate"]);
        (await ValuesAsync("span.type")).ShouldBe(["AGENT"]);
        (await ValuesAsync("model")).ShouldBe(["gpt"]);
        (await ValuesAsync("session", "s%")).ShouldBe(["s%1"]);
        (await ValuesAsync("session", "%1")).ShouldBeEmpty();
        (await ValuesAsync("service.name")).ShouldBe(["tests"]);
        (await ValuesAsync("feedback.")).ShouldBe(["ok"]);
        (await ValuesAsync("expectation.")).ShouldBeEmpty();
        (await ValuesAsync("feedback.ok")).ShouldBe(["true"]);
        (await ValuesAsync("status", "o")).ShouldBe(["OK"]);
        (await ValuesAsync("tokens.total")).ShouldBeEmpty();
        (await ValuesAsync("nonsense.")).ShouldBeEmpty();
        (await ValuesAsync("'; DROP TABLE traces; --", "'")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Values_OfSomeExperiments_TellNothingOfOthers()
    {
        var theirs = await CreateExperimentAsync("theirs");
        foreach (var (trace, experiment, word) in new[] { (1, "0", "ours"), (2, theirs, "theirs"), (3, "0", "ours") })
        {
            await IngestAsync(
                Request(Span(trace, 1, name: word).With("mlflow.spanType", word).With("mlflow.trace.tag." + word, word).With("mlflow.trace.session", word).With("gen_ai.request.model", word)), experiment);
            await AssessAsync(trace, word, $"\"{word}\"");
            await Store.Runs.CreateAsync(new CreateRunRequest { ExperimentId = experiment }, CancellationToken.None);
        }

        foreach (var identifier in new[] { "name", "span.name", "span.type", "model", "session", "tags.", "tags.ours", "feedback.", "feedback.ours" })
        {
            var values = await ValuesOfAsync(identifier, "", 100, "0");
            values.ShouldContain(static value => value.Contains("ours", StringComparison.Ordinal), identifier);
            values.ShouldNotContain(static value => value.Contains("theirs", StringComparison.Ordinal), identifier);
            (await ValuesOfAsync(identifier, "th", 100, theirs, "0")).Count.ShouldBe(identifier.Contains("ours", StringComparison.Ordinal) ? 0 : 1, identifier);
            (await ValuesOfAsync(identifier, "", 100, "999")).ShouldBeEmpty(identifier);
        }

        (await ValuesOfAsync("run_id", "", 100, theirs)).ShouldHaveSingleItem();
        (await ValuesOfAsync("tags.theirs", "", 100, "0")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Values_WrittenInDifferentCases_AreFoundByOnePrefix()
    {
        string[] values = ["Kiln", "kiln-2", "KILN", "\u212Ailn", "Straße", "strASSE", "École", "école", "a𐐀b", "A𐐨b", "key", ""];
        await IngestAsync(Request([.. values.Select(static (value, i) => Span(i + 1, 1).With("mlflow.trace.tag.word", value))]));

        (await ValuesAsync("tags.word", "kil")).ShouldBe(["KILN", "Kiln", "kiln-2", "\u212Ailn"], ignoreOrder: true);
        (await ValuesAsync("tags.word", "KIL", limit: 2)).ShouldBe(["KILN", "Kiln"]);
        (await ValuesAsync("tags.word", "STRA")).ShouldBe(["Straße", "strASSE"]);
        (await ValuesAsync("tags.word", "éc")).ShouldBe(["École", "école"]);
        (await ValuesAsync("tags.word", "a𐐀")).ShouldBe(["a𐐀b", "A𐐨b"], ignoreOrder: true);
        (await ValuesAsync("tags.word", "kilns")).ShouldBeEmpty();
        (await ValuesAsync("tags.word")).Order(StringComparer.Ordinal).ShouldBe(values.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Sessions_PagedOneByOne_AreEachListedOnceAndSummedUpWhole()
    {
        var alike = new string('x', 300);
        (int Trace, string Session, int OffsetMs)[] traces =
            [(1, "s", 0), (2, "t", 1), (3, "s", 2), (4, alike + "1", 3), (5, alike + "2", 4), (6, "t", 5), (7, "u", 6), (8, alike + "1", 7), (9, "s", 8)];
        await IngestAsync(Request([.. traces.Select(static item => Span(item.Trace, 1, offsetMs: item.OffsetMs).With("mlflow.trace.session", item.Session))]));
        var found = new List<(string, long)>();
        var token = string.Empty;
        do
        {
            var page = await Store.Aggregates.ListSessionsAsync(Everything, 1, token, CancellationToken.None).WaitAsync(Patience);
            found.AddRange(page.Items.Select(static item => (item.SessionId, item.Totals.Count)));
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        found.Select(static item => item.Item2).ShouldBe([3, 2, 1, 2, 1]);
        found.Select(static item => item.Item1).ShouldBe(["s", alike + "1", "u", "t", alike + "2"]);
    }

    [Fact]
    public async Task Sessions_BelowManyTracesThatNameNone_AreFound()
    {
        const int Others = 2_100; // more than are walked before an index is asked
        await IngestAsync(Request([.. Enumerable.Range(3, Others).Select(static trace => Span(trace, 1, offsetMs: trace))]));
        await IngestAsync(Request(Span(1, 1).With("mlflow.trace.session", "s"), Span(2, 1, offsetMs: 5 * MinuteMs).With("mlflow.trace.session", "t")));

        var page = await Store.Aggregates.ListSessionsAsync(Everything, 1, string.Empty, CancellationToken.None).WaitAsync(Patience);

        page.Items.Single().SessionId.ShouldBe("t");
        page = await Store.Aggregates.ListSessionsAsync(Everything, 1, page.NextPageToken, CancellationToken.None).WaitAsync(Patience);
        (page.Items.Single().SessionId, page.NextPageToken).ShouldBe(("s", string.Empty));
    }

    [Fact]
    public async Task Size_OfTheStore_CountsTracesAndSpans()
    {
        await IngestAsync(Request(Span(1, 1), Span(1, 2, parent: 1), Span(2, 1, offsetMs: 5)));
        await IngestAsync(Request(Span(1, 1)));
        await Store.FinishIndexAsync(CancellationToken.None).WaitAsync(Patience);

        var size = await Store.Aggregates.ReadSizeAsync(CancellationToken.None).WaitAsync(Patience);

        (size.Traces, size.Spans, size.UnindexedTraces, size.OldestStartUnixNano, size.WaitingWrites).ShouldBe((2, 3, 0, (long)Start, 0));
        size.PayloadBytes.ShouldBeInRange(1, size.Bytes);
    }

    /// <summary>Checks the sums that the store keeps, where it keeps any.</summary>
    protected virtual Task CheckKeptAsync(string what) => Task.CompletedTask;

    // What the store does by itself when it is quiet.
    protected Task RollUpAsync() => Store.FinishIndexAsync(CancellationToken.None).WaitAsync(Patience);

    protected Task<TimeSeries> SeriesAsync(AggregateQuery query, int maxBuckets = 50) =>
        Store.Aggregates.ReadSeriesAsync(query, maxBuckets, CancellationToken.None).WaitAsync(Patience);

    protected Task<IReadOnlyList<AggregateGroup>> GroupsAsync(AggregateDimension dimension, AggregateQuery? query = null) =>
        Store.Aggregates.ReadGroupsAsync(query ?? Everything, dimension, AggregateOrder.Count, 100, CancellationToken.None).WaitAsync(Patience);

    private Task<Page<SessionSummary>> SessionsAsync(string token = "") =>
        Store.Aggregates.ListSessionsAsync(Everything, 100, token, CancellationToken.None).WaitAsync(Patience);

    // Of the one experiment that everything is in, the same; which of more than fit, they may choose.
    private async Task<IReadOnlyList<string>> ValuesAsync(string identifier, string prefix = "", int limit = 100)
    {
        var values = await ValuesOfAsync(identifier, prefix, limit);
        if (limit == 100)
        {
            (await ValuesOfAsync(identifier, prefix, limit, "0")).ShouldBe(values, ignoreOrder: true, $"{identifier} {prefix}");
        }

        return values;
    }

    private Task<IReadOnlyList<string>> ValuesOfAsync(string identifier, string prefix, int limit, params string[] experiments) =>
        Store.Aggregates.ListValuesAsync(identifier, prefix, experiments, limit, CancellationToken.None).WaitAsync(Patience);

    private Task<Assessment> AssessAsync(int trace, string name, string json, string overrides = "") => Store.Assessments.CreateAsync(
        new Assessment { TraceId = TraceIdText(trace), Name = name, Feedback = new Feedback { Value = json }, Overrides = overrides }, CancellationToken.None).WaitAsync(Patience);
}
