using OtelBridge.Otlp;
using OtelBridge.Store.Model;
using OtelBridge.Store.Storage;
using OtelBridge.TestSupport;
using OtelBridge.Tracking.V1;
using static OtelBridge.TestSupport.OtlpSamples;

namespace OtelBridge.Store.Tests.Storage;

/// <summary>The contracts of <see cref="ITraceWriter"/>, <see cref="ITraceReader"/> and <see cref="IExperimentCatalog"/>. Every backend inherits them.</summary>
public abstract class TraceStoreSuite : StoreSuite
{
    [Fact]
    public async Task GetTraces_SpanWithEveryField_ComesBackEqual()
    {
        var sent = FullRequest();

        await IngestAsync(sent.Clone());

        var trace = await GetAsync(1);
        trace.ResourceSpans.ShouldBe(sent.ResourceSpans);
    }

    [Fact]
    public async Task FindSpan_AmongThoseOfSeveralRequests_ComesAloneAndEqual()
    {
        var sent = FullRequest();
        await IngestAsync(sent);
        await IngestAsync(Request([.. Enumerable.Range(100, 200).Select(i => Span(1, i, parent: 1, name: $"step {i}", offsetMs: i).With("number", $"{i}")), Span(2, 1)]));
        await IngestAsync(Request(Span(1, 150, parent: 1, name: "again", durationMs: 20)));
        var whole = await GetAsync(1);

        await Task.WhenAll(whole.ResourceSpans.AllSpans().Select(CheckAsync));

        async Task CheckAsync(Span span)
        {
            var found = await Store.Reader.FindSpanAsync(OtlpSamples.TraceIdText(1), span.SpanId.Memory, CancellationToken.None).WaitAsync(Patience);

            found.ShouldNotBeNull();
            found.Info.ShouldBe(whole.Info);
            found.ResourceSpans.AllSpans().ShouldHaveSingleItem().ShouldBe(span);
            var group = whole.ResourceSpans.Single(resource => resource.ScopeSpans.Any(scope => scope.Spans.Contains(span)));
            found.ResourceSpans[0].Resource.ShouldBe(group.Resource);
            found.ResourceSpans[0].SchemaUrl.ShouldBe(group.SchemaUrl);
            found.ResourceSpans[0].ScopeSpans[0].Scope.ShouldBe(group.ScopeSpans.Single(scope => scope.Spans.Contains(span)).Scope);
        }
    }

    [Fact]
    public async Task FindSpan_WithCost_HasIt()
    {
        var span = Span(1, 1).With("mlflow.spanType", "LLM").With("gen_ai.request.model", "priced").With("gen_ai.usage.input_tokens", new AnyValue { IntValue = 1_000_000 })
            .With("gen_ai.usage.output_tokens", new AnyValue { IntValue = 0 });
        await IngestAsync(Request(span, Span(1, 2, parent: 1)));

        var found = await Store.Reader.FindSpanAsync(OtlpSamples.TraceIdText(1), OtlpSamples.SpanId(1).Memory, CancellationToken.None).WaitAsync(Patience);

        found.ShouldNotBeNull().SpanCosts.ShouldHaveSingleItem().Cost.Total.ShouldBe(2_000_000_000_000);
    }

    [Theory]
    [InlineData(9, 1)]
    [InlineData(1, 9)]
    public async Task FindSpan_NotStored_IsNone(int trace, int span)
    {
        await IngestAsync(Request(Span(1, 1)));

        (await Store.Reader.FindSpanAsync(OtlpSamples.TraceIdText(trace), OtlpSamples.SpanId(span).Memory, CancellationToken.None).WaitAsync(Patience)).ShouldBeNull();
        (await Store.Reader.FindSpanAsync(OtlpSamples.TraceIdText(1), new byte[3], CancellationToken.None).WaitAsync(Patience)).ShouldBeNull();
    }

