using System.Diagnostics;
using Microsoft.Extensions.AI;
using OtelBridge.Attributes;

namespace OtelBridge.GenAI.Tests.Chat;

public sealed class ChatSpanTests
{
    private const string Span = "chat gpt-test";

    [Fact]
    public async Task Call_WithAnAnswer_IsASpanWithTheChat()
    {
        using var spans = new EndedSpans();
        using var inner = new ScriptedChatClient();
        var client = inner.UseMlflowTracing();

        var response = await client.GetResponseAsync([new ChatMessage(ChatRole.System, "Be brief."), new ChatMessage(ChatRole.User, "Hi") { AuthorName = "ann" }]);

        response.Text.ShouldBe("Hello");
        var span = spans[Span];
        span.Kind.ShouldBe(ActivityKind.Client);
        span.Status.ShouldBe(ActivityStatusCode.Ok);
        span.Type().ShouldBe(SpanType.ChatModel);
        span.Text(GenAiKeys.OperationName).ShouldBe("chat");
        span.Text(MlflowKeys.MessageFormat).ShouldBe("openai");
        span.Text(MlflowKeys.SpanInputs).ShouldBe(
            """{"messages":[{"role":"system","content":"Be brief."},{"role":"user","name":"ann","content":"Hi"}],"model":"gpt-test"}""");
        span.Text(MlflowKeys.SpanOutputs).ShouldBe(
            """{"choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}],"id":"answer-1","object":"chat.completion","model":"gpt-test-2026"}""");
        span.Text(GenAiKeys.RequestModel).ShouldBe("gpt-test");
        span.Text(GenAiKeys.ResponseModel).ShouldBe("gpt-test-2026");
        span.Text(MlflowKeys.LlmModel).ShouldBe("gpt-test-2026");
        span.Text(GenAiKeys.ResponseId).ShouldBe("answer-1");
        span.GetTagItem(GenAiKeys.ResponseFinishReasons).ShouldBe(new[] { "stop" });
        span.Text(GenAiKeys.ProviderName).ShouldBe("openai");
        span.Text(MlflowKeys.LlmProvider).ShouldBe("openai");
        span.Text(OTelKeys.ServerAddress).ShouldBe("api.example.org");
        span.GetTagItem(OTelKeys.ServerPort).ShouldBe(443);
        span.GetTagItem(MlflowKeys.ChatTokenUsage).ShouldBeNull();
        span.GetTagItem(GenAiKeys.InputTokens).ShouldBeNull();
    }

    [Fact]
    public async Task Options_ThatAreSet_AreRecordedAndOthersAreNot()
    {
        using var spans = new EndedSpans();
        using var inner = new ScriptedChatClient();

        await inner.UseMlflowTracing().GetResponseAsync("Hi", new ChatOptions
        {
            ModelId = "gpt-other",
            Instructions = "Be kind.",
            Temperature = 0.7f,
            TopP = 0.9f,
            TopK = 40,
            FrequencyPenalty = 0.1f,
            PresencePenalty = -0.2f,
            Seed = 42,
            MaxOutputTokens = 100,
            StopSequences = ["END", "\n\n"],
            ResponseFormat = ChatResponseFormat.Json,
            Reasoning = new ReasoningOptions { Effort = ReasoningEffort.High },
            ToolMode = ChatToolMode.RequireSpecific("weather"),
            AllowMultipleToolCalls = false,
        });

        var span = spans["chat gpt-other"];
        span.GetTagItem(GenAiKeys.RequestTemperature).ShouldBe(0.7);
        span.GetTagItem(GenAiKeys.RequestTopP).ShouldBe(0.9);
        span.GetTagItem(GenAiKeys.RequestTopK).ShouldBe(40L);
        span.GetTagItem(GenAiKeys.RequestFrequencyPenalty).ShouldBe(0.1);
        span.GetTagItem(GenAiKeys.RequestPresencePenalty).ShouldBe(-0.2);
        span.GetTagItem(GenAiKeys.RequestSeed).ShouldBe(42L);
        span.GetTagItem(GenAiKeys.RequestMaxTokens).ShouldBe(100L);
        span.GetTagItem(GenAiKeys.RequestStopSequences).ShouldBe(new[] { "END", "\n\n" });
        span.Text(GenAiKeys.OutputType).ShouldBe("json");
        span.Text(GenAiKeys.RequestReasoningLevel).ShouldBe("high");
        span.GetTagItem(GenAiKeys.RequestStream).ShouldBeNull();
        span.Text(MlflowKeys.SpanInputs).ShouldBe(
            """{"messages":[{"role":"system","content":"Be kind."},{"role":"user","content":"Hi"}],"model":"gpt-other","temperature":0.7,"top_p":0.9,"top_k":40,"frequency_penalty":"""
            + """0.1,"presence_penalty":-0.2,"seed":42,"max_tokens":100,"stop":["END","\n\n"],"reasoning_effort":"high","response_format":"""
            + """{"type":"json_object"},"tool_choice":{"type":"function","function":{"name":"weather"}},"parallel_tool_calls":false}""");
    }

