using System.ClientModel;
using System.ClientModel.Primitives;
using ChatModels;
using ChatModels.Scripting;
using Microsoft.Extensions.AI;
using OpenAI;
using OtelBridge.Attributes;
using OtelBridge.Entities;
using OtelBridge.GenAI.Tests.Models;

namespace OtelBridge.GenAI.Tests.Packages;

/// <summary>Further ways in which OpenAI 2.15.0 is asked, each with our middleware and with the library's own spans at once.</summary>
[Collection(TracingCollection.Name)]
public sealed class OpenAIRequestTests(StoreFixture store)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Responses_BelowOurs_AreOneSpan(bool streamed)
    {
        await using var server = await ScriptedModelServer.StartAsync(ModelAnswer.Says("It rains.") with { Usage = new ModelUsage(10, 4) });
        using var program = new TracedProgram(store);
        using var client = new ResponsesChatClient(ModelClients.Responses(server), ModelClients.OpenAIModel);

        await client.UseMlflowTracing().AskAsync(streamed, "Weather?");

        var trace = await program.TraceAsync();
        trace.Tree().ShouldBe(["CHAT_MODEL chat gpt-4o-mini"]);
        trace.Spans[0].AnswerText().ShouldBe("It rains.");
        trace.Info.TokenUsage.ShouldBe(new TokenUsage(10, 4, 14));
    }

    [Fact]
    public async Task Call_ThatTheClientRepeats_IsOneSpan()
    {
        await using var server = await ScriptedModelServer.StartAsync(ModelAnswer.Refuses(429, "Slow down.", retryAfter: 0), ModelAnswer.Says("Now."));
        using var program = new TracedProgram(store);
        var patient = new OpenAIClient(
            new ApiKeyCredential("any-key"),
            new OpenAIClientOptions { Endpoint = server.OpenAIAddress, RetryPolicy = new ClientRetryPolicy(maxRetries: 1) });

        await new OpenAIChatClient(patient.GetChatClient(ModelClients.OpenAIModel)).UseMlflowTracing().GetResponseAsync("Hi");

        server.Requests.Count.ShouldBe(2);
        var span = await program.SpanAsync();
        span.Status.ShouldBe(SpanStatus.Ok);
        span.AnswerText().ShouldBe("Now.");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Refusal_OfTheModel_IsAnAnswerAndNoError(bool streamed)
    {
        await using var server = await ScriptedModelServer.StartAsync(new ModelAnswer { Refusal = "I must not." });
        using var program = new TracedProgram(store);

        await TracedModels.Of(TracedModels.OpenAI, server).AskAsync(streamed, "Do it.");

        var span = await program.SpanAsync();
        span.Status.ShouldBe(SpanStatus.Ok);
        span.Answer().GetProperty("content")[0].GetProperty("refusal").GetString().ShouldBe("I must not.");
    }

    [Fact]
    public async Task Call_WithAnotherCallBetween_IsTwoSpans()
    {
        await using var server = await ScriptedModelServer.StartAsync(ModelAnswer.Says("inner"), ModelAnswer.Says("outer"));
        using var program = new TracedProgram(store);
        using var checking = new CheckingClient(ModelClients.OpenAIChat(server), ModelClients.OpenAIChat(server).UseMlflowTracing());

        await checking.UseMlflowTracing().GetResponseAsync("Hi");

        // The one in between is a call of its own, traced by itself; the library's span of the outer one is said by ours.
        var trace = await program.TraceAsync();
        trace.Tree().ShouldBe(["CHAT_MODEL chat gpt-4o-mini", "  CHAT_MODEL chat gpt-4o-mini"]);
        trace.Spans[0].AnswerText().ShouldBe("outer");
        trace.Spans[1].AnswerText().ShouldBe("inner");
        trace.Spans.ShouldAllBe(static span => span.Text(MlflowKeys.LlmProvider) == "openai");
    }

    /// <summary>A client that asks a guard before it asks its model.</summary>
    private sealed class CheckingClient(IChatClient inner, IChatClient guard) : DelegatingChatClient(inner)
    {
        public override async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
        {
            await guard.GetResponseAsync("Is this allowed?", cancellationToken: cancellationToken);
            return await base.GetResponseAsync(messages, options, cancellationToken);
        }
    }
}