    [Fact]
    public async Task GetTraces_AfterReopen_SpansAreThere()
    {
        await IngestAsync(Request(Span(1, 1), Span(1, 2, parent: 1)));

        await ReopenAsync();

        (await GetAsync(1)).Info.SpanCount.ShouldBe(2);
    }

    [Fact]
    public async Task Store_ClosedTwice_IsClosed()
    {
        await IngestAsync(Request(Span(1, 1)));
        await Store.FinishIndexAsync(CancellationToken.None).WaitAsync(Patience); // what works behind the writes has taken its duties

        await Store.DisposeAsync().AsTask().WaitAsync(Patience);
        await Store.DisposeAsync().AsTask().WaitAsync(Patience);

        await ReopenAsync();
        (await GetAsync(1)).Info.SpanCount.ShouldBe(1);
    }

    [Fact]
    public async Task GetTraces_SeveralIds_KeepsTheirOrderAndLeavesOutUnknown()
    {
        await IngestAsync(Request(Span(1, 1), Span(2, 1), Span(3, 1)));

        var traces = await Store.Reader.GetTracesAsync([TraceIdText(3), TraceIdText(99), TraceIdText(1)], CancellationToken.None);

        traces.Select(t => t.Info.TraceId).ShouldBe([TraceIdText(3), TraceIdText(1)]);
    }

    [Fact]
    public async Task GetTraces_SpansOfSeveralRequests_AreOneGroupRootsFirstThenByStart()
    {
        await IngestAsync(Request(Span(1, 3, parent: 1, offsetMs: 5), Span(1, 2, parent: 1, offsetMs: 3)));
        await IngestAsync(Request(Span(1, 1, offsetMs: 4)));

        var trace = await GetAsync(1);

        trace.ResourceSpans.Count.ShouldBe(1);
        trace.ResourceSpans[0].ScopeSpans.Count.ShouldBe(1);
        trace.ResourceSpans.AllSpans().Select(s => s.SpanId).ShouldBe([SpanId(1), SpanId(2), SpanId(3)]);
    }

    [Fact]
    public async Task GetTraces_SpansThatBeginTogether_StandByTheirIds()
    {
        await IngestAsync(Request(Span(1, 4, parent: 1), Span(1, 2, parent: 1), Span(1, 1), Span(1, 3, parent: 2)));

        (await GetAsync(1)).ResourceSpans.AllSpans().Select(s => s.SpanId).ShouldBe([SpanId(1), SpanId(2), SpanId(3), SpanId(4)]);
    }

    [Fact]
    public async Task Info_RootEnded_HasItsNameStateTimesAndPreviews()
    {
        var root = Span(1, 1, name: "answer", durationMs: 40)
            .With("mlflow.spanInputs", """{"messages":[{"role":"user","content":"why?"}]}""")
            .With("mlflow.spanOutputs", "\"because\"");

        await IngestAsync(Request(Span(1, 2, parent: 1, offsetMs: 5), root));

        var info = (await GetAsync(1)).Info;
        info.Name.ShouldBe("answer");
        info.State.ShouldBe(TraceState.Ok);
        info.StartTimeUnixNano.ShouldBe(Start);
        info.DurationNano.ShouldBe(40_000_000);
        info.RequestPreview.ShouldBe("why?");
        info.ResponsePreview.ShouldBe("\"because\"");
        info.ExperimentId.ShouldBe("0");
    }

    [Fact]
    public async Task Info_NoRootYet_IsInProgressAndReadable()
    {
        await IngestAsync(Request(Span(1, 2, parent: 1, offsetMs: 5)));

        var trace = await GetAsync(1);

        trace.Info.State.ShouldBe(TraceState.InProgress);
        trace.Info.Name.ShouldBeEmpty();
        trace.Info.HasRequestPreview.ShouldBeFalse();
        trace.ResourceSpans.AllSpans().Count().ShouldBe(1);
    }