    [Fact]
    public async Task Usage_WithCacheAndReasoning_IsRecordedWhereverTheLibraryPutIt()
    {
        using var spans = new EndedSpans();
        var usage = new UsageDetails
        {
            InputTokenCount = 115,
            OutputTokenCount = 7,
            CachedInputTokenCount = 100,
            ReasoningTokenCount = 0,
            AdditionalCounts = new() { ["CacheCreationInputTokens"] = 5 },
        };
        using var inner = new ScriptedChatClient { Complete = (_, _) => Task.FromResult(new ChatResponse { Usage = usage }) };

        await inner.UseMlflowTracing().GetResponseAsync("Hi");

        var span = spans[Span];
        span.Text(MlflowKeys.ChatTokenUsage).ShouldBe(
            """{"input_tokens":115,"output_tokens":7,"total_tokens":122,"cache_read_input_tokens":100,"cache_creation_input_tokens":5,"reasoning_tokens":0}""");
        span.GetTagItem(GenAiKeys.InputTokens).ShouldBe(115L);
        span.GetTagItem(GenAiKeys.OutputTokens).ShouldBe(7L);
        span.GetTagItem(GenAiKeys.CacheReadTokens).ShouldBe(100L);
        span.GetTagItem(GenAiKeys.CacheWriteTokens).ShouldBe(5L);
        span.GetTagItem(GenAiKeys.ReasoningTokens).ShouldBe(0L);
        span.Text(MlflowKeys.SpanOutputs).ShouldBe(
            """{"choices":[],"object":"chat.completion","usage":{"prompt_tokens":115,"completion_tokens":7,"total_tokens":122,"prompt_tokens_details":"""
            + """{"cached_tokens":100},"completion_tokens_details":{"reasoning_tokens":0}}}""");
    }

    [Fact]
    public async Task Usage_OfWhichHalfIsKnown_SaysNothingOfTheOther()
    {
        using var spans = new EndedSpans();
        using var inner = new ScriptedChatClient { Complete = (_, _) => Task.FromResult(new ChatResponse { Usage = new UsageDetails { OutputTokenCount = 0 } }) };

        await inner.UseMlflowTracing().GetResponseAsync("Hi");

        spans[Span].Text(MlflowKeys.ChatTokenUsage).ShouldBe("""{"output_tokens":0}""");
        spans[Span].GetTagItem(GenAiKeys.OutputTokens).ShouldBe(0L);
        spans[Span].GetTagItem(GenAiKeys.InputTokens).ShouldBeNull();
    }

    [Fact]
    public async Task Tools_ThatAreOffered_AreRecordedInOpenAIsForm()
    {
        using var spans = new EndedSpans();
        using var inner = new ScriptedChatClient();

        await inner.UseMlflowTracing().GetResponseAsync("Hi", new ChatOptions
        {
            Tools = [AIFunctionFactory.Create((string city) => "warm", "weather", "Says the weather."), new HostedWebSearchTool()],
        });

        var tools = spans[Span].Json(MlflowKeys.ChatTools);
        tools.GetArrayLength().ShouldBe(2);
        tools[0].GetProperty("type").GetString().ShouldBe("function");
        var function = tools[0].GetProperty("function");
        function.GetProperty("name").GetString().ShouldBe("weather");
        function.GetProperty("description").GetString().ShouldBe("Says the weather.");
        function.GetProperty("parameters").GetProperty("properties").GetProperty("city").GetProperty("type").GetString().ShouldBe("string");
        tools[1].Compact().ShouldBe("""{"type":"web_search","name":"web_search"}""");
    }

    [Fact]
    public async Task Conversation_OfARequest_IsTheTracesSession()
    {
        using var spans = new EndedSpans();
        using var inner = new ScriptedChatClient();
        var client = inner.UseMlflowTracing();

        using (Mlflow.StartSpan("turn"))
        {
            await client.GetResponseAsync("Hi", new ChatOptions { ConversationId = "thread-1" });
        }

        spans[Span].Text(GenAiKeys.ConversationId).ShouldBe("thread-1");
        spans[Span].Text(MlflowKeys.TraceSession).ShouldBeNull();
        spans["turn"].Text(MlflowKeys.TraceSession).ShouldBe("thread-1");
    }

    [Fact]
    public async Task Conversation_OfATraceWithASession_LeavesThat()
    {
        using var spans = new EndedSpans();
        using var inner = new ScriptedChatClient();

        using (Mlflow.StartSpan("turn"))
        {
            Mlflow.UpdateCurrentTrace(session: "mine");
            await inner.UseMlflowTracing().GetResponseAsync("Hi", new ChatOptions { ConversationId = "thread-1" });
        }

        spans["turn"].Text(MlflowKeys.TraceSession).ShouldBe("mine");
    }

