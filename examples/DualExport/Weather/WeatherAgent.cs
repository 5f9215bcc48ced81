using OtelBridge;

namespace DualExport.Weather;

/// <summary>The agent: the model is asked, calls a tool and looks up notes on its way, and answers. One question makes one trace of four spans.</summary>
internal sealed class WeatherAgent
{
    // Who says the rain chance below which nobody needs an umbrella.
    private const int DryBelowPercent = 30;

    private readonly string _session = Guid.NewGuid().ToString("n");

    /// <summary>Answers, and tells the trace that shows how.</summary>
    public (string Answer, string TraceId) Answer(string question, string city)
    {
        using var span = Mlflow.StartSpan("answer", SpanType.Agent, new { question });

        // Facts about the trace as a whole. They ride on its root span, so every destination gets them.
        Mlflow.UpdateCurrentTrace(tags: [new("city", city)], session: _session, user: "ada");

        var answer = AskModel(question, city);
        span.SetOutputs(answer);
        return (answer, span.TraceId);
    }

    // A stand-in: a few rules that behave as a language model with tools does.
    private static string AskModel(string question, string city)
    {
        using var span = Mlflow.StartSpan("chat", SpanType.Llm, new { messages = new[] { new { role = "user", content = question } } });
        span.SetModel("rules-1", "almanac");

        var rain = Forecast(city);
        var notes = FindNotes(city);
        var answer = rain < DryBelowPercent ? $"No: {rain} % chance of rain. {notes[0]}" : $"Yes: {rain} % chance of rain. {notes[0]}";

        span.SetTokenUsage(inputTokens: Words(question), outputTokens: Words(answer));
        span.SetOutputs(new { choices = new[] { new { message = new { role = "assistant", content = answer }, finish_reason = "stop" } } });
        return answer;
    }

    [Trace("forecast", SpanType = SpanType.Tool)]
    private static int Forecast(string city) => city switch
    {
        "Lisbon" => 10,
        "Oslo" => 55,
        _ => 80,
    };

    [Trace("find notes", SpanType = SpanType.Retriever)]
    private static string[] FindNotes(string city) => [$"{city} has its own micro-climates.", "Forecasts beyond three days are guesses."];

    private static int Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
}
