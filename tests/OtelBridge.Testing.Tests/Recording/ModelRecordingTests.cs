using Microsoft.Extensions.AI;
using OtelBridge.TestSupport;

namespace OtelBridge.Testing.Tests.Recording;

public sealed class ModelRecordingTests : IDisposable
{
    private static readonly AITool Weather = AIFunctionFactory.Create((string city) => $"rain in {city}", "get_weather", "The weather of a city.");

    private readonly TemporaryFolder _folder = new();

    private string Place => _folder.File("calls/weather.json");

    [Fact]
    public async Task Answer_OfAToolCall_IsReplayedWithCallUsageAndMetadata()
    {
        var model = new ScriptedModel(static messages => messages.Count == 1
            ? [new ChatResponseUpdate(ChatRole.Assistant, [new FunctionCallContent("call-1", "get_weather", new Dictionary<string, object?> { ["city"] = "Oslo" })]) { FinishReason = ChatFinishReason.ToolCalls }]
            : [new ChatResponseUpdate(ChatRole.Assistant, [new TextContent("It rains."), new UsageContent(new UsageDetails { InputTokenCount = 20, OutputTokenCount = 4, ReasoningTokenCount = 1 })]) { ModelId = "gpt-4o-mini-2024" }]);
        var recorded = await ConversationAsync(Recording().Over(model));

        var replay = Replay().Over(NoModel);
        var replayed = await ConversationAsync(replay);

        model.Calls.ShouldBe(2);
        replayed.Text.ShouldBe("It rains.");
        replayed.Text.ShouldBe(recorded.Text);
        replayed.ModelId.ShouldBe("gpt-4o-mini-2024");
        replayed.Usage.ShouldNotBeNull().InputTokenCount.ShouldBe(20);
        replayed.Usage!.ReasoningTokenCount.ShouldBe(1);
        var metadata = replay.GetService<ChatClientMetadata>().ShouldNotBeNull();
        (metadata.ProviderName, metadata.DefaultModelId).ShouldBe(("openai", "gpt-4o-mini"));
        File.ReadAllText(Place).ShouldNotContain("secret-account");
    }

    [Fact]
    public async Task Stream_IsReplayedChunkForChunk()
    {
        var model = ScriptedModel.Saying("It ", "rains", ".");
        await Recording().Over(model).GetStreamingResponseAsync("weather?").ToListAsync();

        var chunks = await Replay().Over(NoModel).GetStreamingResponseAsync("weather?").ToListAsync();

        chunks.Select(static chunk => chunk.Text).ShouldBe(["It ", "rains", "."]);
        chunks.ShouldAllBe(static chunk => chunk.ResponseId == "r-1");
        model.Calls.ShouldBe(1);
    }

