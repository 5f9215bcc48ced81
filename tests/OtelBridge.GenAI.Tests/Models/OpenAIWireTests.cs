using System.ClientModel;
using ChatModels.Scripting;
using OpenAI.Audio;
using OpenAI.Chat;
using OpenAI.Responses;

namespace OtelBridge.GenAI.Tests.Models;

/// <summary>OpenAI's own client reads what the scripted server writes.</summary>
public sealed class OpenAIWireTests
{
    private static readonly ModelAnswer Full = new()
    {
        Text = "It rains in Bern.",
        ToolCalls = [new ModelToolCall("weather", """{"city":"Bern","days":3}""", "call_1"), new ModelToolCall("time", "{}", "call_2")],
        Usage = new ModelUsage(100, 20, CacheRead: 30, Reasoning: 5),
        Id = "chatcmpl-1",
        Model = "gpt-4o-mini-2024-07-18",
    };

    [Fact]
    public async Task Completion_OfEverything_IsRead()
    {
        await using var server = await ScriptedModelServer.StartAsync(Full);

        ChatCompletion completion = await ModelClients.OpenAI(server).GetChatClient(ModelClients.OpenAIModel).CompleteChatAsync("Weather?");

        completion.Id.ShouldBe("chatcmpl-1");
        completion.Model.ShouldBe("gpt-4o-mini-2024-07-18");
        completion.Content.ShouldHaveSingleItem().Text.ShouldBe("It rains in Bern.");
        completion.ToolCalls.Select(static call => (call.Id, call.FunctionName, call.FunctionArguments.ToString()))
            .ShouldBe([("call_1", "weather", """{"city":"Bern","days":3}"""), ("call_2", "time", "{}")]);
        completion.FinishReason.ShouldBe(ChatFinishReason.ToolCalls);
        completion.Usage.InputTokenCount.ShouldBe(100);
        completion.Usage.OutputTokenCount.ShouldBe(20);
        completion.Usage.InputTokenDetails.CachedTokenCount.ShouldBe(30);
        completion.Usage.OutputTokenDetails.ReasoningTokenCount.ShouldBe(5);
    }

