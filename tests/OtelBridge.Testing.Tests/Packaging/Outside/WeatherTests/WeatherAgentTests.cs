using Microsoft.Extensions.AI;
using OtelBridge;
using OtelBridge.Testing;

namespace WeatherTests;

public sealed class WeatherAgentTests
{
    [Fact]
    public async Task Answer_AsksForTheWeatherOnce()
    {
        using var capture = TraceCapture.Start();
        var model = ModelRecording.Open("Recordings/weather.json").Over(NoModel).UseMlflowTracing();

        var answer = await new WeatherAgent(model).AnswerAsync("Do I need an umbrella in Oslo?");

        Assert.Equal("Yes, it rains.", answer);
        var trace = await capture.WaitForTraceAsync();
        trace.ShouldHaveTree("""
            AGENT answer
              CHAT_MODEL chat gpt-4o-mini
              TOOL get_weather
              CHAT_MODEL chat gpt-4o-mini
            """);
        trace.ShouldHaveNoErrors().ShouldHaveTokens(input: 129, output: 21).ShouldMatchGolden();
        trace.Find(type: SpanType.Tool).ShouldHaveInputs("""{"city":"Oslo"}""").ShouldHaveOutputs("\"Rain in Oslo.\"");
    }

    [Fact]
    public async Task Answer_ToAnotherQuestion_IsNotRecorded()
    {
        var model = ModelRecording.Open("Recordings/weather.json").Over(NoModel);

        var failure = await Assert.ThrowsAsync<ModelRecordingException>(() => new WeatherAgent(model).AnswerAsync("Do I need a coat in Oslo?"));

        Assert.Contains("Do I need an umbrella in Oslo?", failure.Message);
    }

    [Fact]
    public async Task Tree_ThatIsAnother_FailsWithBoth()
    {
        using var capture = TraceCapture.Start();
        using (Mlflow.StartSpan("alone"))
        {
        }

        var trace = await capture.WaitForTraceAsync();

        var failure = Assert.Throws<TraceAssertionException>(() => trace.ShouldHaveTree("UNKNOWN together"));
        Assert.Contains("- UNKNOWN together\n+ UNKNOWN alone", failure.Message);
    }

    // A replay needs no model and no key.
    private static IChatClient NoModel() => throw new InvalidOperationException("The test would call a model.");
}
