using ChatModels;
using ChatModels.Scripting;
using Microsoft.Extensions.AI;

namespace OtelBridge.GenAI.Tests.Models;

/// <summary>The loop that calls tools, over OpenAI's client and a script that looks at each request.</summary>
public sealed class ToolLoopTests
{
    private static readonly AIFunction Weather = AIFunctionFactory.Create((string city) => $"Rain in {city}", "weather");
    private static readonly AIFunction Broken = AIFunctionFactory.Create(string () => throw new InvalidOperationException("No sensor."), "broken");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Loop_AskedForATool_CallsItAndAsksAgain(bool streamed)
    {
        await using var server = await ScriptedModelServer.StartAsync(static request => request.ToolResults is [var result, ..]
            ? ModelAnswer.Says($"{result}: take an umbrella.") with { Usage = new ModelUsage(20, 5) }
            : ModelAnswer.Calls("weather", """{"city":"Bern"}""") with { Usage = new ModelUsage(10, 3) });

        var response = await AskAsync(server, streamed, Weather);

        response.Messages[^1].Text.ShouldBe("Rain in Bern: take an umbrella.");
        response.Messages.Select(static message => message.Role).ShouldBe([ChatRole.Assistant, ChatRole.Tool, ChatRole.Assistant]);
        response.Usage.ShouldNotBeNull().InputTokenCount.ShouldBe(30);
        server.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Loop_ToolsThatFail_AreToldToTheModel()
    {
        await using var server = await ScriptedModelServer.StartAsync(
            ModelAnswer.Calls(new ModelToolCall("broken"), new ModelToolCall("unknown"), new ModelToolCall("weather", "{")),
            ModelAnswer.Says("Sorry."));

        var response = await AskAsync(server, streamed: false, Weather, Broken);

        response.Messages[^1].Text.ShouldBe("Sorry.");
        server.Requests[1].ToolResults.ShouldBe(["Error: No sensor.", "Error: there is no tool 'unknown'.", "Error: the arguments are no JSON."]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Loop_WithoutEnd_StopsAfterItsTurns(bool streamed)
    {
        await using var server = await ScriptedModelServer.StartAsync(static _ => ModelAnswer.Calls("weather", """{"city":"Bern"}"""));

        var response = await AskAsync(server, streamed, Weather);

        server.Requests.Count.ShouldBe(3);
        response.Messages[^1].Contents.OfType<FunctionCallContent>().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Loop_CancelledInATool_EndsByCancellation()
    {
        await using var server = await ScriptedModelServer.StartAsync(ModelAnswer.Calls("waits"));
        using var cancellation = new CancellationTokenSource();
        var waits = AIFunctionFactory.Create(
            async (CancellationToken token) =>
            {
                await cancellation.CancelAsync();
                await Task.Delay(Timeout.Infinite, token);
            },
            "waits");
        using var loop = new ToolLoop(ModelClients.OpenAIChat(server));

        await Should.ThrowAsync<OperationCanceledException>(() =>
            loop.GetResponseAsync("Wait.", new ChatOptions { Tools = [waits] }, cancellation.Token));
    }

    private static async Task<ChatResponse> AskAsync(ScriptedModelServer server, bool streamed, params AITool[] tools)
    {
        using var loop = new ToolLoop(ModelClients.OpenAIChat(server), turns: 3);
        var options = new ChatOptions { Tools = tools };
        return streamed ? await loop.GetStreamingResponseAsync("Weather?", options).ToChatResponseAsync() : await loop.GetResponseAsync("Weather?", options);
    }
}
