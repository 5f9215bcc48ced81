using Microsoft.Extensions.AI;
using OtelBridge;

namespace WeatherTests;

/// <summary>What a user would test: a model that may ask for the weather once.</summary>
public sealed class WeatherAgent(IChatClient model)
{
    private static readonly ChatOptions Options = new() { Tools = [AIFunctionFactory.Create(GetWeather, "get_weather", "The weather of a city.")] };

    [Trace(Name = "answer", SpanType = SpanType.Agent)]
    public async Task<string> AnswerAsync(string question)
    {
        List<ChatMessage> messages = [new(ChatRole.User, question)];
        var response = await model.GetResponseAsync(messages, Options);
        while (response.Messages.SelectMany(message => message.Contents).OfType<FunctionCallContent>().FirstOrDefault() is { } call)
        {
            messages.AddRange(response.Messages);
            messages.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent(call.CallId, GetWeather(call.Arguments!["city"]!.ToString()!))]));
            response = await model.GetResponseAsync(messages, Options);
        }

        return response.Text;
    }

    [Trace(Name = "get_weather", SpanType = SpanType.Tool)]
    private static string GetWeather(string city) => $"Rain in {city}.";
}
