using Anthropic.Models.Messages;
using ChatModels.Scripting;
using Microsoft.Extensions.AI;

namespace OtelBridge.GenAI.Tests.Models;

/// <summary>Anthropic's own client, and its chat client, read what the scripted server writes.</summary>
public sealed class AnthropicWireTests
{
    private static readonly ModelAnswer Full = new()
    {
        Text = "It rains in Bern.",
        Reasoning = "Clouds over the Alps.",
        ToolCalls = [new ModelToolCall("weather", """{"city":"Bern","days":3}""", "toolu_1")],
        Usage = new ModelUsage(100, 20, CacheRead: 30, CacheWrite: 10),
        Id = "msg_1",
    };

    [Fact]
    public async Task Message_OfEverything_IsRead()
    {
        await using var server = await ScriptedModelServer.StartAsync(Full);
        var request = new MessageCreateParams
        {
            Model = ModelClients.AnthropicModel,
            MaxTokens = ModelClients.MaxTokens,
            Messages = [new UserMessageParam("Weather?")],
        };

        var message = await ModelClients.Anthropic(server).Messages.Create(request);

        message.ID.ShouldBe("msg_1");
        message.Content.Count.ShouldBe(3);
        message.StopReason.ShouldNotBeNull().Raw().ShouldBe("tool_use");
        // Beside the cached ones, as Anthropic counts.
        message.Usage.InputTokens.ShouldBe(60);
        message.Usage.CacheReadInputTokens.ShouldBe(30);
        message.Usage.CacheCreationInputTokens.ShouldBe(10);
        server.Requests.ShouldHaveSingleItem().LastUserText.ShouldBe("Weather?");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ChatClient_OfEverything_ReadsAnswerAndCacheTokens(bool streamed)
    {
        await using var server = await ScriptedModelServer.StartAsync(Full);
        using var client = ModelClients.AnthropicChat(server);

        var response = streamed
            ? await client.GetStreamingResponseAsync("Weather?").ToChatResponseAsync()
            : await client.GetResponseAsync("Weather?");

        var contents = response.Messages.SelectMany(static message => message.Contents).ToList();
        contents.OfType<TextReasoningContent>().ShouldHaveSingleItem().Text.ShouldBe("Clouds over the Alps.");
        response.Text.ShouldBe("It rains in Bern.");
        var call = contents.OfType<FunctionCallContent>().ShouldHaveSingleItem();
        call.CallId.ShouldBe("toolu_1");
        call.Arguments.ShouldNotBeNull()["city"]!.ToString().ShouldBe("Bern");
        response.FinishReason.ShouldBe(ChatFinishReason.ToolCalls);
        response.Usage.ShouldNotBeNull().InputTokenCount.ShouldBe(100);
        response.Usage.CachedInputTokenCount.ShouldBe(30);
        response.Usage.OutputTokenCount.ShouldBe(20);
    }

    [Fact]
    public async Task ChatClient_ToldAToolResult_SendsItAsTheScriptReadsIt()
    {
        await using var server = await ScriptedModelServer.StartAsync(ModelAnswer.Says("Take an umbrella."));
        using var client = ModelClients.AnthropicChat(server);

        await client.GetResponseAsync(
        [
            new ChatMessage(ChatRole.System, "Be short."),
            new ChatMessage(ChatRole.User, "Weather?"),
            new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("toolu_1", "weather")]),
            new ChatMessage(ChatRole.Tool, [new FunctionResultContent("toolu_1", "Rain")]),
        ]);

        var request = server.Requests.ShouldHaveSingleItem();
        request.Instructions.ShouldBe("Be short.");
        request.LastUserText.ShouldBe("Weather?");
        request.ToolResults.ShouldBe(["Rain"]);
    }
}
