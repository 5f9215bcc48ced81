using System.ClientModel;
using Anthropic;
using Anthropic.Core;
using Anthropic.Helpers.Beta;
using Anthropic.Models.Beta.Messages;
using Anthropic.Models.Messages;
using ChatModels.Scripting;
using Microsoft.Extensions.AI;
using OtelBridge.Attributes;
using OtelBridge.Entities;
using OtelBridge.GenAI.Tests.Models;
using Beta = Anthropic.Models.Beta.Messages;
using MessageCreateParams = Anthropic.Models.Messages.MessageCreateParams;

namespace OtelBridge.GenAI.Tests.Packages;

/// <summary>What OpenAI 2.15.0 and Anthropic 13.11.0 say themselves, without any middleware, in MLflow's words.</summary>
[Collection(TracingCollection.Name)]
public sealed class OwnSpanTests(StoreFixture store)
{
    private static readonly ModelAnswer Fine = ModelAnswer.Says("Fine.") with { Usage = new ModelUsage(100, 20, CacheRead: 30, CacheWrite: 10), Model = "dated-model", Id = "answer-1" };

    [Fact]
    public async Task OpenAI_ChatCompletion_IsAChatModelWithItsTokens()
    {
        await using var server = await ScriptedModelServer.StartAsync(Fine);
        using var program = new TracedProgram(store);

        await ModelClients.OpenAI(server).GetChatClient(ModelClients.OpenAIModel).CompleteChatAsync("How are you?");

        Described(await program.TraceAsync(), "chat gpt-4o-mini", "openai");
    }

    [Fact]
    public async Task OpenAI_ChatCompletionRefused_IsAnError()
    {
        await using var server = await ScriptedModelServer.StartAsync(ModelAnswer.Refuses(400, "Not so."));
        using var program = new TracedProgram(store);

        await Should.ThrowAsync<ClientResultException>(() => ModelClients.OpenAI(server).GetChatClient(ModelClients.OpenAIModel).CompleteChatAsync("How are you?"));

        var trace = await program.TraceAsync();
        trace.Tree().ShouldBe(["CHAT_MODEL chat gpt-4o-mini ERROR"]);
        trace.Spans[0].Text(OTelKeys.ErrorType).ShouldBe("400");
        trace.Spans[0].StatusDescription.ShouldNotBeNull().ShouldContain("Not so.");
    }

