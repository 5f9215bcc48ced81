using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace OtelBridge.Testing.Tests.Recording;

/// <summary>A model that answers what the test says, and counts how often it is asked.</summary>
internal sealed class ScriptedModel(Func<IReadOnlyList<ChatMessage>, IEnumerable<ChatResponseUpdate>> answer) : IChatClient
{
    public int Calls { get; private set; }

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        Calls++;
        return answer([.. messages]).ToChatResponse();
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Calls++;
        foreach (var update in answer([.. messages]))
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            yield return update;
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("openai", new Uri("https://secret-account.example/v1"), "gpt-4o-mini") : null;

    public void Dispose()
    {
    }

    public static ScriptedModel Saying(params string[] chunks) => new(_ => chunks.Select(static chunk => new ChatResponseUpdate(ChatRole.Assistant, chunk) { ResponseId = "r-1" }));
}
