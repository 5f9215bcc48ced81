using ChatModels;
using ChatModels.Scripting;
using Microsoft.Extensions.AI;

namespace OtelBridge.GenAI.Tests.Models;

/// <summary>OpenAI's client as an <see cref="IChatClient"/>, at a scripted server.</summary>
public sealed class OpenAIChatClientTests
{
    private static readonly byte[] Picture = [0x89, 0x50, 0x4E, 0x47];

    [Fact]
    public async Task Request_WithEverything_ArrivesAsOpenAIWritesIt()
    {
        await using var server = await ScriptedModelServer.StartAsync(ModelAnswer.Says("Fine"));
        var options = new ChatOptions
        {
            Instructions = "Be short.",
            Temperature = 0.5f,
            TopP = 0.9f,
            MaxOutputTokens = 77,
            Seed = 5,
            StopSequences = ["END"],
            Tools = [AIFunctionFactory.Create((string city) => "Rain in " + city, "weather", "Says the weather.")],
            ToolMode = ChatToolMode.RequireSpecific("weather"),
        };

        await ModelClients.OpenAIChat(server).GetResponseAsync(
        [
            new ChatMessage(ChatRole.User, [new TextContent("What is this?"), new DataContent(Picture, "image/png"), new UriContent("https://example.org/cat.png", "image/png")]),
            new ChatMessage(ChatRole.Assistant, [new TextContent("Let me see."), new FunctionCallContent("call_1", "weather", new Dictionary<string, object?> { ["city"] = "Bern" })]),
            new ChatMessage(ChatRole.Tool, [new FunctionResultContent("call_1", "Rain"), new FunctionResultContent("call_2", 12)]),
        ],
        options);

        var body = server.Requests.ShouldHaveSingleItem().Body;
        var messages = body.GetProperty("messages");
        messages.EnumerateArray().Select(static message => message.GetProperty("role").GetString()).ShouldBe(["system", "user", "assistant", "tool", "tool"]);
        messages[1].GetProperty("content")[1].GetProperty("image_url").GetProperty("url").GetString().ShouldBe("data:image/png;base64,iVBORw==");
        messages[1].GetProperty("content")[2].GetProperty("image_url").GetProperty("url").GetString().ShouldBe("https://example.org/cat.png");
        messages[2].GetProperty("content").ToString().ShouldContain("Let me see.");
        messages[2].GetProperty("tool_calls")[0].GetProperty("function").GetProperty("arguments").GetString().ShouldBe("""{"city":"Bern"}""");
        messages[4].GetProperty("content").ToString().ShouldContain("12");
        body.GetProperty("temperature").GetSingle().ShouldBe(0.5f);
        body.GetProperty("max_completion_tokens").GetInt32().ShouldBe(77);
        body.GetProperty("seed").GetInt64().ShouldBe(5);
        body.GetProperty("stop")[0].GetString().ShouldBe("END");
        body.GetProperty("tools")[0].GetProperty("function").GetProperty("name").GetString().ShouldBe("weather");
        body.GetProperty("tool_choice").GetProperty("function").GetProperty("name").GetString().ShouldBe("weather");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Answer_WithEverything_IsRead(bool streamed)
    {
        await using var server = await ScriptedModelServer.StartAsync(new ModelAnswer
        {
            Text = "Let me look.",
            Reasoning = "It asks for two things.",
            ToolCalls = [new ModelToolCall("weather", """{"city":"Bern"}""", "call_1"), new ModelToolCall("time", "{}", "call_2")],
            Usage = new ModelUsage(100, 20, CacheRead: 30, Reasoning: 5),
            Id = "chatcmpl-7",
            Model = "gpt-4o-mini-2024-07-18",
        });
        var client = ModelClients.OpenAIChat(server);

        var response = streamed
            ? await client.GetStreamingResponseAsync("Weather and time?").ToChatResponseAsync()
            : await client.GetResponseAsync("Weather and time?");

        var contents = response.Messages.ShouldHaveSingleItem().Contents;
        contents.OfType<TextReasoningContent>().ShouldHaveSingleItem().Text.ShouldBe("It asks for two things.");
        response.Text.ShouldBe("Let me look.");
        contents.OfType<FunctionCallContent>().Select(static call => (call.CallId, call.Name)).ShouldBe([("call_1", "weather"), ("call_2", "time")]);
        contents.OfType<FunctionCallContent>().First().Arguments.ShouldNotBeNull()["city"]!.ToString().ShouldBe("Bern");
        response.ResponseId.ShouldBe("chatcmpl-7");
        response.ModelId.ShouldBe("gpt-4o-mini-2024-07-18");
        response.FinishReason.ShouldBe(ChatFinishReason.ToolCalls);
        response.Usage.ShouldNotBeNull().InputTokenCount.ShouldBe(100);
        response.Usage.CachedInputTokenCount.ShouldBe(30);
        response.Usage.ReasoningTokenCount.ShouldBe(5);
        response.Usage.TotalTokenCount.ShouldBe(120);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Answer_Refused_IsAnErrorContent(bool streamed)
    {
        await using var server = await ScriptedModelServer.StartAsync(new ModelAnswer { Refusal = "I must not." });
        var client = ModelClients.OpenAIChat(server);

        var response = streamed ? await client.GetStreamingResponseAsync("Do it.").ToChatResponseAsync() : await client.GetResponseAsync("Do it.");

        response.Messages.ShouldHaveSingleItem().Contents.OfType<ErrorContent>().ShouldHaveSingleItem().Message.ShouldBe("I must not.");
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/v1", "openai")]
    [InlineData("https://api.openai.com/v1", "openai")]
    [InlineData("https://mine.openai.azure.com/openai/v1", "azure.ai.openai")]
    [InlineData("https://api.deepseek.com", "deepseek")]
    public void Metadata_ByAddress_NamesTheProvider(string address, string provider)
    {
        using var client = new OpenAIChatClient("gpt-4o-mini", "key", new Uri(address));

        var metadata = client.GetService<ChatClientMetadata>().ShouldNotBeNull();

        metadata.ProviderName.ShouldBe(provider);
        metadata.DefaultModelId.ShouldBe("gpt-4o-mini");
        metadata.ProviderUri.ShouldBe(new Uri(address));
    }
}
