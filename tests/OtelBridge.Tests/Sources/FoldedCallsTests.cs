using System.Diagnostics;
using OtelBridge.Attributes;
using static OtelBridge.Tests.Sources.LibraryCalls;

namespace OtelBridge.Tests.Sources;

public sealed class FoldedCallsTests : IDisposable
{
    private static readonly ActivitySource Program = new("Program");
    private static readonly ActivitySource Azure = new("Azure.AI.Inference.ChatCompletionsClient");
    private static readonly ActivitySource Embeddings = new("OpenAI.EmbeddingClient");

    public void Dispose()
    {
        Mlflow.Reset();
        Activity.Current = null;
    }

    [Fact]
    public async Task LibraryBelowOurs_SaysTheSameCall_IsOneSpanWithWhatBothKnow()
    {
        var sent = await SentSpans.OfAsync(
            () => Ours("chat", "chat m", SpanType.ChatModel, () => OpenAI(Http), span => span.Activity!.SetTag(GenAiKeys.ResponseId, "ours")),
            ("Mlflow:Sources", "System.Net.Http"));

        sent.Tree.ShouldBe("chat m\n  POST");
        sent.ShouldHaveNoOrphans();
        sent.Text("chat m", "server.address").ShouldBe("127.0.0.1");
        sent.Text("chat m", "server.port").ShouldBe("8080");
        sent.Text("chat m", GenAiKeys.ResponseId).ShouldBe("ours");
        sent.Text("chat m", MlflowKeys.ChatTokenUsage).ShouldBe("""{"input_tokens":11,"output_tokens":5,"total_tokens":16}""");
        sent.Text("chat m", MlflowKeys.LlmModel).ShouldBe("gpt-4o-mini-2024-07-18");
    }

    [Fact]
    public async Task LibraryBelowOurs_KnowsContent_ContentIsNotSaidTwice()
    {
        var sent = await SentSpans.OfAsync(() => Ours("chat", "chat m", SpanType.ChatModel, () => Anthropic(), span => span.SetInputs("hello")));

        var only = sent.All.ShouldHaveSingleItem();
        only.Attributes.Select(a => a.Key).ShouldNotContain(key => key == GenAiKeys.InputMessages || key == GenAiKeys.OutputMessages || key.StartsWith("http.") || key.StartsWith("url."));
        SentSpans.Text(only, "anthropic.response.service_tier").ShouldBe("standard");
        SentSpans.Text(only, MlflowKeys.ChatTokenUsage)!.ShouldContain("\"cache_read_input_tokens\":5");
    }

    [Fact]
    public async Task LibraryInsideLibrary_SaysTheSameCall_TheOuterOneGetsWhatItLacksOnce()
    {
        var sent = await SentSpans.OfAsync(() => ExtensionsChat(() => OpenAI(Http)), ("Mlflow:Sources", "System.Net.Http"));

        sent.Tree.ShouldBe("chat gpt-4o-mini\n  POST");
        sent.Text("chat gpt-4o-mini", GenAiKeys.ResponseId).ShouldBe("chatcmpl-9");
        sent.Text("chat gpt-4o-mini", GenAiKeys.ResponseModel).ShouldBe("gpt-4o-mini-2024-07-18");
        sent.Text("chat gpt-4o-mini", GenAiKeys.System).ShouldBeNull();
        sent.Text("chat gpt-4o-mini", GenAiKeys.ProviderName).ShouldBe("openai");
        sent["chat gpt-4o-mini"].Attributes.Select(a => a.Key).ShouldBeUnique();
    }

    [Fact]
    public async Task LibraryInsideLibraryInsideOurs_AllSayTheSameCall_OneSpanIsLeft()
    {
        var sent = await SentSpans.OfAsync(
            () => Ours("chat", "chat ours", SpanType.ChatModel, () => ExtensionsChat(() => OpenAI(() => Mlflow.Trace("callback", Http)))),
            ("Mlflow:Sources", "System.Net.Http"));

        sent.Tree.ShouldBe("chat ours\n  callback\n    POST");
        sent.ShouldHaveNoOrphans();
    }