    [Theory]
    [InlineData(Status.Types.StatusCode.Error, TraceState.Error)]
    [InlineData(Status.Types.StatusCode.Unset, TraceState.Ok)]
    [InlineData(Status.Types.StatusCode.Ok, TraceState.Ok)]
    public async Task Info_State_IsTheRootsNotItsChildrens(Status.Types.StatusCode root, TraceState expected)
    {
        await IngestAsync(Request(Span(1, 1, status: root), Span(1, 2, parent: 1, status: Status.Types.StatusCode.Error)));

        (await GetAsync(1)).Info.State.ShouldBe(expected);
    }

    [Fact]
    public async Task Info_RootWithRemoteParentAlone_SpeaksForTheTrace()
    {
        var local = Span(1, 2, parent: 1, name: "local root");
        local.Flags = (uint)(SpanFlags.ContextHasIsRemoteMask | SpanFlags.ContextIsRemoteMask);

        await IngestAsync(Request(local));

        var info = (await GetAsync(1)).Info;
        info.Name.ShouldBe("local root");
        info.State.ShouldBe(TraceState.Ok);
    }

    [Fact]
    public async Task Info_AnyOrderOfArrival_IsTheSame()
    {
        var remote = Span(1, 5, parent: 2, name: "other process", offsetMs: 3).With("mlflow.trace.tag.place", "other");
        remote.Flags = (uint)(SpanFlags.ContextHasIsRemoteMask | SpanFlags.ContextIsRemoteMask);
        Span[] spans =
        [
            Span(1, 1, name: "root", durationMs: 90).With("mlflow.spanInputs", "{}").With("mlflow.trace.tag.place", "root"),
            Span(1, 2, parent: 1, name: "agent", offsetMs: 1).With("mlflow.chat.tokenUsage", """{"input_tokens":10,"output_tokens":5,"total_tokens":15}"""),
            Span(1, 3, parent: 2, name: "glue", offsetMs: 2),
            Span(1, 4, parent: 3, name: "model", offsetMs: 3).With("mlflow.chat.tokenUsage", """{"input_tokens":7,"output_tokens":3,"total_tokens":10}"""),
            remote,
        ];
        Span[][] orders = [.. Permutations(spans)];
        orders.Length.ShouldBe(120);

        await SendInOrdersAsync(orders, (trace, span) => IngestAsync(Request(InTrace(trace, span))));

        var infos = new List<TraceInfo>();
        foreach (var number in Enumerable.Range(1, orders.Length))
        {
            infos.Add((await GetAsync(number)).Info);
            infos[^1].TraceId = string.Empty;
        }

        infos.Distinct().Count().ShouldBe(1, infos.Distinct().Aggregate(string.Empty, (text, info) => text + info + "\n"));
        infos[0].TokenUsage.ShouldBe(new TokenUsage { InputTokens = 10, OutputTokens = 5, TotalTokens = 15 });
        infos[0].Tags["place"].ShouldBe("root");
    }

    [Fact]
    public async Task Write_SameRequestAgain_ChangesNothing()
    {
        var request = Request(
            Span(1, 1).With("mlflow.chat.tokenUsage", """{"input_tokens":1,"output_tokens":2,"total_tokens":3}"""), Span(1, 2, parent: 1));
        await IngestAsync(request.Clone());
        var before = await GetAsync(1);

        await IngestAsync(request.Clone());

        (await GetAsync(1)).ShouldBe(before);
    }

    [Fact]
    public async Task Write_SpanAgainWithOtherContent_IsReplaced()
    {
        await IngestAsync(Request(Span(1, 1, name: "first", durationMs: 500)));

        await IngestAsync(Request(Span(1, 1, name: "second", durationMs: 20, status: Status.Types.StatusCode.Error)));

        var trace = await GetAsync(1);
        trace.Info.Name.ShouldBe("second");
        trace.Info.State.ShouldBe(TraceState.Error);
        trace.Info.SpanCount.ShouldBe(1);
        trace.Info.DurationNano.ShouldBe(20_000_000);
        trace.ResourceSpans.AllSpans().ShouldHaveSingleItem().Name.ShouldBe("second");
    }

