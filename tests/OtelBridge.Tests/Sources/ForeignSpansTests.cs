using System.Diagnostics;
using System.Text.Json;
using OtelBridge.Attributes;
using OtelBridge.Configuration;
using OtelBridge.Dialects;
using OtelBridge.Export;
using OtelBridge.Otlp;
using OtelBridge.TestSupport.Mlflow;
using OtelBridge.TestSupport.Otlp;
using OtelBridge.Tests.Export.Dialects;
using static OtelBridge.Tests.Sources.LibraryCalls;

namespace OtelBridge.Tests.Sources;

public sealed class ForeignSpansTests : IDisposable
{
    private static readonly ActivitySource Program = new("Program");

    public void Dispose()
    {
        Mlflow.Reset();
        Activity.Current = null;
    }

    public static TheoryData<string, string[]> Recorded => new()
    {
        {
            "semantic-kernel",
            [
                "AGENT invoke_agent Forecaster |  | ", "CHAT_MODEL chat.completions gpt-4o-mini | gpt-4o-mini | 11/5", "CHAT_MODEL chat.completions gpt-4o-mini | gpt-4o-mini | 21/7",
                "TOOL execute_tool weather |  | ", "LLM text.completions davinci-3 | davinci-3 | 6/6", "CHAT_MODEL chat.completions gpt-4 | gpt-4 | 9/3",
            ]
        },
        {
            "agent-framework",
            [
                "AGENT invoke_agent Forecaster(3f2a) |  | 32/12", "CHAIN orchestrate_tools |  | ", "CHAT_MODEL chat gpt-4o-mini | gpt-4o-mini-2024-07-18 | 11/5",
                "TOOL execute_tool weather |  | ", "CHAT_MODEL chat gpt-4o-mini | gpt-4o-mini-2024-07-18 | 21/7",
                "EMBEDDING embeddings text-embedding-3-small | text-embedding-3-small | 6/0",
            ]
        },
        {
            "extensions-ai",
            [
                "CHAIN orchestrate_tools |  | ", "CHAT_MODEL chat gpt-4o-mini | gpt-4o-mini-2024-07-18 | 11/5", "TOOL execute_tool weather |  | ",
                "CHAT_MODEL chat gpt-4o-mini | gpt-4o-mini-2024-07-18 | 21/7", "EMBEDDING embeddings text-embedding-3-small | text-embedding-3-small | 6/0",
                " realtime gpt-realtime |  | ", "CHAT_MODEL chat |  | ",
            ]
        },
        {
            "autogen",
            [
                "AGENT create_agent forecaster |  | ", "AGENT invoke_agent forecaster |  | ", "TOOL execute_tool weather |  | ",
                "CHAT_MODEL openai.chat | gpt-4o-mini-2024-07-18 | 11/5", "CHAT_MODEL openai.chat | gpt-4o-mini-2024-07-18 | 21/7",
                " autogen send forecaster.(default)-T |  | ", " autogen process forecaster.(default)-A |  | ",
            ]
        },
    };

    [Theory]
    [MemberData(nameof(Recorded))]
    public async Task Span_OfALibrary_IsSentInMlflowsWords(string library, string[] rows)
    {
        var sent = await SentSpans.OfAsync(() => RecordedSpans.Play(library), ("Mlflow:Sources", "opentelemetry.instrumentation.openai.v1"));

        sent.All.Select(Row).ShouldBe(rows, ignoreOrder: true);
        sent.All.Where(span => SentSpans.Text(span, MlflowKeys.SpanType) is not null).ShouldAllBe(span => SentSpans.Text(span, MlflowKeys.TraceRequestId)!.StartsWith("tr-"));
    }

