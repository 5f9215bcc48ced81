using OtelBridge;
using Patterns.Running;

namespace Patterns.Fluent;

/// <summary>What lists of traces show of a request and its response, where the inputs themselves would say little.</summary>
internal static class CustomPreviews
{
    public static Task<PatternResult> RunAsync(MlflowClient client)
    {
        Predict([new("user", "Hi, how are you?"), new("assistant", "I'm good, thank you!"), new("user", "What's your name?"), new("assistant", "Bye!")]);
        return PatternResult.Of(Mlflow.LastActiveTraceId);
    }

    [Trace("predict")]
    private static string Predict(IReadOnlyList<ChatMessage> messages)
    {
        // The first and the last message say what it was about.
        Mlflow.UpdateCurrentTrace(requestPreview: $"{Start(messages[0])} ... {Start(messages[^1])}", responsePreview: "an answer");
        return $"Response based on {messages.Count} messages.";
    }

    private static string Start(ChatMessage message) => message.Content[..Math.Min(10, message.Content.Length)];
}