    [Fact]
    public async Task Write_RootAgainWithAParent_TheNextBestRootSpeaks()
    {
        await IngestAsync(Request(Span(1, 1, name: "first").With("mlflow.trace.tag.a", "of first"), Span(1, 2, name: "second", offsetMs: 1)));

        await IngestAsync(Request(Span(1, 1, parent: 2, name: "moved")));

        var info = (await GetAsync(1)).Info;
        info.Name.ShouldBe("second");
        info.Tags.ShouldBeEmpty();
    }

    [Fact]
    public async Task Write_OnlyRootAgainWithAParent_TheTraceHasNoRootAgain()
    {
        await IngestAsync(Request(Span(1, 1, name: "root")));

        await IngestAsync(Request(Span(1, 1, parent: 2, name: "moved")));

        var info = (await GetAsync(1)).Info;
        info.Name.ShouldBeEmpty();
        info.State.ShouldBe(TraceState.InProgress);
    }

    [Fact]
    public async Task Write_UsageComesBackAfterItWasReplacedAway_CountsOnce()
    {
        const string Five = """{"input_tokens":5}""";
        await IngestAsync(Request(Span(1, 1).With("mlflow.chat.tokenUsage", Five)));
        await IngestAsync(Request(Span(1, 2, parent: 9)));
        await IngestAsync(Request(Span(1, 1))); // no usage left
        await IngestAsync(Request(Span(1, 3, parent: 2)));
        await IngestAsync(Request(Span(1, 4, parent: 3).With("mlflow.chat.tokenUsage", Five)));

        await IngestAsync(Request(Span(1, 9, parent: 1).With("mlflow.chat.tokenUsage", Five)));

        (await GetAsync(1)).Info.TokenUsage.InputTokens.ShouldBe(5);
    }

    [Fact]
    public async Task Write_UnendedSpan_IsReplacedByItsEndAndNeverReplacesIt()
    {
        await IngestAsync(Request(Span(1, 1, name: "running", durationMs: -1)));
        var running = await GetAsync(1);
        await IngestAsync(Request(Span(1, 1, name: "ended", durationMs: 20)));
        await IngestAsync(Request(Span(1, 1, name: "late copy", durationMs: -1)));

        var ended = await GetAsync(1);

        running.Info.State.ShouldBe(TraceState.InProgress);
        running.Info.HasDurationNano.ShouldBeFalse();
        ended.Info.State.ShouldBe(TraceState.Ok);
        ended.Info.DurationNano.ShouldBe(20_000_000);
        ended.ResourceSpans.AllSpans().ShouldHaveSingleItem().Name.ShouldBe("ended");
    }

    [Fact]
    public async Task Write_TagsAndMetadataOnTheRoot_AreLifted()
    {
        var root = Span(1, 1)
            .With("mlflow.trace.session", "chat-7")
            .With("mlflow.trace.user", "ada")
            .With("mlflow.trace.tag.team", "search")
            .With("mlflow.trace.metadata.version", "1.2")
            .With("mlflow.trace.clientRequestId", "order-9")
            .With("mlflow.trace.requestPreview", "asked")
            .With("mlflow.trace.responsePreview", "told");

        await IngestAsync(Request(root, Span(1, 2, parent: 1).With("mlflow.trace.tag.team", "not a root")));

        var info = (await GetAsync(1)).Info;
        info.Tags.ShouldBe(new Dictionary<string, string> { ["team"] = "search" });
        info.Metadata.ShouldBe(
            new Dictionary<string, string> { ["mlflow.trace.session"] = "chat-7", ["mlflow.trace.user"] = "ada", ["version"] = "1.2" }, ignoreOrder: true);
        info.ClientRequestId.ShouldBe("order-9");
        info.RequestPreview.ShouldBe("asked");
        info.ResponsePreview.ShouldBe("told");
    }