    [Fact]
    public async Task Texts_WithHalfACharacter_AreSaidAllTheSame()
    {
        const string Half = "cut in two \uD83D";
        var sent = await SentSpans.OfAsync(
            () => Call(
                Program,
                "half",
                ActivityKind.Client,
                [
                    new(GenAiKeys.OperationName, "chat"), new(GenAiKeys.ConversationId, "c-1"), new(GenAiKeys.InputTokens, 3),
                    new(GenAiKeys.InputMessages, $$"""[{"role":"user","parts":[{"type":"text","content":"{{Half}}"}]}]"""), new(GenAiKeys.OutputMessages, $"\"{Half}\""),
                ],
                null,
                null),
            ("Mlflow:Sources", "Program"));

        sent.Text("half", MlflowKeys.SpanInputs).ShouldNotBeNull().ShouldContain("cut in two");
        sent.Text("half", MlflowKeys.SpanOutputs).ShouldNotBeNull().ShouldContain("cut in two");
        sent.Text("half", MlflowKeys.TraceSession).ShouldBe("c-1");
    }

    [Theory]
    [InlineData("semantic-kernel")]
    [InlineData("agent-framework")]
    [InlineData("extensions-ai")]
    public async Task Span_OfALibrary_SaysWhatAStoreWouldReadFromIt(string library)
    {
        var sent = await SentSpans.OfAsync(() => RecordedSpans.Play(library));

        var read = RecordedSpans.Read(library).Select(recorded => SpanReading.Of(RecordedSpans.AsOtlp(recorded.Span)));
        sent.All.Select(span => Content(span.Name, SentSpans.Text(span, MlflowKeys.SpanInputs), SentSpans.Text(span, MlflowKeys.SpanOutputs)))
            .ShouldBe(read.Select(reading => Content(reading.Span.Name, reading.Inputs, reading.Outputs)), ignoreOrder: true);
        foreach (var (_, recorded) in RecordedSpans.Read(library))
        {
            var keys = RecordedSpans.AsOtlp(recorded).Attributes.Select(a => a.Key);
            sent.All.ShouldContain(span => span.Name == recorded.GetProperty("name").GetString() && keys.All(key => span.Attributes.Any(a => a.Key == key)));
        }
    }

    [Fact]
    public async Task Content_IsSwitchedOff_NoneIsAddedAndTheLibrarysOwnStays()
    {
        var sent = await SentSpans.OfAsync(() => Anthropic(), ("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", "false"));

        var span = sent.All.ShouldHaveSingleItem();
        (SentSpans.Text(span, MlflowKeys.SpanInputs), SentSpans.Text(span, MlflowKeys.SpanOutputs)).ShouldBe((null, null));
        SentSpans.Text(span, GenAiKeys.InputMessages).ShouldNotBeNull();
        SentSpans.Text(span, MlflowKeys.SpanType).ShouldBe("CHAT_MODEL");
    }

    [Fact]
    public async Task WordsOfMlflow_AreThereAlready_AreNotReplaced()
    {
        var sent = await SentSpans.OfAsync(() => OpenAI(() => Activity.Current!
            .SetTag(MlflowKeys.SpanType, "PARSER").SetTag(MlflowKeys.SpanInputs, "1").SetTag(MlflowKeys.ChatTokenUsage, "{}").SetTag(MlflowKeys.LlmModel, "mine")));

        var span = sent.All.ShouldHaveSingleItem();
        new[] { MlflowKeys.SpanType, MlflowKeys.SpanInputs, MlflowKeys.ChatTokenUsage, MlflowKeys.LlmModel }.Select(key => SentSpans.Text(span, key))
            .ShouldBe(["PARSER", "1", "{}", "mine"]);
        span.Attributes.Select(a => a.Key).ShouldBeUnique();
    }

    [Fact]
    public async Task SpansWithoutAWordOfADialect_StayAsTheyAre()
    {
        var sent = await SentSpans.OfAsync(
            () => Call(Program, "GET /", ActivityKind.Server, [new("url.path", "/"), new("user.id", "u"), new("enduser.id", "u"), new("session.id", "s")], Http, null),
            ("Mlflow:Sources", "Program,System.Net.Http"));

        sent.All.SelectMany(span => span.Attributes).Select(a => a.Key).ShouldNotContain(key => key.StartsWith("mlflow."));
    }