    [Fact]
    public async Task Stream_OfEverything_ComesInPiecesAndAddsUp()
    {
        await using var server = await ScriptedModelServer.StartAsync(Full);
        List<string> texts = [];
        List<string> arguments = [];
        ChatFinishReason? reason = null;
        ChatTokenUsage? usage = null;

        await foreach (var update in ModelClients.OpenAI(server).GetChatClient(ModelClients.OpenAIModel).CompleteChatStreamingAsync("Weather?"))
        {
            texts.AddRange(update.ContentUpdate.Select(static part => part.Text).Where(static text => text.Length > 0));
            arguments.AddRange(update.ToolCallUpdates.Where(static call => call.Index == 0).Select(static call => call.FunctionArgumentsUpdate.ToString()));
            reason = update.FinishReason ?? reason;
            usage = update.Usage ?? usage;
        }

        texts.ShouldBe(["It", " rains", " in", " Bern."]);
        arguments.Count.ShouldBeGreaterThan(2);
        string.Concat(arguments).ShouldBe("""{"city":"Bern","days":3}""");
        reason.ShouldBe(ChatFinishReason.ToolCalls);
        usage.ShouldNotBeNull().InputTokenCount.ShouldBe(100);
        server.Requests.ShouldHaveSingleItem().Body.GetProperty("stream_options").GetProperty("include_usage").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Refusal_Completion_HasNoContent()
    {
        await using var server = await ScriptedModelServer.StartAsync(new ModelAnswer { Refusal = "I must not." });

        ChatCompletion completion = await ModelClients.OpenAI(server).GetChatClient(ModelClients.OpenAIModel).CompleteChatAsync("Do it.");

        completion.Refusal.ShouldBe("I must not.");
        completion.Content.ShouldBeEmpty();
    }

    [Fact]
    public async Task Response_OfEverything_IsRead()
    {
        await using var server = await ScriptedModelServer.StartAsync(Full with { Reasoning = "Clouds.", Id = "resp_1" });

        ResponseResult response = await ModelClients.Responses(server).CreateResponseAsync(ModelClients.OpenAIModel, "Weather?");

        response.Id.ShouldBe("resp_1");
        response.Status.ShouldBe(ResponseStatus.Completed);
        response.GetOutputText().ShouldBe("It rains in Bern.");
        response.OutputItems.OfType<FunctionCallResponseItem>().Select(static call => call.FunctionName).ShouldBe(["weather", "time"]);
        response.OutputItems.OfType<ReasoningResponseItem>().ShouldHaveSingleItem().GetSummaryText().ShouldBe("Clouds.");
        response.Usage.InputTokenDetails.CachedTokenCount.ShouldBe(30);
        response.Usage.OutputTokenDetails.ReasoningTokenCount.ShouldBe(5);
    }

    [Fact]
    public async Task Response_Streamed_ComesInPiecesAndEndsComplete()
    {
        await using var server = await ScriptedModelServer.StartAsync(Full);
        List<StreamingResponseUpdate> updates = [];

        await foreach (var update in await ModelClients.Responses(server).CreateResponseStreamingAsync(ModelClients.OpenAIModel, "Weather?"))
        {
            updates.Add(update);
        }

        string.Concat(updates.OfType<StreamingResponseOutputTextDeltaUpdate>().Select(static update => update.Delta)).ShouldBe("It rains in Bern.");
        updates.OfType<StreamingResponseFunctionCallArgumentsDoneUpdate>().Select(static update => update.FunctionArguments.ToString())
            .ShouldBe(["""{"city":"Bern","days":3}""", "{}"]);
        updates[^1].ShouldBeOfType<StreamingResponseCompletedUpdate>().Response.Usage.TotalTokenCount.ShouldBe(120);
    }

    [Fact]
    public async Task Response_FailingInTheStream_SaysSo()
    {
        await using var server = await ScriptedModelServer.StartAsync(Full.FailingAfter(3, "Out of breath."));
        List<StreamingResponseUpdate> updates = [];

        await foreach (var update in await ModelClients.Responses(server).CreateResponseStreamingAsync(ModelClients.OpenAIModel, "Weather?"))
        {
            updates.Add(update);
        }

        updates.Count.ShouldBe(4);
        updates[^1].ShouldBeOfType<StreamingResponseErrorUpdate>().Message.ShouldBe("Out of breath.");
    }

    [Fact]
    public async Task Embeddings_OfTextsThatShareWords_LieNearer()
    {
        await using var server = await ScriptedModelServer.StartAsync();

        var generated = await ModelClients.OpenAIEmbeddings(server).GenerateAsync(
            ["the cat sat here", "the cat ran", "accounts payable"],
            new Microsoft.Extensions.AI.EmbeddingGenerationOptions { Dimensions = 64 });

        generated.Count.ShouldBe(3);
        generated.ShouldAllBe(static embedding => embedding.Vector.Length == 64 && embedding.ModelId == "text-embedding-3-small");
        generated.Usage.ShouldNotBeNull().InputTokenCount.ShouldBe(9);
        Product(generated[0], generated[1]).ShouldBeGreaterThan(Product(generated[0], generated[2]) + 0.3f);

        static float Product(Microsoft.Extensions.AI.Embedding<float> one, Microsoft.Extensions.AI.Embedding<float> other) =>
            one.Vector.ToArray().Zip(other.Vector.ToArray(), static (a, b) => a * b).Sum();
    }

    [Fact]
    public async Task ImagesAndAudio_OfTheClients_AreAnswered()
    {
        await using var server = await ScriptedModelServer.StartAsync();
        server.Script.ThenFor("/v1/audio/transcriptions", ModelAnswer.Says("Good morning."));
        var client = ModelClients.OpenAI(server);

        var images = await client.GetImageClient("gpt-image-1").GenerateImagesAsync("A cat", 2);
        var transcription = await client.GetAudioClient("whisper-1").TranscribeAudioAsync(new MemoryStream([1, 2, 3]), "morning.wav");
        var speech = await client.GetAudioClient("tts-1").GenerateSpeechAsync("Good morning.", GeneratedSpeechVoice.Alloy);

        images.Value.Count.ShouldBe(2);
        images.Value[0].ImageBytes.ToArray().AsSpan(1, 3).SequenceEqual("PNG"u8).ShouldBeTrue();
        transcription.Value.Text.ShouldBe("Good morning.");
        speech.Value.ToMemory().Length.ShouldBeGreaterThan(0);
        server.Requests.Select(static request => request.Model).ShouldBe(["gpt-image-1", "whisper-1", "tts-1"]);
    }

    [Fact]
    public async Task Embeddings_Refused_AreAnError()
    {
        await using var server = await ScriptedModelServer.StartAsync();
        server.Script.ThenFor("/v1/embeddings", ModelAnswer.Refuses(400, "Too long."));

        var refusal = await Should.ThrowAsync<ClientResultException>(() => ModelClients.OpenAIEmbeddings(server).GenerateAsync(["text"]));

        refusal.Status.ShouldBe(400);
        refusal.Message.ShouldContain("Too long.");
    }
}
