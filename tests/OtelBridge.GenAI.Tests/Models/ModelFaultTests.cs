using System.ClientModel;
using Anthropic.Exceptions;
using ChatModels.Scripting;
using Microsoft.Extensions.AI;

namespace OtelBridge.GenAI.Tests.Models;

/// <summary>What goes wrong by script reaches the caller as the providers' clients tell it.</summary>
public sealed class ModelFaultTests
{
    private static readonly ModelAnswer Long = ModelAnswer.Says("one two three four five six seven eight");

    public static TheoryData<string> Providers => ["openai", "anthropic"];

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Stream_Cut_GivesWhatCameAndThenFails(string provider)
    {
        await using var server = await ScriptedModelServer.StartAsync(Long.CutAfter(6));
        using var client = Client(provider, server);
        List<string> texts = [];

        await Should.ThrowAsync<Exception>(() => ReadAsync(client, texts));

        string.Concat(texts).ShouldStartWith("one two three");
        string.Concat(texts).ShouldNotContain("eight");
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Stream_WithAnErrorInIt_GivesWhatCameAndThenFailsWithItsText(string provider)
    {
        await using var server = await ScriptedModelServer.StartAsync(Long.FailingAfter(6, "Overloaded for now."));
        using var client = Client(provider, server);
        List<string> texts = [];

        var failure = await Should.ThrowAsync<Exception>(() => ReadAsync(client, texts));

        failure.Message.ShouldContain("Overloaded for now.");
        string.Concat(texts).ShouldStartWith("one two three");
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Stream_Stalled_EndsByCancellation(string provider)
    {
        await using var server = await ScriptedModelServer.StartAsync(Long.StalledAfter(6));
        using var client = Client(provider, server);
        using var cancellation = new CancellationTokenSource();
        List<string> texts = [];

        var reading = ReadAsync(client, texts, cancellation.Token);
        await server.Stalled;
        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => reading);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Answer_Stalled_EndsByCancellation(string provider)
    {
        await using var server = await ScriptedModelServer.StartAsync(Long.StalledAfter(0));
        using var client = Client(provider, server);
        using var cancellation = new CancellationTokenSource();

        var asking = client.GetResponseAsync("Count.", cancellationToken: cancellation.Token);
        await server.Stalled;
        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => asking);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Answer_OfFiveMegabytes_IsReadWholeAndStreamed(string provider)
    {
        var text = new string('x', 5 * 1024 * 1024);
        await using var server = await ScriptedModelServer.StartAsync(ModelAnswer.Says(text), ModelAnswer.Says(text));
        using var client = Client(provider, server);

        (await client.GetResponseAsync("Write.")).Text.Length.ShouldBe(text.Length);
        (await client.GetStreamingResponseAsync("Write.").ToChatResponseAsync()).Text.Length.ShouldBe(text.Length);
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task ToolArguments_ThatAreNoJson_AreTheCallsException(string provider)
    {
        await using var server = await ScriptedModelServer.StartAsync(ModelAnswer.Calls("weather", """{"city":"""));
        using var client = Client(provider, server);

        var response = await client.GetStreamingResponseAsync("Weather?").ToChatResponseAsync();

        var call = response.Messages.SelectMany(static message => message.Contents).OfType<FunctionCallContent>().ShouldHaveSingleItem();
        call.Name.ShouldBe("weather");
        call.Exception.ShouldNotBeNull();
    }

    [Fact]
    public async Task OpenAI_RateLimited_SaysWhenToComeBack()
    {
        await using var server = await ScriptedModelServer.StartAsync(ModelAnswer.Refuses(429, "Slow down.", retryAfter: 7));

        var refusal = await Should.ThrowAsync<ClientResultException>(() => ModelClients.OpenAIChat(server).GetResponseAsync("Hi"));

        refusal.Status.ShouldBe(429);
        refusal.Message.ShouldContain("rate_limit_exceeded");
        refusal.GetRawResponse().ShouldNotBeNull().Headers.TryGetValue("Retry-After", out var seconds).ShouldBeTrue();
        seconds.ShouldBe("7");
    }

    [Fact]
    public async Task Anthropic_RateLimited_SaysSo()
    {
        await using var server = await ScriptedModelServer.StartAsync(ModelAnswer.Refuses(429, "Slow down."));

        var refusal = await Should.ThrowAsync<AnthropicRateLimitException>(() => ModelClients.AnthropicChat(server).GetResponseAsync("Hi"));

        refusal.Message.ShouldContain("rate_limit_error");
    }

    [Fact]
    public async Task OpenAI_WithoutUsage_HasNone()
    {
        var silent = ModelAnswer.Says("Hi") with { Usage = ModelUsage.Unknown };
        await using var server = await ScriptedModelServer.StartAsync(silent, silent);
        var client = ModelClients.OpenAIChat(server);

        (await client.GetResponseAsync("Hi")).Usage.ShouldBeNull();
        (await client.GetStreamingResponseAsync("Hi").ToChatResponseAsync()).Usage.ShouldBeNull();
    }

    [Fact]
    public async Task OpenAI_WithoutChoices_StreamsNothingButUsage()
    {
        await using var server = await ScriptedModelServer.StartAsync(ModelAnswer.Says("Never seen").WithoutChoices());

        var response = await ModelClients.OpenAIChat(server).GetStreamingResponseAsync("Hi").ToChatResponseAsync();

        response.Text.ShouldBeEmpty();
        response.FinishReason.ShouldBeNull();
        response.Usage.ShouldNotBeNull();
    }

    [Fact]
    public async Task Script_AtItsEnd_RefusesAndSaysWhy()
    {
        await using var server = await ScriptedModelServer.StartAsync(ModelAnswer.Says("Only this"));
        var client = ModelClients.OpenAIChat(server);
        await client.GetResponseAsync("Hi");

        var refusal = await Should.ThrowAsync<ClientResultException>(() => client.GetResponseAsync("Hi"));

        refusal.Message.ShouldContain("no answer");
        server.Requests.Count.ShouldBe(2);
    }

    private static IChatClient Client(string provider, ScriptedModelServer server) =>
        provider == "openai" ? ModelClients.OpenAIChat(server) : ModelClients.AnthropicChat(server);

    private static async Task ReadAsync(IChatClient client, List<string> texts, CancellationToken cancellationToken = default)
    {
        await foreach (var update in client.GetStreamingResponseAsync("Count.", cancellationToken: cancellationToken))
        {
            texts.Add(update.Text);
        }
    }
}