    [Fact]
    public async Task Stream_ThatFails_FailsInTheSamePlace()
    {
        static IEnumerable<ChatResponseUpdate> Cut()
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, "It ");
            throw new HttpRequestException("cut off", null, System.Net.HttpStatusCode.BadGateway);
        }

        await Should.ThrowAsync<HttpRequestException>(() => Recording().Over(new ScriptedModel(static _ => Cut())).GetStreamingResponseAsync("weather?").ToListAsync().AsTask());

        var texts = new List<string>();
        var failure = await Should.ThrowAsync<HttpRequestException>(async () =>
        {
            await foreach (var update in Replay().Over(NoModel).GetStreamingResponseAsync("weather?"))
            {
                texts.Add(update.Text);
            }
        });

        texts.ShouldBe(["It "]);
        failure.Message.ShouldBe("cut off");
        failure.StatusCode.ShouldBe(System.Net.HttpStatusCode.BadGateway);
    }

    [Fact]
    public async Task Stream_ThatIsRefusedWhenItIsAskedFor_IsRefusedAgain()
    {
        await Should.ThrowAsync<TimeoutException>(() => Recording().Over(new RefusingModel()).GetStreamingResponseAsync("weather?").ToListAsync().AsTask());

        (await Should.ThrowAsync<TimeoutException>(() => Replay().Over(NoModel).GetStreamingResponseAsync("weather?").ToListAsync().AsTask())).Message.ShouldBe("refused");
    }

    [Fact]
    public async Task Stream_ThatWasLeftEarly_IsReplayedAsFarAsItIsKnown()
    {
        await foreach (var _ in Recording().Over(ScriptedModel.Saying("It ", "rains", ".")).GetStreamingResponseAsync("weather?"))
        {
            break;
        }

        await foreach (var update in Replay().Over(NoModel).GetStreamingResponseAsync("weather?"))
        {
            update.Text.ShouldBe("It ");
            break;
        }

        (await Should.ThrowAsync<ModelRecordingException>(() => Replay().Over(NoModel).GetStreamingResponseAsync("weather?").ToListAsync().AsTask())).Message.ShouldContain("left early");
    }

    [Fact]
    public async Task Failure_OfATypeOfAProvider_IsReplayedWithItsName()
    {
        var model = new ScriptedModel(static _ => throw new PlantedException("quota"));
        await Should.ThrowAsync<PlantedException>(() => Recording().Over(model).GetResponseAsync("weather?"));

        var failure = await Should.ThrowAsync<RecordedModelException>(() => Replay().Over(NoModel).GetResponseAsync("weather?"));

        failure.Message.ShouldBe("quota");
        failure.OriginalType.ShouldBe(typeof(PlantedException).FullName);
    }

    [Fact]
    public async Task Requests_ThatDiffer_AreAnsweredInAnyOrder_EqualOnesInTheirs()
    {
        var number = 0;
        var recording = Recording().Over(new ScriptedModel(messages => [new ChatResponseUpdate(ChatRole.Assistant, $"{messages[0].Text} {++number}")]));
        foreach (var text in (string[])["a", "b", "a"])
        {
            await recording.GetResponseAsync(text);
        }

        var replay = Replay().Over(NoModel);
        var answers = new List<string>();
        foreach (var text in (string[])["b", "a", "a"])
        {
            answers.Add((await replay.GetResponseAsync(text)).Text);
        }

        answers.ShouldBe(["b 2", "a 1", "a 3"]);
        (await Should.ThrowAsync<ModelRecordingException>(() => replay.GetResponseAsync("a"))).Message.ShouldContain("was recorded 2 times");
    }

    [Fact]
    public async Task Request_WithIdsAndTimesOfItsOwn_IsFoundByWhatItSays()
    {
        await Recording().Over(ScriptedModel.Saying("yes")).GetResponseAsync([Message()]);

        (await Replay().Over(NoModel).GetResponseAsync([Message()])).Text.ShouldBe("yes");

        static ChatMessage Message() => new(ChatRole.User, "is it?") { MessageId = Guid.NewGuid().ToString(), CreatedAt = DateTimeOffset.UtcNow };
    }

    [Fact]
    public async Task Request_ThatWasNotRecorded_ShowsTheNearest()
    {
        var recording = Recording().Over(ScriptedModel.Saying("yes"));
        await recording.GetResponseAsync("something else altogether", new ChatOptions { Temperature = 1, ModelId = "other" });
        await recording.GetResponseAsync("is it raining?", new ChatOptions { Temperature = 0.2f });

        var failure = await Should.ThrowAsync<ModelRecordingException>(() => Replay().Over(NoModel).GetResponseAsync("is it snowing?", new ChatOptions { Temperature = 0.2f }));

        failure.Message.ShouldContain("-           \"text\": \"is it raining?\"");
        failure.Message.ShouldContain("+           \"text\": \"is it snowing?\"");
        failure.Message.ShouldContain("OTELBRIDGE_RECORD=1");
        failure.Message.ShouldNotContain("altogether");
    }

    [Fact]
    public async Task Request_WithOtherTools_IsAnotherRequest()
    {
        await Recording().Over(ScriptedModel.Saying("yes")).GetResponseAsync("weather?", new ChatOptions { Tools = [Weather] });

        var failure = await Should.ThrowAsync<ModelRecordingException>(() => Replay().Over(NoModel).GetResponseAsync("weather?"));

        failure.Message.ShouldContain("-       \"name\": \"get_weather\"");
    }

    [Fact]
    public async Task Replay_WithoutAFile_SaysHowToRecord()
    {
        var failure = await Should.ThrowAsync<ModelRecordingException>(() => Replay().Over(NoModel).GetResponseAsync("weather?"));

        failure.Message.ShouldStartWith($"There is no recording yet, {Place}.");
        failure.Message.ShouldContain("OTELBRIDGE_RECORD=1");
    }

    [Fact]
    public void Replay_OfAFileThatIsNone_SaysSo()
    {
        var file = _folder.File("broken.json");
        File.WriteAllText(file, "{\"version\":1}");

        Should.Throw<ModelRecordingException>(() => ModelRecording.Open(file)).Message.ShouldContain("is no recording");
    }

    [Fact]
    public async Task Redact_TakesTextsOutOfTheFileAndStillFindsThem()
    {
        static string Hide(string text) => text.Replace("Ada", "(name)", StringComparison.Ordinal);
        var options = new ModelRecordingOptions { Record = true, Redact = Hide };
        (await ModelRecording.Open(Place, options).Over(ScriptedModel.Saying("Hello Ada")).GetResponseAsync("I am Ada")).Text.ShouldBe("Hello Ada");

        var replayed = await ModelRecording.Open(Place, new ModelRecordingOptions { Record = false, Redact = Hide }).Over(NoModel).GetResponseAsync("I am Ada");

        replayed.Text.ShouldBe("Hello (name)");
        File.ReadAllText(Place).ShouldNotContain("Ada");
    }

    [Fact]
    public async Task Embeddings_AreReplayedToTheLastBit()
    {
        var model = new ScriptedEmbeddings();
        var recorded = await Recording().Over(model).GenerateAsync(["a", "abc"]);

        var replay = Replay().Over(NoGenerator);
        var replayed = await replay.GenerateAsync(["a", "abc"]);

        model.Calls.ShouldBe(1);
        replayed.Count.ShouldBe(2);
        replayed[1].Vector.ToArray().ShouldBe(recorded[1].Vector.ToArray());
        replayed[1].ModelId.ShouldBe("small");
        replayed.Usage.ShouldNotBeNull().InputTokenCount.ShouldBe(4);
        replay.GetService<EmbeddingGeneratorMetadata>().ShouldNotBeNull().DefaultModelDimensions.ShouldBe(6);
        File.ReadAllText(Place).ShouldContain("[3,1.5,1,0.75,0.6,0.5]");
        (await Should.ThrowAsync<ModelRecordingException>(() => replay.GenerateAsync(["b"]))).Message.ShouldContain("+     \"b\"");
    }

    [Fact]
    public async Task Calls_SideBySide_AreAllRecorded()
    {
        var recording = Recording().Over(new ScriptedModel(static messages => [new ChatResponseUpdate(ChatRole.Assistant, messages[0].Text + "!")]));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(n => recording.GetResponseAsync($"q{n}")));

        var replay = Replay().Over(NoModel);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(n => replay.GetResponseAsync($"q{n}")));

        answers.Select(static answer => answer.Text).ShouldBe(Enumerable.Range(0, 20).Select(static n => $"q{n}!"));
    }

    [Fact]
    public async Task Cancelled_Call_IsNotRecorded()
    {
        using var cancellation = new CancellationTokenSource();
        var recording = Recording().Over(new ScriptedModel(_ =>
        {
            cancellation.Cancel();
            throw new OperationCanceledException(cancellation.Token);
        }));

        await Should.ThrowAsync<OperationCanceledException>(() => recording.GetResponseAsync("weather?", cancellationToken: cancellation.Token));

        File.Exists(Place).ShouldBeFalse();
    }

    public void Dispose() => _folder.Dispose();

    private static IChatClient NoModel() => throw new InvalidOperationException("A replay makes no client.");

    private static IEmbeddingGenerator<string, Embedding<float>> NoGenerator() => throw new InvalidOperationException("A replay makes no generator.");

    private static async Task<ChatResponse> ConversationAsync(IChatClient client)
    {
        List<ChatMessage> messages = [new(ChatRole.User, "weather in Oslo?")];
        var options = new ChatOptions { Tools = [Weather] };
        var first = await client.GetResponseAsync(messages, options);
        var call = first.Messages.Single().Contents.OfType<FunctionCallContent>().Single();
        call.Arguments!["city"]!.ToString().ShouldBe("Oslo");
        first.FinishReason.ShouldBe(ChatFinishReason.ToolCalls);
        messages.AddRange(first.Messages);
        messages.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent(call.CallId, "rain")]));
        return await client.GetResponseAsync(messages, options);
    }

    private ModelRecording Recording() => ModelRecording.Open(Place, new ModelRecordingOptions { Record = true });

    private ModelRecording Replay() => ModelRecording.Open(Place, new ModelRecordingOptions { Record = false });
}