    [Theory]
    [InlineData("ERROR", TraceState.Error)]
    [InlineData("OK", TraceState.Ok)]
    [InlineData("IN_PROGRESS", TraceState.Ok)]
    public async Task Write_StateOnTheRoot_IsThatOfTheTraceOnceItHasEnded(string said, TraceState state)
    {
        await IngestAsync(Request(Span(1, 1, durationMs: -1).With("mlflow.trace.state", said), Span(1, 2, parent: 1).With("mlflow.trace.state", "ERROR")));
        (await GetAsync(1)).Info.State.ShouldBe(TraceState.InProgress);

        await IngestAsync(Request(Span(1, 1).With("mlflow.trace.state", said)));

        (await GetAsync(1)).Info.State.ShouldBe(state);
    }

    [Fact]
    public async Task Write_ManyCallsAtOnce_AllAreStoredOnce()
    {
        var calls = Enumerable.Range(0, 200).Select(i => IngestAsync(Request(Span(i % 20, 1), Span(i % 20, 2 + i, parent: 1))));

        await Task.WhenAll(calls).WaitAsync(Patience);

        var counts = (await SearchAllAsync(50)).Select(t => t.SpanCount).ToList();
        counts.ShouldBe(Enumerable.Repeat(11L, 20));
    }

    [Fact]
    public async Task Search_Pages_NewestFirstWithoutGapsWhileTracesArrive()
    {
        await IngestAsync(Request(Enumerable.Range(0, 10).Select(i => Span(i, 1, offsetMs: i / 2))));
        var first = await Store.Reader.SearchTracesAsync(new TraceQuery([], 4, string.Empty), CancellationToken.None);
        await IngestAsync(Request(Span(50, 1, offsetMs: 100)));

        var second = await Store.Reader.SearchTracesAsync(new TraceQuery([], 4, first.NextPageToken), CancellationToken.None);
        var third = await Store.Reader.SearchTracesAsync(new TraceQuery([], 4, second.NextPageToken), CancellationToken.None);

        var ids = first.Items.Concat(second.Items).Concat(third.Items).Select(t => t.TraceId);
        ids.ShouldBe(Enumerable.Range(0, 10).Reverse().Select(TraceIdText));
        third.NextPageToken.ShouldBeEmpty();
    }

    [Fact]
    public async Task Search_ByExperiments_FindsTheirTracesOnly()
    {
        var one = await CreateExperimentAsync("one");
        var two = await CreateExperimentAsync("two");
        await IngestAsync(Request(Span(1, 1, offsetMs: 1)), one);
        await IngestAsync(Request(Span(2, 1, offsetMs: 2)), two);
        await IngestAsync(Request(Span(3, 1, offsetMs: 3)));

        var both = await Store.Reader.SearchTracesAsync(new TraceQuery([one, two, "77", "text"], 10, string.Empty), CancellationToken.None);

        both.Items.Select(t => (t.TraceId, t.ExperimentId)).ShouldBe([(TraceIdText(2), two), (TraceIdText(1), one)]);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("e30")]
    public async Task Search_ForeignPageToken_IsRefused(string token) =>
        await Should.ThrowAsync<InvalidPageTokenException>(() => Store.Reader.SearchTracesAsync(new TraceQuery([], 10, token), CancellationToken.None));

    [Fact]
    public async Task Search_CancelledBefore_Ends() => await Should.ThrowAsync<OperationCanceledException>(
        () => Store.Reader.SearchTracesAsync(new TraceQuery([], 10, string.Empty), new CancellationToken(canceled: true)));

