using ChatModels.Scripting;
using Microsoft.Extensions.AI;
using OtelBridge.Attributes;
using OtelBridge.Entities;
using OtelBridge.GenAI.Tests.Models;

namespace OtelBridge.GenAI.Tests.Packages;

/// <summary>Calls of OpenAI 2.15.0 and Anthropic 13.11.0 through our middleware, while the libraries' own spans are listened to as well.</summary>
[Collection(TracingCollection.Name)]
public sealed class ChatTests(StoreFixture store)
{
    public static TheoryData<string, bool> ProvidersWholeAndStreamed => TracedModels.ProvidersWholeAndStreamed;

    [Theory]
    [MemberData(nameof(ProvidersWholeAndStreamed))]
    public async Task Chat_Traced_IsOneSpanWithAllThatWasSaid(string provider, bool streamed)
    {
        await using var server = await ScriptedModelServer.StartAsync(new ModelAnswer
        {
            Text = "It will rain in Bern.",
            Usage = new ModelUsage(100, 20, CacheRead: 30),
            Id = "answer-1",
            Model = "dated-model",
        });
        using var program = new TracedProgram(store);

        await TracedModels.Of(provider, server).AskAsync(
            streamed, "Weather?", new ChatOptions { Instructions = "Be short.", Temperature = 0.5f, MaxOutputTokens = 77, StopSequences = ["END"] });

        var trace = await program.TraceAsync();
        var model = TracedModels.ModelOf(provider);
        trace.Tree().ShouldBe([$"CHAT_MODEL chat {model}"]);
        var span = trace.Spans[0];
        span.Status.ShouldBe(SpanStatus.Ok);
        var messages = span.Inputs!.Value.GetProperty("messages");
        messages.EnumerateArray().Select(static message => (message.GetProperty("role").GetString(), message.GetProperty("content").GetString()))
            .ShouldBe([("system", "Be short."), ("user", "Weather?")]);
        span.Inputs.Value.GetProperty("model").GetString().ShouldBe(model);
        span.AnswerText().ShouldBe("It will rain in Bern.");
        span.Text(MlflowKeys.MessageFormat).ShouldBe("openai");
        span.TokenUsage.ShouldBe(new TokenUsage(100, 20, 120));
        span.Text(GenAiKeys.CacheReadTokens).ShouldBe("30");
        span.Text(MlflowKeys.LlmModel).ShouldBe("dated-model");
        span.Text(MlflowKeys.LlmProvider).ShouldBe(provider);
        span.Text(GenAiKeys.OperationName).ShouldBe("chat");
        span.Text(GenAiKeys.ProviderName).ShouldBe(provider);
        span.Text(GenAiKeys.RequestModel).ShouldBe(model);
        span.Text(GenAiKeys.RequestTemperature).ShouldBe("0.5");
        span.Text(GenAiKeys.RequestMaxTokens).ShouldBe("77");
        span.Text(GenAiKeys.ResponseModel).ShouldBe("dated-model");
        span.Text(GenAiKeys.ResponseId).ShouldBe("answer-1");
        span.Text(GenAiKeys.ResponseFinishReasons).ShouldBe("""["stop"]""");
        (span.Text(GenAiKeys.ResponseTimeToFirstChunk) is not null).ShouldBe(streamed);
        trace.Info.TokenUsage.ShouldBe(new TokenUsage(100, 20, 120));
        trace.Info.RequestPreview.ShouldNotBeNull().ShouldContain("Weather?");
        trace.Info.ResponsePreview.ShouldNotBeNull().ShouldContain("It will rain in Bern.");
    }

    [Theory]
    [MemberData(nameof(ProvidersWholeAndStreamed))]
    public async Task Chat_WithTheLibrariesSwitchedOff_IsTheSameSpan(string provider, bool streamed)
    {
        await using var server = await ScriptedModelServer.StartAsync(ModelAnswer.Says("Fine."));
        using var program = new TracedProgram(store, GenAILibraries.None);

        await TracedModels.Of(provider, server).AskAsync(streamed, "How are you?");

        var trace = await program.TraceAsync();
        trace.Tree().ShouldBe([$"CHAT_MODEL chat {TracedModels.ModelOf(provider)}"]);
        trace.Spans[0].AnswerText().ShouldBe("Fine.");
    }