    [Fact]
    public async Task Conversation_ThatNamesTheLastAnswer_IsNoSession()
    {
        using var spans = new EndedSpans();
        using var inner = new ScriptedChatClient { Complete = (_, _) => Task.FromResult(new ChatResponse { ConversationId = "resp_2" }) };

        await inner.UseMlflowTracing().GetResponseAsync("Hi");

        spans[Span].Text(GenAiKeys.ConversationId).ShouldBe("resp_2");
        spans[Span].Text(MlflowKeys.TraceSession).ShouldBeNull();
    }

    [Fact]
    public async Task Client_WrappedTwice_MakesOneSpan()
    {
        using var spans = new EndedSpans();
        using var inner = new ScriptedChatClient();
        var once = inner.UseMlflowTracing();

        var twice = once.UseMlflowTracing();
        await twice.GetResponseAsync("Hi");

        twice.ShouldBeSameAs(once);
        spans.Names.ShouldBe([Span]);
    }

    [Fact]
    public async Task Client_WhenNobodyListens_IsCalledAsItIs()
    {
        var chunks = ScriptedChatClient.Chunks(default, "Hi");
        using var inner = new ScriptedChatClient { Stream = (_, _) => chunks };
        var client = inner.UseMlflowTracing();

        client.GetStreamingResponseAsync("Hi").ShouldBeSameAs(chunks);
        (await client.GetResponseAsync("Hi")).Text.ShouldBe("Hello");
    }

    [Fact]
    public void Client_AskedForAnActivitySource_OffersOurs()
    {
        using var inner = new ScriptedChatClient();

        var source = inner.UseMlflowTracing().GetService(typeof(ActivitySource)).ShouldBeOfType<ActivitySource>();

        source.Name.ShouldBe(SpanScope.Name);
        inner.UseMlflowTracing().GetService(typeof(ActivitySource), "key").ShouldBeNull();
        inner.UseMlflowTracing().GetService(typeof(ScriptedChatClient)).ShouldBeSameAs(inner);
    }

    [Fact]
    public async Task Call_WhileItRuns_IsCurrentInsideAndNotOutside()
    {
        using var spans = new EndedSpans();
        var goOn = new TaskCompletionSource();
        using var inner = new ScriptedChatClient
        {
            Complete = async (_, _) =>
            {
                await goOn.Task;
                using (Mlflow.StartSpan("inside"))
                {
                    return ScriptedChatClient.Answer("Hello");
                }
            },
        };
        using var outer = Mlflow.StartSpan("outer");
        var before = Activity.Current;

        var call = inner.UseMlflowTracing().GetResponseAsync("Hi");
        Activity.Current.ShouldBeSameAs(before);
        goOn.SetResult();
        await call;

        Activity.Current.ShouldBeSameAs(before);
        spans["inside"].ParentSpanId.ShouldBe(spans[Span].SpanId);
        spans[Span].ParentSpanId.ShouldBe(before!.SpanId);
    }

    [Fact]
    public async Task Client_ThatLeavesNothingCurrent_DoesNotSpoilTheCaller()
    {
        using var spans = new EndedSpans();
        using var inner = new ScriptedChatClient
        {
            Complete = (_, _) =>
            {
                Activity.Current = null;
                return Task.FromResult(ScriptedChatClient.Answer("Hello"));
            },
        };
        using var outer = Mlflow.StartSpan("outer");
        var before = Activity.Current;

        await inner.UseMlflowTracing().GetResponseAsync("Hi");

        Activity.Current.ShouldBeSameAs(before);
        spans[Span].IsStopped.ShouldBeTrue();
    }

    [Fact]
    public async Task Messages_ThatAreASequence_AreReadOnce()
    {
        using var spans = new EndedSpans();
        using var inner = new ScriptedChatClient();
        var reads = 0;
        IEnumerable<ChatMessage> Messages()
        {
            reads++;
            yield return new ChatMessage(ChatRole.User, "Hi");
        }

        await inner.UseMlflowTracing().GetResponseAsync(Messages());

        reads.ShouldBe(1);
        inner.Asked.Single().Single().Text.ShouldBe("Hi");
        spans[Span].Inputs().GetProperty("messages").GetArrayLength().ShouldBe(1);
    }

    [Theory]
    [InlineData("azure_openai", null, "azure.ai.openai")]
    [InlineData("openai", "https://x.openai.azure.com/", "azure.ai.openai")]
    [InlineData("Mistral AI", null, "mistral_ai")]
    [InlineData("Google.Gemini", null, "gcp.gemini")]
    [InlineData("ollama", null, "ollama")]
    [InlineData(null, null, null)]
    public async Task Provider_ByAnyName_IsThatOfTheConventions(string? name, string? address, string? expected)
    {
        using var spans = new EndedSpans();
        using var inner = new ScriptedChatClient { Metadata = new ChatClientMetadata(name, address is null ? null : new Uri(address)) };

        await inner.UseMlflowTracing().GetResponseAsync("Hi");

        spans["chat"].Text(GenAiKeys.ProviderName).ShouldBe(expected);
        spans["chat"].Text(GenAiKeys.RequestModel).ShouldBeNull();
    }
}
