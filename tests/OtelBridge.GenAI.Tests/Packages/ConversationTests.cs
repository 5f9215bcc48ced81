using ChatModels;
using ChatModels.Scripting;
using Microsoft.Extensions.AI;
using OtelBridge.Attributes;
using OtelBridge.Entities;
using OtelBridge.GenAI.Tests.Models;

namespace OtelBridge.GenAI.Tests.Packages;

/// <summary>A whole conversation as a program has it: retrieval, a model with tools, one of them behind the Model Context Protocol, and what a store makes of it.</summary>
[Collection(TracingCollection.Name)]
public sealed class ConversationTests(StoreFixture store)
{
    [Theory]
    [InlineData(TracedModels.OpenAI, false)]
    [InlineData(TracedModels.Anthropic, true)]
    public async Task Conversation_AtTheStore_IsOneTraceWithItsTreeAndTokens(string provider, bool streamed)
    {
        await using var server = await ScriptedModelServer.StartAsync(static request => request.ToolResults.Count > 0
            ? ModelAnswer.Says("Take an umbrella.") with { Usage = new ModelUsage(60, 10, CacheRead: 40) }
            : ModelAnswer.Calls("weather", """{"city":"Bern"}""") with { Usage = new ModelUsage(40, 8) });
        await using var pair = await McpPair.StartAsync();
        using var program = new TracedProgram(store);
        var loop = new ToolLoop(TracedModels.Of(provider, server));
        var options = new ChatOptions { Tools = new List<AITool> { pair["weather"] }.UseMlflowTracing() };
        var embeddings = ModelClients.OpenAIEmbeddings(server).UseMlflowTracing();

        var answer = await MlflowAgent.RunAsync(
            "forecaster",
            async _ =>
            {
                await embeddings.GenerateAsync(["weather in Bern"]);
                return (await loop.AskAsync(streamed, "Do I need an umbrella in Bern?", options)).Messages[^1].Text;
            },
            inputs: "Do I need an umbrella in Bern?",
            conversationId: "talk-7");

        answer.ShouldBe("Take an umbrella.");
        var trace = await program.TraceAsync();
        var chat = $"  CHAT_MODEL chat {TracedModels.ModelOf(provider)}";
        trace.Tree().ShouldBe(
        [
            "AGENT invoke_agent forecaster",
            "  EMBEDDING embeddings text-embedding-3-small",
            chat,
            "    TOOL execute_tool weather",
            "      TOOL tools/call weather",
            chat,
        ]);
        trace.Info.State.ShouldBe(TraceState.Ok);
        trace.Info.TraceMetadata[MlflowKeys.TraceSession].ShouldBe("talk-7");
        // Of the embedding, which counts by words, and of both turns.
        trace.Info.TokenUsage.ShouldBe(new TokenUsage(103, 18, 121));
        trace.Info.RequestPreview.ShouldNotBeNull().ShouldContain("umbrella in Bern?");
        trace.Info.ResponsePreview.ShouldNotBeNull().ShouldContain("Take an umbrella.");
        trace.SearchSpans(SpanType.ChatModel)[1].Inputs!.Value.GetProperty("messages").EnumerateArray()
            .Last().GetProperty("content").ToString().ShouldContain("Rain in Bern");
    }
}