    [Theory]
    [MemberData(nameof(ProvidersWholeAndStreamed))]
    public async Task Chat_WithThinking_KeepsItBesideTheAnswer(string provider, bool streamed)
    {
        await using var server = await ScriptedModelServer.StartAsync(
            new ModelAnswer { Text = "Four.", Reasoning = "Two and two.", Usage = new ModelUsage(10, 8, Reasoning: 5) });
        using var program = new TracedProgram(store);

        await TracedModels.Of(provider, server).AskAsync(streamed, "2 + 2?");

        var span = await program.SpanAsync();
        span.AnswerText().ShouldBe("Four.");
        span.Answer().GetProperty("reasoning_content").GetString().ShouldBe("Two and two.");
    }

    [Fact]
    public async Task Chat_OfAnthropic_KeepsWhatWentToTheCache()
    {
        await using var server = await ScriptedModelServer.StartAsync(ModelAnswer.Says("Fine.") with { Usage = new ModelUsage(100, 20, CacheRead: 30, CacheWrite: 10) });
        using var program = new TracedProgram(store);

        await ModelClients.AnthropicChat(server).UseMlflowTracing().GetResponseAsync("How are you?");

        var span = await program.SpanAsync();
        span.TokenUsage.ShouldBe(new TokenUsage(100, 20, 120));
        span.Text(MlflowKeys.ChatTokenUsage).ShouldNotBeNull().ShouldContain("\"cache_creation_input_tokens\":10");
        span.Text(GenAiKeys.CacheReadTokens).ShouldBe("30");
    }

    [Fact]
    public async Task Chat_OfOpenAI_KeepsWhatItsReasoningCost()
    {
        await using var server = await ScriptedModelServer.StartAsync(ModelAnswer.Says("Fine.") with { Usage = new ModelUsage(100, 20, Reasoning: 12) });
        using var program = new TracedProgram(store);

        await ModelClients.OpenAIChat(server).UseMlflowTracing().GetResponseAsync("How are you?");

        (await program.SpanAsync()).Text(GenAiKeys.ReasoningTokens).ShouldBe("12");
    }

    [Fact]
    public async Task Chat_WithAPicture_KeepsItInTheMessages()
    {
        await using var server = await ScriptedModelServer.StartAsync(ModelAnswer.Says("A cat."));
        using var program = new TracedProgram(store);
        var question = new ChatMessage(ChatRole.User, [new TextContent("What is this?"), new DataContent(new byte[] { 1, 2, 3 }, "image/png")]);

        await ModelClients.OpenAIChat(server).UseMlflowTracing().GetResponseAsync([question]);

        var parts = (await program.SpanAsync()).Inputs!.Value.GetProperty("messages")[0].GetProperty("content");
        parts[0].GetProperty("text").GetString().ShouldBe("What is this?");
        parts[1].GetProperty("image_url").GetProperty("url").GetString().ShouldBe("data:image/png;base64,AQID");
    }

    [Fact]
    public async Task Chat_WithoutContent_KeepsWhoAndHowMuchAlone()
    {
        await using var server = await ScriptedModelServer.StartAsync(ModelAnswer.Says("My secret answer."));
        using var program = new TracedProgram(store, configure: static options => options.GenAI.CaptureContent = false);

        await ModelClients.OpenAIChat(server).UseMlflowTracing().GetResponseAsync("My secret question.");

        var span = await program.SpanAsync();
        span.ToJson().ShouldNotContain("secret");
        span.TokenUsage.ShouldNotBeNull();
        span.Text(MlflowKeys.LlmModel).ShouldBe(ModelClients.OpenAIModel);
    }
}