    [Fact]
    public async Task Conversation_OfASpan_IsTheSessionOfItsTrace_UnlessItHasOne()
    {
        var unnamed = await SentSpans.OfAsync(() => Mlflow.Trace("root", () => Say(GenAiKeys.ConversationId, "c-1")));
        var named = await SentSpans.OfAsync(() => Mlflow.Trace("root", () =>
        {
            Mlflow.UpdateCurrentTrace(session: "mine");
            Say(GenAiKeys.ConversationId, "c-2");
        }));

        var asMetadata = await SentSpans.OfAsync(() => Mlflow.Trace("root", () =>
        {
            Mlflow.UpdateCurrentTrace(metadata: [new(MlflowKeys.TraceSession, "mine")]);
            Say(GenAiKeys.ConversationId, "c-3");
        }));

        (unnamed.Text("root", MlflowKeys.TraceSession), named.Text("root", MlflowKeys.TraceSession), asMetadata.Text("root", MlflowKeys.TraceSession)).ShouldBe(("c-1", "mine", null));
    }

    [Fact]
    public async Task Processors_OfTheProgram_SeeTheSpanInMlflowsWords()
    {
        var seen = new List<string?>();
        using var processing = Mlflow.Configure(span =>
        {
            seen.Add(span.SpanType);
            span.SetInputs("hidden");
        });

        var sent = await SentSpans.OfAsync(() => Anthropic());

        seen.ShouldBe(["CHAT_MODEL"]);
        SentSpans.Text(sent.All.ShouldHaveSingleItem(), MlflowKeys.SpanInputs).ShouldBe("\"hidden\"");
    }

    [Fact]
    public async Task Texts_ThatTheProgramRedacts_AreRedactedInOurWords()
    {
        var span = await OneAsync(o => o.GenAI.RedactText = text => text == "Hello" ? "***" : text == "Hi" ? throw new InvalidOperationException("The test asked for it.") : text);

        SentSpans.Text(span, MlflowKeys.SpanInputs).ShouldBe("""[{"role":"user","parts":[{"type":"text","content":"***"}]}]""");
        SentSpans.Text(span, MlflowKeys.SpanOutputs).ShouldBe("""[{"role":"assistant","parts":[{"type":"text","content":null}]}]""");
    }

    [Theory]
    [InlineData(5_000)]
    [InlineData(17 << 20)]
    public async Task Content_LongerThanAValueMayBe_IsCutAndStillJson(int length)
    {
        var text = JsonSerializer.Serialize(new[] { new { role = "user", content = new string('x', length) } });
        var sent = await SentSpans.OfAsync(
            () => Call(Program, "chat", ActivityKind.Client, [new(GenAiKeys.OperationName, "chat"), new(GenAiKeys.InputMessages, text)], null, null),
            ("Mlflow:MaxContentBytes", "2000"), ("Mlflow:Sources", "Program"), ("Mlflow:Delivery:MaxRequestBytes", "50000000"));

        var inputs = SentSpans.Text(sent.All.ShouldHaveSingleItem(), MlflowKeys.SpanInputs)!;
        inputs.Length.ShouldBeInRange(1000, 2000);
        Should.NotThrow(() => JsonDocument.Parse(inputs).Dispose());
    }

    [Fact]
    public async Task Spans_ThatMicrosoftExtensionsAIStartsFromOurSource_AreDescribed()
    {
        var sent = await SentSpans.OfAsync(() =>
        {
            using var orchestration = OtelBridge.Tracing.SpanSource.Instance.StartActivity("orchestrate_tools");
            orchestration!.AddTag(GenAiKeys.OperationName, "orchestrate_tools");
            using var tool = OtelBridge.Tracing.SpanSource.Instance.StartActivity("execute_tool weather");
            tool!.AddTag(GenAiKeys.OperationName, "execute_tool").AddTag(GenAiKeys.ToolName, "weather").AddTag(GenAiKeys.ToolCallArguments, """{"city":"Bern"}""");
        });

        sent.All.Select(Row).ShouldBe(["TOOL execute_tool weather |  | ", "CHAIN orchestrate_tools |  | "]);
        sent.Text("execute_tool weather", MlflowKeys.SpanInputs).ShouldBe("""{"city":"Bern"}""");
    }