    [Fact]
    public async Task OpenAI_ChatStream_SaysNothingWithoutOurs()
    {
        await using var server = await ScriptedModelServer.StartAsync(Fine);
        using var program = new TracedProgram(store);

        await foreach (var _ in ModelClients.OpenAI(server).GetChatClient(ModelClients.OpenAIModel).CompleteChatStreamingAsync("How are you?"))
        {
        }

        (await program.TracesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task OpenAI_Response_IsAChatModelWithItsTokens()
    {
        await using var server = await ScriptedModelServer.StartAsync(Fine);
        using var program = new TracedProgram(store);

        await ModelClients.Responses(server).CreateResponseAsync(ModelClients.OpenAIModel, "How are you?");

        Described(await program.TraceAsync(), "chat gpt-4o-mini", "openai");
    }

    [Fact]
    public async Task OpenAI_ResponseStreamed_IsAChatModelWithItsTokens()
    {
        await using var server = await ScriptedModelServer.StartAsync(Fine);
        using var program = new TracedProgram(store);

        await foreach (var _ in await ModelClients.Responses(server).CreateResponseStreamingAsync(ModelClients.OpenAIModel, "How are you?"))
        {
        }

        Described(await program.TraceAsync(), "chat gpt-4o-mini", "openai");
    }

    [Fact]
    public async Task Anthropic_Message_IsAChatModelWithItsTokens()
    {
        await using var server = await ScriptedModelServer.StartAsync(Fine);
        using var program = new TracedProgram(store);

        await ModelClients.Anthropic(server).Messages.Create(Question);

        var span = Described(await program.TraceAsync(), "anthropic.messages.create", "anthropic");
        span.Text(MlflowKeys.ChatTokenUsage).ShouldNotBeNull().ShouldContain("\"cache_read_input_tokens\":30");
        span.Text(MlflowKeys.ChatTokenUsage).ShouldNotBeNull().ShouldContain("\"cache_creation_input_tokens\":10");
    }

    [Fact]
    public async Task Anthropic_MessageStreamed_IsAChatModelWithItsTokens()
    {
        await using var server = await ScriptedModelServer.StartAsync(Fine);
        using var program = new TracedProgram(store);

        await foreach (var _ in ModelClients.Anthropic(server).Messages.CreateStreaming(Question))
        {
        }

        Described(await program.TraceAsync(), "anthropic.messages.create", "anthropic");
    }

    [Fact]
    public async Task Anthropic_MessageWithContent_HasItsInputsAndOutputs()
    {
        await using var server = await ScriptedModelServer.StartAsync(new ModelAnswer { Text = "Let me look.", ToolCalls = [new ModelToolCall("weather", """{"city":"Bern"}""")] });
        using var program = new TracedProgram(store);

        await WithContent(server).Messages.Create(Question);

        var span = await program.SpanAsync();
        span.Inputs.ShouldNotBeNull().GetRawText().ShouldContain("How are you?");
        span.Outputs.ShouldNotBeNull().GetRawText().ShouldContain("Let me look.");
        span.Outputs.Value.GetRawText().ShouldContain("Bern");
    }

    [Fact]
    public async Task Anthropic_MessageWithContentBelowOurs_IsSaidOnce()
    {
        await using var server = await ScriptedModelServer.StartAsync(Fine);
        using var program = new TracedProgram(store);

        await WithContent(server).AsIChatClient(ModelClients.AnthropicModel, ModelClients.MaxTokens).UseMlflowTracing().GetResponseAsync("How are you?");

        var span = await program.SpanAsync();
        span.Name.ShouldBe($"chat {ModelClients.AnthropicModel}");
        span.AnswerText().ShouldBe("Fine.");
        span.Text(GenAiKeys.InputMessages).ShouldBeNull();
        // What the library alone knows.
        span.Text("anthropic.response.service_tier").ShouldBe("standard");
    }

    [Fact]
    public async Task Anthropic_ToolRunner_IsAnAgentWithItsTurnsAndTools()
    {
        await using var server = await ScriptedModelServer.StartAsync(static request => request.ToolResults.Count > 0
            ? ModelAnswer.Says("Take an umbrella.") with { Usage = new ModelUsage(60, 10) }
            : ModelAnswer.Calls("weather", """{"city":"Bern"}""", "toolu_1") with { Usage = new ModelUsage(40, 8) });
        using var program = new TracedProgram(store);
        var weather = new BetaRunnableTool
        {
            Name = "weather",
            Definition = new BetaTool { Name = "weather", Description = "Says the weather.", InputSchema = new Beta.InputSchema() },
            Run = static (_, _) => Task.FromResult<BetaToolResultBlockParamContent>("Rain in Bern"),
        };
        var question = new Beta.MessageCreateParams
        {
            Model = ModelClients.AnthropicModel,
            MaxTokens = ModelClients.MaxTokens,
            Messages = [new BetaUserMessageParam("Do I need an umbrella?")],
        };

        await WithContent(server).Beta.Messages.ToolRunner(question, [weather]).RunUntilDoneAsync();

        var trace = await program.TraceAsync();
        trace.Tree().ShouldBe(
        [
            "AGENT anthropic.messages.tool_runner",
            "  CHAT_MODEL anthropic.messages.create",
            "  TOOL anthropic.custom_tool_use weather",
            "  CHAT_MODEL anthropic.messages.create",
        ]);
        var tool = trace.SearchSpans(SpanType.Tool).ShouldHaveSingleItem();
        tool.Inputs!.Value.GetProperty("city").GetString().ShouldBe("Bern");
        tool.Outputs!.Value.GetRawText().ShouldContain("Rain in Bern");
        tool.Text(GenAiKeys.ToolCallId).ShouldBe("toolu_1");
        trace.Info.TokenUsage.ShouldBe(new TokenUsage(100, 18, 118));
    }

    [Theory]
    [InlineData(TracedModels.OpenAI)]
    [InlineData(TracedModels.Anthropic)]
    public async Task Library_SwitchedOff_SaysNothing(string provider)
    {
        await using var server = await ScriptedModelServer.StartAsync(Fine);
        using var program = new TracedProgram(store, GenAILibraries.All & ~(provider == TracedModels.OpenAI ? GenAILibraries.OpenAI : GenAILibraries.Anthropic));

        await TracedModels.Bare(provider, server).GetResponseAsync("How are you?");

        (await program.TracesAsync()).ShouldBeEmpty();
    }

    private static MessageCreateParams Question => new()
    {
        Model = ModelClients.AnthropicModel,
        MaxTokens = ModelClients.MaxTokens,
        Messages = [new UserMessageParam("How are you?")],
    };

    private static IAnthropicClient WithContent(ScriptedModelServer server) => ModelClients.Anthropic(server).WithOptions(static options => options with
    {
        OpenTelemetry = new OpenTelemetryOptions { Traces = new OpenTelemetryTraces { ContentMode = OpenTelemetryContentMode.Content } },
    });

    private static Span Described(Trace trace, string name, string provider)
    {
        trace.Tree().ShouldBe([$"CHAT_MODEL {name}"]);
        var span = trace.Spans[0];
        span.TokenUsage.ShouldBe(new TokenUsage(100, 20, 120));
        span.Text(MlflowKeys.LlmModel).ShouldBe("dated-model");
        span.Text(MlflowKeys.LlmProvider).ShouldBe(provider);
        span.Text(GenAiKeys.ResponseId).ShouldBe("answer-1");
        trace.Info.TokenUsage.ShouldBe(new TokenUsage(100, 20, 120));
        return span;
    }
}