    [Fact]
    public async Task Experiments_CreateFindSearch_Agree()
    {
        var id = await Store.Experiments.CreateAsync("prompts", new Dictionary<string, string> { ["team"] = "search" }, CancellationToken.None);

        var byId = await Store.Experiments.FindAsync(id!, CancellationToken.None);
        var byName = await Store.Experiments.FindByNameAsync("prompts", CancellationToken.None);
        var page = await Store.Experiments.SearchAsync(new SearchExperimentsRequest { MaxResults = 1 }, CancellationToken.None);
        var rest = await Store.Experiments.SearchAsync(
            new SearchExperimentsRequest { MaxResults = 5, PageToken = page.NextPageToken }, CancellationToken.None);

        byId!.Name.ShouldBe("prompts");
        byId.Tags["team"].ShouldBe("search");
        byId.LifecycleStage.ShouldBe(LifecycleStage.Active);
        byName.ShouldBe(byId);
        page.Items.ShouldHaveSingleItem().ShouldBe(byId);
        rest.Items.ShouldHaveSingleItem().Name.ShouldBe("Default");
        rest.NextPageToken.ShouldBeEmpty();
    }

    [Fact]
    public async Task Experiments_NameTaken_IsNull()
    {
        await CreateExperimentAsync("prompts");

        (await Store.Experiments.CreateAsync("prompts", new Dictionary<string, string>(), CancellationToken.None)).ShouldBeNull();
    }

    [Theory]
    [InlineData("5")]
    [InlineData("no number")]
    [InlineData("-1")]
    public async Task Experiments_Unknown_IsNull(string id) => (await Store.Experiments.FindAsync(id, CancellationToken.None)).ShouldBeNull();

    [Fact]
    public async Task Ingest_RootNamesItsExperiment_TheTraceMovesThere()
    {
        var one = await CreateExperimentAsync("one");
        var two = await CreateExperimentAsync("two");
        await IngestAsync(Request(Span(1, 2, parent: 1)), one);

        await IngestAsync(Request(Span(1, 1).With("mlflow.experimentId", two)));

        (await GetAsync(1)).Info.ExperimentId.ShouldBe(two);
    }

    private async Task<IReadOnlyList<TraceInfo>> SearchAllAsync(int max) =>
        (await Store.Reader.SearchTracesAsync(new TraceQuery([], max, string.Empty), CancellationToken.None).WaitAsync(Patience)).Items;

    private static ExportTraceServiceRequest FullRequest()
    {
        var span = Span(1, 1, name: "everything ✓");
        span.TraceState = "vendor=1";
        span.Kind = Otlp.Span.Types.SpanKind.Producer;
        span.Flags = 0x101;
        span.Status = new Status { Code = Status.Types.StatusCode.Error, Message = "broken" };
        span.DroppedAttributesCount = 1;
        span.DroppedEventsCount = 2;
        span.DroppedLinksCount = 3;
        AnyValue[] values =
        [
            new() { StringValue = "ünïcode" },
            new() { BoolValue = true },
            new() { IntValue = long.MinValue },
            new() { DoubleValue = double.Epsilon },
            new() { BytesValue = Google.Protobuf.ByteString.CopyFrom(0, 255) },
            new() { ArrayValue = new ArrayValue { Values = { new AnyValue { IntValue = 1 }, new AnyValue() } } },
            new() { KvlistValue = new KeyValueList { Values = { Attribute("k", "v") } } },
            new(),
        ];
        span.Attributes.AddRange(values.Select((value, i) => Attribute($"a{i}", value)));
        span.Events.Add(new Span.Types.Event { Name = "event", TimeUnixNano = Start + 1, DroppedAttributesCount = 4, Attributes = { Attribute("e", "1") } });
        span.Links.Add(new Span.Types.Link
        {
            TraceId = TraceId(8), SpanId = SpanId(9), TraceState = "l=1", Flags = 1, DroppedAttributesCount = 5, Attributes = { Attribute("l", "1") },
        });
        var request = Request(span);
        var resource = request.ResourceSpans[0];
        resource.SchemaUrl = "https://opentelemetry.io/schemas/1.41.0";
        resource.Resource.DroppedAttributesCount = 6;
        resource.ScopeSpans[0].SchemaUrl = "https://opentelemetry.io/schemas/1.40.0";
        resource.ScopeSpans[0].Scope.Attributes.Add(Attribute("scope", "1"));
        resource.ScopeSpans[0].Scope.DroppedAttributesCount = 7;
        return request;
    }
}