    [Fact]
    public async Task Collector_ThatWantsOpenInference_GetsWhatALibraryOfTheConventionsSays()
    {
        var span = await TranslatedSpan.OfAsync(SpanDialects.OpenInference, () => Anthropic());

        span.Said("openinference.", "llm.").ShouldBe(
            new Dictionary<string, string>
            {
                ["openinference.span.kind"] = "LLM",
                ["llm.model_name"] = "claude-x-1",
                ["llm.provider"] = "anthropic",
                ["llm.input_messages.0.message.role"] = "user",
                ["llm.input_messages.0.message.content"] = "Hello",
                ["llm.output_messages.0.message.role"] = "assistant",
                ["llm.output_messages.0.message.content"] = "Hi",
                ["llm.token_count.prompt"] = "15",
                ["llm.token_count.completion"] = "2",
                ["llm.token_count.total"] = "17",
                ["llm.token_count.prompt_details.cache_read"] = "5",
                ["llm.token_count.prompt_details.cache_write"] = "7",
            },
            ignoreOrder: true);
    }

    [Fact]
    public async Task Collector_ThatWantsTheConventions_GetsTheMessagesOfEvents()
    {
        var span = await TranslatedSpan.OfAsync(SpanDialects.GenAi, () => Call(Program, "chat.completions m", ActivityKind.Client, [new(GenAiKeys.OperationName, "chat.completions")], null, static span =>
        {
            span.AddEvent(new ActivityEvent(GenAiKeys.UserMessageEvent, tags: [new(GenAiKeys.EventContent, """{"role":"user","content":"Hello"}""")]));
            span.AddEvent(new ActivityEvent(GenAiKeys.ChoiceEvent, tags: [new(GenAiKeys.EventContent, """{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"Stop"}""")]));
        }), ("Mlflow:Sources", "Program"));

        span.Said(GenAiKeys.InputMessages, GenAiKeys.OutputMessages).Values.ShouldBe(
            ["""[{"role":"user","parts":[{"type":"text","content":"Hello"}]}]""", """[{"role":"assistant","parts":[{"type":"text","content":"Hi"}],"finish_reason":"Stop"}]"""], ignoreOrder: true);
    }

    [Fact]
    public async Task MlflowServer_IsToldOfMessagesAndTokensOfALibrarysTrace()
    {
        await using var server = await FakeMlflowServer.StartAsync();
        using var tracing = Traced.To((EnvironmentKeys.TrackingUri, server.Address));

        RecordedSpans.Play("agent-framework");
        await tracing.FlushAsync(Traced.Patience);

        var record = server.Records.Values.Single(record => (string?)record["tags"]![MlflowKeys.TraceName] == "invoke_agent Forecaster(3f2a)");
        ((string?)record["request_preview"], (string?)record["response_preview"]).ShouldBe(("How is the weather in Bern?", "It is sunny in Bern."));
        ((string?)record["trace_metadata"]![MlflowKeys.TraceTokenUsage]).ShouldBe("{\"input_tokens\": 32, \"output_tokens\": 12, \"total_tokens\": 44}");
        ((string?)record["trace_metadata"]![MlflowKeys.TraceSession]).ShouldBe("conversation-1");
    }