    [Fact]
    public async Task Orchestration_AroundSeveralCalls_IsNoSecondSayingOfThem()
    {
        var sent = await SentSpans.OfAsync(() => Orchestration(() =>
        {
            ExtensionsChat(() => OpenAI());
            ExtensionsTool("weather");
            ExtensionsChat(() => OpenAI());
        }));

        sent.Tree.ShouldBe("orchestrate_tools\n  chat gpt-4o-mini\n  execute_tool weather\n  chat gpt-4o-mini");
        SentSpans.Text(sent["orchestrate_tools"], MlflowKeys.SpanType).ShouldBe("CHAIN");
    }

    [Fact]
    public async Task SpanOfTheProgramBetween_MeansAnotherCall_BothAreThere()
    {
        var sent = await SentSpans.OfAsync(
            () => Ours("chat", "chat ours", SpanType.ChatModel, () =>
            {
                using var between = Program.StartActivity("retry");
                OpenAI();
            }),
            ("Mlflow:Sources", "Program"));

        sent.Tree.ShouldBe("chat ours\n  retry\n    chat gpt-4o-mini");
    }

    [Fact]
    public async Task OtherKindBelow_IsNotTheSameCall_BothAreThere()
    {
        var sent = await SentSpans.OfAsync(() => Ours("execute_tool", "execute_tool ask", SpanType.Tool, () =>
        {
            OpenAI();
            ExtensionsTool("other");
            ExtensionsTool("ask");
        }));

        sent.Tree.ShouldBe("execute_tool ask\n  chat gpt-4o-mini\n  execute_tool other");
    }

    [Fact]
    public async Task McpCallBelowItsTool_IsKeptAsTheWayItTravelled_AndIsNoSecondTool()
    {
        var sent = await SentSpans.OfAsync(() =>
        {
            Ours("execute_tool", "execute_tool weather", SpanType.Tool, () => Mcp("weather", Http));
            Mcp("alone");
        }, ("Mlflow:Sources", "System.Net.Http"));

        sent.Tree.ShouldBe("execute_tool weather\n  tools/call weather\n    POST\ntools/call alone");
        sent.Text("tools/call weather", MlflowKeys.SpanType).ShouldBe("UNKNOWN");
        sent.Text("tools/call weather", "mcp.session.id").ShouldBe("session-1");
        sent.Text("tools/call alone", MlflowKeys.SpanType).ShouldBe("TOOL");
    }

    [Fact]
    public async Task ChildStartedByTheIdsAlone_AfterTheFoldedSpanHasEnded_HangsOnWhatIsLeft()
    {
        var sent = await SentSpans.OfAsync(
            () => Ours("chat", "chat ours", SpanType.ChatModel, () =>
            {
                ActivityContext context = default;
                OpenAI(() => context = Activity.Current!.Context);
                using var late = Program.StartActivity("late", ActivityKind.Internal, context);
            }),
            ("Mlflow:Sources", "Program"));

        sent.Tree.ShouldBe("chat ours\n  late");
    }

    [Fact]
    public async Task Link_ToAFoldedSpan_NamesTheOneThatIsSent()
    {
        var sent = await SentSpans.OfAsync(
            () =>
            {
                ActivityContext context = default;
                Ours("chat", "chat ours", SpanType.ChatModel, () => OpenAI(() => context = Activity.Current!.Context));
                using var later = Program.StartActivity("later", ActivityKind.Internal, default(ActivityContext), null, [new ActivityLink(context)]);
            },
            ("Mlflow:Sources", "Program"));

        sent["later"].Links.ShouldHaveSingleItem().SpanId.ShouldBe(sent["chat ours"].SpanId);
    }

    [Fact]
    public async Task CurrentSpan_InsideAFoldedOne_IsTheOneThatIsSent()
    {
        var sent = await SentSpans.OfAsync(() => Ours("chat", "chat ours", SpanType.ChatModel, () => OpenAI(() =>
        {
            var around = Mlflow.CurrentSpan;
            around.SetAttribute("noted", "inside");
            using var child = Mlflow.StartSpan("child");
            (around.Name, child.ParentId).ShouldBe(("chat ours", around.SpanId));
        })));

        sent.Text("chat ours", "noted").ShouldBe("inside");
    }

