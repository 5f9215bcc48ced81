using Microsoft.Extensions.AI;
using OtelBridge.Testing.Tests.Environments;
using OtelBridge.Testing.Tests.Recording;

namespace OtelBridge.Testing.Tests.GenAI;

/// <summary>A traced chat client over a recording: the spans are those of the real model.</summary>
/// <remarks>Beside the tests that set the switches of the process, which these heed.</remarks>
[Collection(EnvironmentVariables.Name)]
public sealed class ReplayedChatTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Chat_OverARecording_HasTheSpanOfTheRealModel(bool isStream)
    {
        using var capture = TraceCapture.Start();
        var file = isStream ? "Recordings/stream.json" : "Recordings/answer.json";
        var model = ModelRecording.Open(file).Over(static () => ScriptedModel.Saying("It ", "rains.")).UseMlflowTracing();
        using (Mlflow.StartSpan("answer", SpanType.Agent))
        {
            if (isStream)
            {
                await model.GetStreamingResponseAsync("weather?", new ChatOptions { Temperature = 0.2f }).ToListAsync();
            }
            else
            {
                await model.GetResponseAsync("weather?", new ChatOptions { Temperature = 0.2f });
            }
        }

        var trace = await capture.WaitForTraceAsync();

        trace.ShouldHaveTree("""
            AGENT answer
              CHAT_MODEL chat gpt-4o-mini
            """);
        trace.ShouldHaveNoErrors();
        var chat = trace.Find(type: SpanType.ChatModel)
            .ShouldHaveInputs("""{"messages":[{"role":"user","content":"weather?"}],"temperature":0.2}""")
            .ShouldHaveOutputs("""{"choices":[{"message":{"role":"assistant","content":"It rains."}}]}""")
            .ShouldHaveAttribute("gen_ai.provider.name", "openai");
        chat.Model.ShouldBe("gpt-4o-mini");
        trace.ShouldMatchGolden(isStream ? "Golden/stream.json" : "Golden/answer.json");
    }

    [Fact]
    public async Task Stream_ThatIsLeftEarly_LeavesNoSpanOpen()
    {
        using var capture = TraceCapture.Start();
        var model = ModelRecording.Open("Recordings/stream.json").Over(static () => ScriptedModel.Saying("It ", "rains.")).UseMlflowTracing();

        await foreach (var update in model.GetStreamingResponseAsync("weather?", new ChatOptions { Temperature = 0.2f }))
        {
            update.Text.ShouldBe("It ");
            capture.Traces.Single().ToString().ShouldBe("CHAT_MODEL chat gpt-4o-mini [OPEN]");
            break;
        }

        capture.Traces.Single().ShouldHaveNoOpenSpans().ShouldHaveNoErrors().Root.ShouldHaveAttribute("mlflow.stream.abandoned", true);
    }
}