    [Fact]
    public async Task Sampling_ByTokens_CountsTheTokensOfLibraries()
    {
        var sent = await SentSpans.OfAsync(
            () =>
            {
                Mlflow.Trace("small", () => Call(Program, "openai.chat", ActivityKind.Client, [new("llm.usage.total_tokens", 9), new("gen_ai.usage.prompt_tokens", 9)], null, null));
                Mlflow.Trace("large", () => Call(Program, "openai.chat", ActivityKind.Client, [new("llm.usage.total_tokens", 900), new("gen_ai.usage.prompt_tokens", 800)], null, null));
            },
            ("Mlflow:Sources", "Program"), ("Mlflow:Destinations:store:Sampling:Ratio", "0"), ("Mlflow:Destinations:store:Sampling:KeepMoreTokensThan", "100"));

        sent.Tree.ShouldBe("large\n  openai.chat");
    }

    [Fact]
    public void HostileValues_OnASpan_CostNothingButThemselves()
    {
        using var spans = new EndedSpans(("Mlflow:Sources", "Program"));

        Call(Program, "hostile", ActivityKind.Client, [new(GenAiKeys.OperationName, "chat"), new(null!, 1), new(GenAiKeys.InputMessages, new Hostile()), new(GenAiKeys.OutputMessages, "[{")], null, null);

        (spans["hostile"].GetTagItem(MlflowKeys.SpanType), spans["hostile"].GetTagItem(MlflowKeys.SpanOutputs)).ShouldBe(("CHAT_MODEL", "\"[{\""));
    }

    [Fact]
    public void MapThatHoldsItselfManyTimes_OnASpan_IsReadToABound()
    {
        using var spans = new EndedSpans(("Mlflow:Sources", "Program"));
        var ring = new Dictionary<string, object?>();
        for (var i = 0; i < 10; i++)
        {
            ring[$"again{i}"] = ring;
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        Call(Program, "ring", ActivityKind.Client, [new(GenAiKeys.OperationName, "chat"), new("ring", ring)], null, null);

        // Read at each of its levels, it would be a hundred million maps.
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(32 << 20);
        spans["ring"].GetTagItem(MlflowKeys.SpanType).ShouldBe("CHAT_MODEL");
    }

    [Fact]
    public void MapThatCannotBeRead_OnASpan_CostsNothingButItself()
    {
        using var spans = new EndedSpans(("Mlflow:Sources", "Program"));

        Call(Program, "broken", ActivityKind.Client, [new("map", Broken()), new(GenAiKeys.OperationName, "chat")], null, null);

        spans["broken"].GetTagItem(MlflowKeys.SpanType).ShouldBe("CHAT_MODEL");
    }

    private static IEnumerable<KeyValuePair<string, object?>> Broken()
    {
        yield return new("one", 1);
        throw new InvalidOperationException("The test asked for it.");
    }

    private static async Task<Span> OneAsync(Action<MlflowTracingOptions> configure)
    {
        await using var collector = await FakeCollector.StartAsync();
        using var tracing = MlflowTracing.Init(configure, Traced.Configuration((EnvironmentKeys.TrackingUri, collector.TrackingUri)));
        Anthropic();
        (await tracing.FlushAsync(Traced.Patience)).IsComplete.ShouldBeTrue();
        return collector.Spans.ShouldHaveSingleItem();
    }

    private static void Say(string key, string value) => OpenAI(() => Activity.Current!.SetTag(key, value));

    private static string Row(Span span)
    {
        var usage = SentSpans.Text(span, MlflowKeys.ChatTokenUsage) is { } json ? JsonDocument.Parse(json).RootElement : (JsonElement?)null;
        return $"{SentSpans.Text(span, MlflowKeys.SpanType)} {span.Name} | {SentSpans.Text(span, MlflowKeys.LlmModel)} | "
            + (usage is { } counts ? $"{counts.GetProperty("input_tokens")}/{counts.GetProperty("output_tokens")}" : string.Empty);
    }

    private static string Content(string name, string? inputs, string? outputs) => $"{name} | {inputs} | {outputs}";

    private sealed class Hostile
    {
        public override string ToString() => throw new InvalidOperationException("The test asked for it.");
    }
}