    [Fact]
    public async Task CallToAnotherProcess_InsideAFoldedSpan_NamesTheSpanThatIsSent()
    {
        var named = new Dictionary<string, string?>();
        var sent = await SentSpans.OfAsync(() => Ours("chat", "chat ours", SpanType.ChatModel, () => OpenAI(() =>
        {
            named["library"] = Named();
            // As HttpClient puts around a request that nobody traces.
            using var bare = new Activity("System.Net.Http.HttpRequestOut").Start();
            named["client"] = Named();
        })));

        var id = Convert.ToHexStringLower(sent["chat ours"].SpanId.Span);
        named.ShouldBe(new Dictionary<string, string?> { ["library"] = id, ["client"] = id });

        static string? Named()
        {
            string? parent = null;
            DistributedContextPropagator.Current.Inject(Activity.Current, null, (_, name, value) => parent = name == "traceparent" ? value.Split('-')[2] : parent);
            return parent;
        }
    }

    [Fact]
    public async Task Processor_OfTheProgram_SeesWhatAFoldedSpanKnew()
    {
        var seen = new List<string?>();
        using var configured = Mlflow.Configure(span => seen.AddRange(
            [span.Activity!.GetTagItem(MlflowKeys.ChatTokenUsage) as string, span.Activity.GetTagItem(MlflowKeys.LlmModel) as string, span.Activity.GetTagItem(MlflowKeys.LlmCost) as string]));

        var sent = await SentSpans.OfAsync(() => Ours("chat", "chat ours", SpanType.ChatModel, () => OpenAI()));

        seen[0].ShouldBe("""{"input_tokens":11,"output_tokens":5,"total_tokens":16}""");
        seen[1].ShouldBe("gpt-4o-mini-2024-07-18");
        seen[2].ShouldBe(sent.Text("chat ours", MlflowKeys.LlmCost).ShouldNotBeNull());
        seen.Count.ShouldBe(3);
    }

    [Fact]
    public async Task SpanOfALibrary_ThatOnlySomebodyElseListensTo_TakesNoOtherIn()
    {
        using var other = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == "Experimental.Microsoft.Extensions.AI",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(other);

        var sent = await SentSpans.OfAsync(() => ExtensionsChat(() => OpenAI()), ("Mlflow:GenAI:Libraries", "OpenAI"));

        SentSpans.Text(sent.All.ShouldHaveSingleItem(), GenAiKeys.ResponseId).ShouldBe("chatcmpl-1");
    }

    [Fact]
    public async Task MessagesAsEvents_OfAFoldedSpan_AreNotLost()
    {
        var sent = await SentSpans.OfAsync(() => ExtensionsChat(() => Call(
            Azure,
            "chat gpt-4o-mini",
            ActivityKind.Client,
            [new(GenAiKeys.OperationName, "chat")],
            null,
            span => span
                .AddEvent(new ActivityEvent(GenAiKeys.UserMessageEvent, tags: new() { [GenAiKeys.EventContent] = """{"content":"Hello"}""" }))
                .AddEvent(new ActivityEvent(GenAiKeys.ChoiceEvent, tags: new() { [GenAiKeys.EventContent] = """{"message":{"content":"Hi"}}""" })))));

        sent.Tree.ShouldBe("chat gpt-4o-mini");
        sent.Text("chat gpt-4o-mini", MlflowKeys.SpanInputs).ShouldBe("""{"messages":[{"role":"user","content":"Hello"}]}""");
        sent.Text("chat gpt-4o-mini", MlflowKeys.SpanOutputs)!.ShouldContain("Hi");
    }

    [Fact]
    public void OtherExportersOfTheProgram_SeeTheFoldedSpanAsItIs()
    {
        using var spans = new EndedSpans();

        Ours("chat", "chat ours", SpanType.ChatModel, () => OpenAI());

        spans.Names.ShouldBe(["chat gpt-4o-mini", "chat ours"]);
        spans["chat gpt-4o-mini"].Tags().Keys.ShouldNotContain(key => key.StartsWith("mlflow."));
    }

    [Fact]
    public async Task ParallelCallsInsideOne_AreAllFolded_AndLeaveNoOrphans()
    {
        var sent = await SentSpans.OfAsync(
            () => Ours("embeddings", "embeddings m", SpanType.Embedding, () => Parallel.For(0, 64, i =>
                Call(Embeddings, "embeddings m", ActivityKind.Client, [new(GenAiKeys.OperationName, "embeddings")], Http, null))),
            ("Mlflow:Sources", "System.Net.Http"));

        sent.All.Count(span => span.Name == "embeddings m").ShouldBe(1);
        sent.All.Count(span => span.Name == "POST").ShouldBe(64);
        sent.ShouldHaveNoOrphans();
    }
}
