using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace OtelBridge.GenAI.Tests.Chat;

/// <summary>A chat client in memory that does what a test says, and remembers what it was asked.</summary>
internal sealed class ScriptedChatClient : IChatClient
{
    public Func<ScriptedChatClient, CancellationToken, Task<ChatResponse>> Complete { get; init; } = static (_, _) => Task.FromResult(Answer("Hello"));

    public Func<ScriptedChatClient, CancellationToken, IAsyncEnumerable<ChatResponseUpdate>> Stream { get; init; } = static (_, token) => Chunks(token, "Hel", "lo");

    public ChatClientMetadata Metadata { get; init; } = new("openai", new Uri("https://api.example.org/v1"), "gpt-test");

    public List<IReadOnlyList<ChatMessage>> Asked { get; } = [];

    /// <summary>The current activity at each call.</summary>
    public List<Activity?> Seen { get; } = [];

    public static ChatResponse Answer(params AIContent[] contents) =>
        new(new ChatMessage(ChatRole.Assistant, [.. contents])) { ResponseId = "answer-1", ModelId = "gpt-test-2026", FinishReason = ChatFinishReason.Stop };

    public static ChatResponse Answer(string text) => Answer(new TextContent(text));

    public static async IAsyncEnumerable<ChatResponseUpdate> Chunks([EnumeratorCancellation] CancellationToken token, params string[] texts)
    {
        foreach (var text in texts)
        {
            await Task.Yield();
            token.ThrowIfCancellationRequested();
            yield return new ChatResponseUpdate(ChatRole.Assistant, text) { ResponseId = "answer-1", ModelId = "gpt-test-2026" };
        }

        yield return new ChatResponseUpdate { FinishReason = ChatFinishReason.Stop, Contents = [new UsageContent(new UsageDetails { InputTokenCount = 3, OutputTokenCount = 2 })] };
    }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Remember(messages);
        return Complete(this, cancellationToken);
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        Remember(messages);
        return Stream(this, cancellationToken);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(ChatClientMetadata) ? Metadata : serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    private void Remember(IEnumerable<ChatMessage> messages)
    {
        Asked.Add([.. messages]);
        Seen.Add(Activity.Current);
    }
}
